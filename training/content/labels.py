"""The words that a page adds to an author's, in the reader's language."""

from training.content.durations import Duration
from training.core.i18n import gettext as _
from training.core.i18n import ngettext
from training.core.markdown import Labels


def labels() -> Labels:
    """The words that a lesson adds to its author's, in the reader's language."""
    callouts = {"standard": _("Our standard"), "tip": _("Tip"), "warning": _("Watch out"), "example": _("Example")}
    return Labels(callouts, _("Table"))


def span_words(span: Duration) -> str:
    """A length of time: “2 years”."""
    words = {
        "days": ngettext("%(num)s day", "%(num)s days", span.count),
        "weeks": ngettext("%(num)s week", "%(num)s weeks", span.count),
        "months": ngettext("%(num)s month", "%(num)s months", span.count),
        "years": ngettext("%(num)s year", "%(num)s years", span.count),
    }
    return words[span.unit]


def skill_name(slug: str) -> str:
    """A skill as one reads it: “call-handling” becomes “Call handling”."""
    return slug.replace("-", " ").capitalize()
