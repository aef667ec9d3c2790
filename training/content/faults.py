"""What can be wrong inside a document, before anybody knows in which file it stands."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from training.content.yaml import Path, nearest_line
from training.core.i18n import gettext as _
from training.core.problems import Problem


@dataclass(frozen=True)
class Fault:
    """Something wrong at a place inside a document; becomes a Problem where file and lines are known."""

    message: str
    remedy: str = ""
    path: Path = ()
    severity: Literal["error", "warning"] = "error"

    def under(self, *path: str | int) -> "Fault":
        """The same fault, seen from further outside."""
        return Fault(self.message, self.remedy, (*path, *self.path), self.severity)

    def problem(self, where: str, lines: Mapping[Path, int]) -> Problem:
        return Problem(where, nearest_line(lines, self.path), self.message, self.remedy, self.severity)


def twice(ids: Iterable[str], path: str, key: str = "id") -> Iterator[Fault]:
    """A fault for each id that stands in a list before."""
    seen: set[str] = set()
    for number, item in enumerate(ids):
        if item in seen:
            yield Fault(_("The id “%(id)s” is here twice.", id=item), _("Give each its own id."), (path, number, key))
        seen.add(item)


def closest(word: str, known: Iterable[str]) -> str:
    """A remedy for a name that does not exist: the one that was probably meant, or those to choose from."""
    known = list(known)
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return _("Did you mean “%(word)s”?", word=close[0])
    if not known:
        return _("Remove it.")
    return _("Choose one of: %(known)s.", known=", ".join(known[:20]) + (" …" if len(known) > 20 else ""))
