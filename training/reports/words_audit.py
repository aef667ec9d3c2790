"""Answers about a past day in words."""

from datetime import date

from training.certification.rules import Level
from training.certification.words import CHIPS as STANDING_CHIPS
from training.certification.words import level_words
from training.core.i18n import format_date, ngettext
from training.core.i18n import gettext as _
from training.reports import exports
from training.reports.exports import Export
from training.reports.rules_audit import NOT_ASKED, NOTHING, STATES, Held, Question, Summary

# The chip of the stylesheet that a line wears.
CHIPS = {**{level.value: STANDING_CHIPS[level] for level in Level}, NOT_ASKED: "met", NOTHING: "unknown"}


def words_of_states() -> dict[str, str]:
    """A word for each state of a line, in the reader's language."""
    words = {**level_words(), NOT_ASKED: _("Held, not asked"), NOTHING: _("Nothing asked")}
    return {state: words[state] for state in STATES}


def finding(people: int, summary: Summary | None, question: Question) -> str:
    """The answer in one sentence."""
    day = format_date(question.day)
    if not people:
        return _("Nobody fits the question on %(day)s", day=day)
    if summary is None:
        return ngettext("%(num)s person was here on %(day)s", "%(num)s people were here on %(day)s", people, day=day)
    if not summary.asked:
        return ngettext(
            "Nothing was asked of %(num)s person on %(day)s",
            "Nothing was asked of %(num)s people on %(day)s",
            people,
            day=day,
        )
    return ngettext(
        "Certified on %(day)s: %(some)s of %(num)s person",
        "Certified on %(day)s: %(some)s of %(num)s people",
        summary.asked,
        some=summary.certified,
        day=day,
    )


FILE_CHIPS = {exports.WAITING: "training", exports.BUILDING: "process", exports.READY: "met", exports.FAILED: "problem"}


def file_title(export: Export) -> str:
    """What a file is."""
    day = format_date(date.fromisoformat(export.question["day"]))
    return _("Pack for %(day)s", day=day) if export.form == "pack" else _("Table for %(day)s", day=day)


def file_words() -> dict[str, str]:
    """How far a file is, in a word or two."""
    return {
        exports.WAITING: _("Waiting"),
        exports.BUILDING: _("Being made"),
        exports.READY: _("Ready"),
        exports.FAILED: _("Failed"),
    }


def held_sentence(held: Held) -> str:
    """A certificate: its number, and from when to when it holds as printed."""
    number, first = held.number, format_date(held.issued_on)
    if held.until is None:
        return _("%(number)s, since %(first)s, without an end", number=number, first=first)
    return _("%(number)s, from %(first)s to %(last)s", number=number, first=first, last=format_date(held.until))
