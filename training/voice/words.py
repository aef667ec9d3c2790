"""The voice of the customer in sentences."""

from training.core.i18n import gettext as _
from training.core.i18n import ngettext


def told(answers: int, complaints: int) -> str:
    """The week in one or two sentences."""
    if not answers and not complaints:
        return _("No customer has told us anything this week, as far as we wrote it down.")
    said = ngettext(
        "One customer told us this week how it was.", "%(num)d customers told us this week how it was.", answers
    )
    complained = ngettext("One complained.", "%(num)d complained.", complaints)
    if not answers:
        return ngettext(
            "One customer complained this week. It is a chance to put it right.",
            "%(num)d customers complained this week. Each is a chance to put it right.",
            complaints,
        )
    return f"{said} {complained}" if complaints else said
