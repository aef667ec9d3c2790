"""Policies in the words of a page."""

from training.core.i18n import gettext as _
from training.policies.rules import State

CHIPS = {State.UNSIGNED: "due", State.CHANGED: "soon", State.REWORDED: "met", State.SIGNED: "met"}
"""The look of each state."""


def words_of_states() -> dict[State, str]:
    return {
        State.UNSIGNED: _("Not signed"),
        State.CHANGED: _("Changed since"),
        State.REWORDED: _("Signed, reworded since"),
        State.SIGNED: _("Signed"),
    }


def words_of_sorts() -> dict[str, str]:
    return {
        "value": _("What we value"),
        "promise": _("What we promise"),
        "handbook": _("Handbook"),
        "rule": _("Rule"),
    }


def words_of_weights() -> dict[str, str]:
    return {
        "editorial": _("Only the wording"),
        "clarifying": _("Said more clearly"),
        "behaviour": _("Changes what you do"),
    }
