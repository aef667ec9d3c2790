"""Complaints in the words of a page."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from training.complaints.rules import Cause, Outcome, Sort, State
from training.complaints.rules_promises import PromiseSort, Standing
from training.core.clock import local_day
from training.core.i18n import format_day, format_moment, format_time
from training.core.i18n import gettext as _
from training.core.web import site

STATE_CHIPS = {State.OPEN: "training", State.CLOSED: "met", State.VOID: "unknown"}
STANDING_CHIPS = {
    Standing.OPEN: "unknown",
    Standing.SOON: "soon",
    Standing.LATE: "overdue",
    Standing.KEPT: "met",
    Standing.KEPT_LATE: "expired",
    Standing.DROPPED: "unknown",
}
"""The look of each."""


def words_of_states() -> dict[State, str]:
    return {State.OPEN: _("Open"), State.CLOSED: _("Closed"), State.VOID: _("No complaint")}


def words_of_standings() -> dict[Standing, str]:
    return {
        Standing.OPEN: _("Open"),
        Standing.SOON: _("Due soon"),
        Standing.LATE: _("Late"),
        Standing.KEPT: _("Kept"),
        Standing.KEPT_LATE: _("Kept late"),
        Standing.DROPPED: _("Not needed any more"),
    }


def words_of_promises() -> dict[PromiseSort, str]:
    return {
        PromiseSort.CALL_BACK: _("Call back"),
        PromiseSort.DECISION: _("Decision"),
        PromiseSort.OTHER: _("Promise"),
    }


def words_of_outcomes() -> dict[Outcome, str]:
    return {
        Outcome.UPHELD: _("Yes, the customer was right"),
        Outcome.PARTLY: _("Partly"),
        Outcome.NOT_UPHELD: _("No, but they were heard"),
    }


def words_of_causes() -> dict[Cause, str]:
    return {
        Cause.PROCESS: _("Our way of working"),
        Cause.PERSON: _("Something that somebody did or left undone"),
        Cause.PRODUCT: _("The goods"),
        Cause.UNCLEAR: _("We do not know"),
    }


def words_of_doing() -> dict[Sort, str]:
    """What somebody says that they have done."""
    return {
        Sort.CALLED_BACK: _("I called back"),
        Sort.OFFERED: _("I offered something"),
        Sort.DECIDED: _("It is decided"),
        Sort.APOLOGISED: _("I apologised"),
        Sort.FOLLOWED_UP: _("I followed up"),
        Sort.PROMISED: _("I promised something"),
    }


def words_of_sorts() -> dict[Sort, str]:
    """What happened, as the heading of an entry."""
    return {
        Sort.NOTED: _("Complaint noted"),
        Sort.SAID: _("The customer wrote"),
        Sort.PROMISED: _("Promised"),
        Sort.CALLED_BACK: _("Called back"),
        Sort.KEPT: _("Promise kept"),
        Sort.OFFERED: _("Offered"),
        Sort.DECIDED: _("Decided"),
        Sort.APOLOGISED: _("Apologised"),
        Sort.FOLLOWED_UP: _("Followed up"),
        Sort.HANDED_OVER: _("Handed over"),
        Sort.CHANGED: _("Put under another cause"),
        Sort.CLOSED: _("Closed"),
        Sort.REOPENED: _("Taken up again"),
        Sort.VOIDED: _("No complaint after all"),
        Sort.ERASED: _("The customer’s data was erased"),
    }


def near_words(today: date) -> Callable[[datetime], str]:
    """How moments are said that are near: “17:30 today”, “18:00 on Friday 13 March”; others with their year."""

    def say(moment: datetime) -> str:
        day = local_day(moment, site().zone)
        if day == today:
            return _("%(time)s today", time=format_time(moment))
        if abs(day - today) <= timedelta(days=60):
            return _("%(time)s on %(day)s", day=format_day(day), time=format_time(moment))
        return format_moment(moment)

    return say
