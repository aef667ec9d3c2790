"""How observations are told, in the reader's language."""

from training.checklists.rules import State
from training.checklists.rules_observers import Refusal
from training.core.i18n import gettext as _

CHIPS = {
    State.OPEN: "unknown",
    State.SECOND: "soon",
    State.PASSED: "met",
    State.NOT_YET: "training",
    State.VOID: "gone",
}


def state_word(state: State) -> str:
    """Where an observation stands, in a word or two."""
    return {
        State.OPEN: _("To be signed"),
        State.SECOND: _("Waits for a second observer"),
        State.PASSED: _("Passed"),
        State.NOT_YET: _("Not yet"),
        State.VOID: _("Taken back"),
    }[state]


def refusal_words(why: Refusal, title: str) -> str:
    """Why somebody may not observe, and what would help."""
    return {
        Refusal.SELF: _("Nobody observes themselves. Ask a colleague who has passed “%(title)s”.", title=title),
        Refusal.REACH: _("You do not look after this person, or not any more. Ask their team leader to observe."),
        Refusal.SKILL: _(
            "Only those observe who have passed “%(title)s” themselves, or were appointed for it. "
            "Let somebody observe you first.",
            title=title,
        ),
        Refusal.LEFT: _("This person did not work here any more on that day."),
    }[why]
