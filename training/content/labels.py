"""The words that a page adds to an author's Markdown."""

from training.core.i18n import gettext as _
from training.core.markdown import Labels


def labels() -> Labels:
    """The words that a lesson adds to its author's, in the reader's language."""
    callouts = {"standard": _("Our standard"), "tip": _("Tip"), "warning": _("Watch out"), "example": _("Example")}
    return Labels(callouts, _("Table"))
