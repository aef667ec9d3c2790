"""Standings in one sentence each, in the reader's language."""

from datetime import date
from typing import Any

from training.certification.queries_record import ASSIGNED, ENDED, Began, Fact
from training.certification.rules import Level, ProgrammeStanding, Reason, Standing, State, Why
from training.content.durations import Duration
from training.core.i18n import format_date, ngettext
from training.core.i18n import gettext as _

# The chip of the stylesheet that a state wears.
CHIPS: dict[str, str] = {
    State.MET: "met",
    State.SOON: "soon",
    State.DUE: "training",
    State.CHANGED: "soon",
    State.OVERDUE: "overdue",
    State.EXPIRED: "expired",
    Level.CERTIFIED: "met",
    Level.TRAINING: "training",
}


def state_word(standing: Standing) -> str:
    """The state of a requirement in a word or two."""
    if standing.reason.why is Why.EXEMPT and standing.state is State.MET:
        return _("Exempt")
    if standing.state is State.SOON and standing.held:
        return _("Renew soon")
    return state_words()[standing.state]


def state_words() -> dict[str, str]:
    """Each state of a requirement in a word or two."""
    return {
        State.MET: _("Met"),
        State.SOON: _("Due soon"),
        State.DUE: _("To do"),
        State.CHANGED: _("Changed"),
        State.OVERDUE: _("Overdue"),
        State.EXPIRED: _("Expired"),
    }


def state_chip(standing: Standing) -> str:
    """The look of a requirement's state."""
    exempt = standing.reason.why is Why.EXEMPT and standing.state is State.MET
    return "exempt" if exempt else CHIPS[standing.state]


def level_word(level: Level) -> str:
    """The state of a programme in a word or two."""
    return level_words()[level]


def level_words() -> dict[str, str]:
    """Each state of a programme in a word or two."""
    return {
        Level.CERTIFIED: _("Certified"),
        Level.TRAINING: _("In training"),
        Level.SOON: _("Due soon"),
        Level.OVERDUE: _("Overdue"),
        Level.EXPIRED: _("Expired"),
    }


def why(standing: Standing, began: Began) -> str:
    """Why a requirement stands as it does: what was done and when, or what is asked for by when and since when."""
    reason, values = standing.reason, standing.reason.values
    if reason.why is Why.DONE:
        return _held(standing, _done(reason))
    if reason.why is Why.EXEMPT:
        return _held(standing, _("Exempt since %(day)s.", day=_day(values["on"])))
    if reason.why is Why.LAPSED:
        return _("Expired on %(day)s. %(done)s", day=_day(values["until"]), done=_done(reason))
    if reason.why is Why.CHANGED:
        return _changed(standing)
    asked = _asked(standing, began)
    if values["tried_on"] is None:
        return asked
    tried = _("Last tried on %(day)s with %(score)s.", day=_day(values["tried_on"]), score=_score(values["score"]))
    return f"{asked} {tried}"


def _held(standing: Standing, done: str) -> str:
    if standing.until is None:
        return done
    if standing.state is State.SOON:
        return _("%(done)s To be renewed by %(day)s.", done=done, day=_day(standing.until))
    return _("%(done)s Holds until %(day)s.", done=done, day=_day(standing.until))


def _done(reason: Reason) -> str:
    values = reason.values
    day, version = _day(values["on"]), values["version"]
    if values["score"] is None:
        return _("Met on %(day)s, against version %(version)s.", day=day, version=version)
    return _(
        "Met on %(day)s with %(score)s, against version %(version)s.",
        day=day,
        score=_score(values["score"]),
        version=version,
    )


def _changed(standing: Standing) -> str:
    values = standing.reason.values
    version, changed_on = values["version"], _day(values["on"])
    if standing.due_on is None:
        return _("Version %(version)s changed what people do, on %(day)s.", version=version, day=changed_on)
    text = (
        _("Version %(version)s changed what people do, on %(day)s. It was to be learned by %(due)s.")
        if standing.state is State.OVERDUE
        else _("Version %(version)s changed what people do, on %(day)s. Learn it by %(due)s.")
    )
    return text % {"version": version, "day": changed_on, "due": _day(standing.due_on)}


def _asked(standing: Standing, began: Began) -> str:
    since = _since(standing, began)
    if standing.due_on is None:
        return _("Asked for %(since)s, without a last day.", since=since)
    due: Any = standing.reason.values["due"]
    text = (
        _("Was due on %(day)s, %(time)s %(since)s.")
        if standing.state is State.OVERDUE
        else _("Due on %(day)s, %(time)s %(since)s.")
    )
    return text % {"day": _day(standing.due_on), "time": duration(due), "since": since}


def _since(standing: Standing, began: Began) -> str:
    day = _day(standing.reason.values["on"])
    if standing.reason.why is Why.ADDED:
        return _("after it joined the programme on %(day)s", day=day)
    if standing.reason.why is Why.WITHDRAWN:
        return _("after what was there before was withdrawn on %(day)s", day=day)
    if began.role is None:
        return _("after it was assigned on %(day)s", day=day)
    if began.with_role:
        return _("after starting as %(role)s on %(day)s", role=began.role, day=day)
    return _("after it was first asked of %(role)s on %(day)s", role=began.role, day=day)


def programme_sentence(standing: ProgrammeStanding) -> str:
    """Where somebody stands with a whole programme."""
    if standing.level is Level.EXPIRED and standing.until is not None:
        return _("The certificate held until %(day)s.", day=_day(standing.until))
    if standing.certified_on is None:
        return _("%(held)s of %(total)s met.", held=standing.held, total=standing.total)
    if standing.until is None:
        return _("Certified on %(day)s, without an end.", day=_day(standing.certified_on))
    return _("Certified on %(day)s, until %(until)s.", day=_day(standing.certified_on), until=_day(standing.until))


def short_sentence(held: int, total: int, next_due: date | None, until: date | None) -> str:
    """How much of a programme is met, and the next day that matters."""
    parts = [_("%(held)s of %(total)s met", held=held, total=total)]
    if next_due is not None:
        parts.append(_("next by %(day)s", day=format_date(next_due)))
    elif until is not None:
        parts.append(_("until %(day)s", day=format_date(until)))
    return ", ".join(parts)


def because(began: Began) -> str:
    """Why a programme is asked of somebody."""
    if began.role is None:
        return _("Assigned by hand, from %(day)s on.", day=_day(began.start_on))
    return _("For the role %(role)s, from %(day)s on.", role=began.role, day=_day(began.start_on))


def happened(fact: Fact) -> str:
    """What happened, in one sentence."""
    said = fact.facts or {}
    texts = {
        "module.done": _("Finished “%(title)s”"),
        "quiz.passed": _("Passed “%(title)s” with %(score)s"),
        "quiz.failed": _("Did not pass “%(title)s”: %(score)s"),
        "script.rehearsed": _("Rehearsed “%(title)s”"),
        "scenario.passed": _("Passed “%(title)s” with %(score)s"),
        "scenario.failed": _("Did not pass “%(title)s”: %(score)s"),
        "exempted": _("Exempted from “%(title)s”"),
        "revoked": _("What was proven for “%(title)s” was withdrawn"),
        "award.issued": _("Certificate “%(title)s” issued"),
        ASSIGNED: _("The programme “%(title)s” began"),
        ENDED: _("The programme “%(title)s” ended"),
    }
    return texts[fact.kind] % {"title": fact.title, "score": _score(said.get("score"))}


def duration(span: Duration) -> str:
    """A span of time as people say it: “30 days”."""
    if span.unit == "days":
        return ngettext("%(num)s day", "%(num)s days", span.count)
    if span.unit == "weeks":
        return ngettext("%(num)s week", "%(num)s weeks", span.count)
    if span.unit == "months":
        return ngettext("%(num)s month", "%(num)s months", span.count)
    return ngettext("%(num)s year", "%(num)s years", span.count)


def _day(value: Any) -> str:
    return format_date(value)


def _score(value: Any) -> str:
    # A no-break space, so that the sign never stands alone on a line.
    return _("%(score)s\u00a0%%", score=round(value)) if value is not None else _("no score")
