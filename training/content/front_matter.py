"""The head of a Markdown file: YAML between two lines of three hyphens."""

from dataclasses import dataclass

from training.content.yaml import Loaded, load
from training.core.i18n import gettext as _
from training.core.problems import Problem, Problems

FENCE = "---"


@dataclass(frozen=True)
class Split:
    """A Markdown file in its two parts. `body_line` is the number of the body's first line in the file."""

    head: Loaded
    body: str
    body_line: int


def split(text: str, where: str) -> Split:
    """Take the head off a Markdown text. Raises Problems when there is none, or for what is wrong inside it."""
    lines = text.split("\n")
    remedy = _("Begin the file with a line “---”, then title and summary, then another line “---”.")
    if lines[0].rstrip() != FENCE:
        raise Problems([Problem(where, 1, _("The head of the file is missing."), remedy)])
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == FENCE:
            head = load("\n".join(lines[1:number]), where, first_line=2)
            return Split(head, "\n".join(lines[number + 1 :]), number + 2)
    raise Problems([Problem(where, 1, _("The head of the file does not end."), remedy)])
