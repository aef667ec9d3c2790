"""The states of the board in words, and the look that goes with each."""

from training.core.i18n import gettext as _

# The chip of site.css that a state wears.
CHIPS = {
    "certified": "met",
    "training": "training",
    "soon": "soon",
    "overdue": "overdue",
    "expired": "expired",
    "leave": "exempt",
    "none": "unknown",
}


def state_words() -> dict[str, str]:
    """A word for each state of a programme and of a requirement, in the reader's language."""
    return {
        "certified": _("Certified"),
        "training": _("In training"),
        "soon": _("Due soon"),
        "overdue": _("Overdue"),
        "expired": _("Expired"),
        "leave": _("On leave"),
        "none": _("No programme"),
        "met": _("Met"),
        "due": _("To do"),
        "changed": _("Changed"),
    }
