"""Certificates from elsewhere in the words of a page."""

from training.core.i18n import gettext as _
from training.credentials.rules import State

CHIPS = {State.WAITING: "training", State.REPLACED: "", State.ACCEPTED: "met", State.REFUSED: "expired"}
"""The look of each state."""


def words_of_states() -> dict[State, str]:
    return {
        State.WAITING: _("Waits to be checked"),
        State.REPLACED: _("Replaced by a newer one"),
        State.ACCEPTED: _("Accepted"),
        State.REFUSED: _("Refused"),
    }
