"""How reviews are told, in the reader's language."""

from training.core.i18n import format_number
from training.core.i18n import gettext as _
from training.scorecards.queries_reviews import Seen
from training.scorecards.rules import How, State
from training.scorecards.rules_sampling import Per


def channel_words() -> dict[str, str]:
    """What the channels are called."""
    return {
        "call": _("Call"),
        "ticket": _("Ticket or mail"),
        "visit": _("Visit"),
        "mystery-shop": _("Mystery shop"),
    }


def how_words() -> dict[str, str]:
    """How an interaction can be chosen."""
    return {
        How.RANDOM: _("Drawn at random"),
        How.PICKED: _("Picked"),
        How.MYSTERY: _("Mystery shop"),
    }


def per_words() -> dict[str, str]:
    """Of what a number of interactions can be drawn."""
    return {
        Per.PERSON: _("of each person"),
        Per.PERSON_AND_CHANNEL: _("of each person and channel"),
        Per.CHANNEL: _("of each channel"),
        Per.ALL: _("of the whole list"),
    }


def how_chosen(how: str, probability: float | None) -> str:
    """How an interaction was chosen, with how likely that was where it is known."""
    if probability is None:
        return how_words()[How(how)]
    share = format_number(round(probability * 100)) if probability >= 0.01 else _("less than 1")
    return _("Drawn at random; each had a chance of %(share)s in 100", share=share)


def chip_of(found: Seen) -> tuple[str, str]:
    """The state of a finished review for a chip: what it comes to now, in a word."""
    if found.state is State.VOID:
        return "gone", _("Taken back")
    if found.state is State.DRAFT:
        return "unknown", _("Not finished")
    if found.mark.passed:
        return "met", _("Passed")
    return "training", _("Not passed")
