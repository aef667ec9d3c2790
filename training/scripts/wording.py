"""Scripts in the words of a page: lines in pieces, lengths of time, and a way through them."""

from collections.abc import Sequence
from dataclasses import dataclass

from training.core.i18n import gettext as _
from training.core.i18n import ngettext
from training.scripts.files import Blank, Script, ScriptLine
from training.scripts.rules import END, walked
from training.scripts.rules_words import Run, runs


def runs_of(text: str, script: Script, must: Sequence[str] = ()) -> tuple[Run, ...]:
    """A text of a script in runs, for templates."""
    return runs(text, must=must, blanks=[blank.id for blank in script.blanks])


def blanks_in(script: Script, text: str) -> list[Blank]:
    """The blanks of a text, in the script's order."""
    return [blank for blank in script.blanks if f"{{{blank.id}}}" in text]


def time_words(seconds: int) -> str:
    """A length of time as people say it: “45 seconds”, “2 minutes”."""
    if seconds % 60:
        return ngettext("%(num)s second", "%(num)s seconds", seconds)
    return ngettext("%(num)s minute", "%(num)s minutes", seconds // 60)


@dataclass(frozen=True)
class WayOn:
    """A choice at the counter: what happens, and where it leads."""

    text: str
    url: str


@dataclass(frozen=True)
class Place:
    """Where somebody is in a script at the counter, and how they came there.

    `line` is None at the end. `back` is the line that they came from and `back_url` its page. `visit` tells this visit
    of the line from others in the same talk: a clock runs for each.
    """

    script: Script
    line: ScriptLine | None
    ways: tuple[WayOn, ...]
    back: ScriptLine | None
    back_url: str
    visit: str

    @property
    def number(self) -> int:
        """Which line this is, counted from 1."""
        return self.script.line_ids.index(self.line.id) + 1 if self.line else len(self.script.lines)

    @property
    def branches(self) -> bool:
        """Whether it depends on the customer what comes next."""
        return self.line is not None and bool(self.line.branches)


def place_at(script: Script, url: str, line_id: str, path: Sequence[str]) -> Place | None:
    """A place in the live view that begins at `url`, with the lines walked so far; None for no such line."""
    line = script.line(line_id)
    if line is None and line_id != END:
        return None
    came = walked(script.ways, path, line_id)
    back = script.line(came[-1]) if came else None

    def address(target: str, by: Sequence[str]) -> str:
        return f"{url}/{target}" + (f"?by={'.'.join(by)}" if by else "")

    ways: tuple[WayOn, ...] = ()
    if line is not None:
        by = (*came, line.id)
        cases = [(branch.case, branch.go) for branch in line.branches]
        following = cases or [(_what_follows(script, go), go) for go in script.ways[line.id]]
        ways = tuple(WayOn(text, address(go, by)) for text, go in following)
    return Place(
        script=script,
        line=line,
        ways=ways,
        back=back,
        back_url=address(back.id, came[:-1]) if back else "",
        visit=".".join((*came, line_id)),
    )


def _what_follows(script: Script, line_id: str) -> str:
    line = script.line(line_id)
    return line.when if line else _("That was the last line")
