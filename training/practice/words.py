"""Recall in words, for people."""

from training.core.i18n import gettext as _
from training.core.i18n import ngettext
from training.practice.rules_recall import Level, Recall


def level_chip(level: Level) -> tuple[str, str]:
    """State and word of the chip for how well it is remembered."""
    return {
        Level.UNKNOWN: ("unknown", _("Not enough to tell yet")),
        Level.FRESH: ("met", _("Fresh")),
        Level.MOSTLY: ("met", _("Mostly there")),
        Level.FADING: ("soon", _("Fading")),
        Level.FADED: ("skill", _("Mostly gone")),
    }[level]


def recall_words(found: Recall) -> str:
    """The number behind the word, with how sure it is: “About 9 of 10 today, most likely 8 to 10.”"""
    if found.answered == 0:
        return _("Not practised yet.")
    if found.expected is None:
        return ngettext("%(num)s card answered so far.", "%(num)s cards answered so far.", found.answered)
    about = round(found.expected)
    if found.low == found.high:
        return _("About %(about)s of %(cards)s.", about=about, cards=found.answered)
    return _(
        "About %(about)s of %(cards)s, most likely %(low)s to %(high)s.",
        about=about,
        cards=found.answered,
        low=found.low,
        high=found.high,
    )
