"""The states of the board in words, and the look that goes with each."""

from training.certification.rules import Level
from training.certification.words import CHIPS as STANDING_CHIPS
from training.certification.words import level_words, state_words
from training.core.i18n import gettext as _
from training.reports.queries import LEAVE, NONE

# The chip of the stylesheet that a person wears, in the order in which a filter offers the states.
CHIPS = {**{level.value: STANDING_CHIPS[level] for level in Level}, LEAVE: "exempt", NONE: "unknown"}


def words_of_states() -> dict[str, str]:
    """A word for each state of a person, a programme or a requirement, in the reader's language."""
    return {**state_words(), **level_words(), LEAVE: _("On leave"), NONE: _("No programme")}
