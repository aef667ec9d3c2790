"""Standings in one sentence each, in the reader's language."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from training.certification.files import PRACTICE
from training.certification.queries_record import Began, Group, Passage
from training.certification.rules import Level, ProgrammeStanding, Reason, Requirement, Standing, State, Why
from training.certification.rules_assignment import Because
from training.content.labels import span_words
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
    State.SPARE: "exempt",
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
        State.SPARE: _("Not needed"),
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
    if standing.state is State.SPARE:
        return _("Enough of this choice is met.")
    if standing.held:
        return _held(standing, _counts(reason))
    if reason.why is Why.LAPSED:
        return _("Expired on %(day)s. %(done)s", day=_day(values["until"]), done=_done(reason))
    if reason.why is Why.CHANGED:
        return f"{_changed(standing)}{_moved(reason)}"
    return f"{_asked(standing, began)}{_moved(reason)}{_tried(reason)}"


def _counts(reason: Reason) -> str:
    return _("Exempt since %(day)s.", day=_day(reason.values["on"])) if reason.why is Why.EXEMPT else _done(reason)


def _tried(reason: Reason) -> str:
    """When it was last tried, after a blank; nothing when it never was."""
    tried_on, mark = reason.values["tried_on"], reason.values["score"]
    if tried_on is None:
        return ""
    if mark is None:
        return " " + _("Last tried on %(day)s.", day=_day(tried_on))
    return " " + _("Last tried on %(day)s with %(score)s.", day=_day(tried_on), score=score(mark))


def _held(standing: Standing, done: str) -> str:
    if standing.until is None:
        return done
    if standing.reason.why is Why.GRACE:
        text = _("%(done)s Ended on %(day)s, and can be renewed until %(closes)s as if in time.")
        closes = _day(standing.reason.values["closes"])
        return text % {"done": done, "day": _day(standing.until), "closes": closes}
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
        score=score(values["score"]),
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


def _moved(reason: Reason) -> str:
    """By what a due day moved, after a blank; nothing when it did not."""
    days: Any = reason.values.get("leave_days") or 0
    extended_to = reason.values.get("extended_to")
    if extended_to is not None:
        return " " + _("More time was given, until %(day)s.", day=_day(extended_to))
    if not days:
        return ""
    return " " + ngettext("Moved by one day of leave.", "Moved by %(num)s days of leave.", days)


def _asked(standing: Standing, began: Began) -> str:
    since = _since(standing, began)
    if standing.due_on is None:
        return _("Asked for %(since)s, without a last day.", since=since)
    values = standing.reason.values
    due: Any = values["due"]
    day, is_late = _day(standing.due_on), standing.state is State.OVERDUE
    if due is None or values.get("leave_days") or values.get("extended_to"):
        # No time that was given leads to this day; what moved it is said in a sentence of its own.
        text = (
            _("Was due on %(day)s, asked for since %(on)s.")
            if is_late
            else _("Due on %(day)s, asked for since %(on)s.")
        )
        return text % {"day": day, "on": _day(values["on"])}
    text = _("Was due on %(day)s, %(time)s %(since)s.") if is_late else _("Due on %(day)s, %(time)s %(since)s.")
    return text % {"day": day, "time": span_words(due), "since": since}


def _since(standing: Standing, began: Began) -> str:
    day = _day(standing.reason.values["on"])
    if standing.reason.why is Why.ADDED:
        return _("after it joined the programme on %(day)s", day=day)
    if standing.reason.why is Why.WITHDRAWN:
        return _("after what was there before was withdrawn on %(day)s", day=day)
    if began.because is Because.ROLE and began.role is not None:
        if began.with_role:
            return _("after starting as %(role)s on %(day)s", role=began.role, day=day)
        return _("after it was first asked of %(role)s on %(day)s", role=began.role, day=day)
    if began.because is Because.HAND:
        return _("after it was assigned on %(day)s", day=day)
    return _("after it was first asked on %(day)s", day=day)


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


def with_gates(sentence: str, gates: Sequence[str]) -> str:
    """The same, with what its person may do already."""
    return "; ".join((sentence, *gates))


def because(began: Began) -> str:
    """Why a programme is asked of somebody."""
    day = _day(began.start_on)
    if began.because is Because.ROLE and began.role is not None:
        return _("For the role %(role)s, from %(day)s on.", role=began.role, day=day)
    if began.because is Because.TEAM:
        return _("For everybody in the team, from %(day)s on.", day=day)
    if began.because is Because.EVERYBODY:
        return _("For everybody, from %(day)s on.", day=day)
    return _("Assigned by hand, from %(day)s on.", day=day)


def asked_for(requirement: Requirement) -> str:
    """What a requirement asks for beyond its document; nothing when there is nothing beyond."""
    if requirement.mark is None:
        return ""
    if requirement.kind == PRACTICE:
        return _("Remembered at %(mark)s or more.", mark=score(requirement.mark))
    return _("With %(mark)s or more.", mark=score(requirement.mark))


def opens_once(titles: Sequence[str]) -> str:
    """What has to be met first."""
    quoted = [_("“%(title)s”", title=title) for title in titles]
    if len(quoted) == 1:
        return _("Opens once %(title)s is met.", title=quoted[0])
    return _("Opens once %(titles)s are met.", titles=joined(quoted))


def enough(group: Group) -> str:
    """How many of a choice are enough, and how many are met."""
    return ngettext(
        "One of these %(all)s is enough; %(met)s met.",
        "%(num)s of these %(all)s are enough; %(met)s met.",
        group.enough or 1,
        all=len(group.lines),
        met=group.met,
    )


def gate(passage: Passage) -> str:
    """Whether somebody may do what a gate stands for, by when that was proven, or what is missing."""
    title = passage.standing.gate.title
    if not passage.standing.is_open:
        quoted = [_("“%(title)s”", title=missing) for missing in passage.missing]
        return _("%(gate)s: not yet. Still missing: %(titles)s.", gate=title, titles=joined(quoted))
    if passage.proven_on is None:
        return _("%(gate)s: yes.", gate=title)
    return _("%(gate)s: yes, proven by %(day)s.", gate=title, day=_day(passage.proven_on))


def _day(value: Any) -> str:
    return format_date(value)


def score(value: Any) -> str:
    """A share in per cent."""
    # A no-break space, so that the sign never stands alone on a line.
    return _("%(score)s\u00a0%%", score=round(value)) if value is not None else _("no score")


def joined(items: Sequence[str]) -> str:
    """Several things in one sentence: “a, b and c”."""
    if len(items) < 2:
        return "".join(items)
    return _("%(some)s and %(last)s", some=", ".join(items[:-1]), last=items[-1])
