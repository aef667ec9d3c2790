"""The rules that were applied to one requirement, in sentences of the reader's language."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from training.certification.queries_why import PUBLISHED, Chain, Link, Seal
from training.certification.rules import Standing, State, Term, Why
from training.certification.rules_dates import Validity
from training.certification.words import asked_for, because, opens_once
from training.certification.words_history import happened
from training.content.durations import Duration
from training.content.labels import span_words
from training.core.i18n import format_date, ngettext
from training.core.i18n import gettext as _


def link(one: Link) -> str:
    """A fact of the chain."""
    fact = one.fact
    if fact.kind != PUBLISHED:
        return happened(fact)
    if fact.said["kind"] == "programme":
        return _(
            "The programme “%(title)s” as it stands in version %(version)s", title=fact.title, version=fact.version
        )
    return _("Version %(version)s of “%(title)s” changed what people do", title=fact.title, version=fact.version)


def seal(one: Link) -> str:
    """Where the ledger has a fact, and what proves it; nothing for what is no fact of the ledger."""
    if one.fact.entry is None or one.seal is None:
        return ""
    number = one.fact.entry
    if one.seal is Seal.SEALED:
        return _("Ledger %(number)s, sealed at place %(position)s", number=number, position=one.position)
    if one.seal is Seal.WAITING:
        return _("Ledger %(number)s, about to be sealed", number=number)
    return _("Ledger %(number)s: its seal does not fit, so it may have been changed", number=number)


def rules(chain: Chain) -> list[str]:
    """The rules that led from the facts to the standing, in the order in which they were applied."""
    standing = chain.line.standing
    found = [because(chain.began), *_asked(chain)]
    if standing.state is State.SPARE:
        return [*found, _("Enough others of this choice are met, so it is not needed.")]
    if standing.held:
        return [*found, *_held(chain, standing)]
    if standing.reason.why is Why.LAPSED:
        return [*found, *_lapsed(standing)]
    return [*found, *_open(chain, standing)]


def _asked(chain: Chain) -> Iterator[str]:
    line = chain.line
    if text := asked_for(line.requirement):
        yield text
    if line.requirement.group is not None:
        enough = chain.result.live.programme.groups[line.requirement.group]
        yield ngettext("One of its choice is enough.", "%(num)s of its choice are enough.", enough)
    if line.waits_for:
        yield opens_once(line.waits_for)


def _held(chain: Chain, standing: Standing) -> Iterator[str]:
    values, until = standing.reason.values, standing.until
    if standing.reason.why is Why.EXEMPT:
        yield _("An exemption counts as met until its end.") if until else _("This exemption counts as met for good.")
    elif until is None:
        yield _("What is proven here holds for good.")
    else:
        yield _end(chain, _date(values["on"]), until)
    if standing.reason.why is Why.GRACE:
        days, closes = chain.result.live.programme.validity.grace, _date(values["closes"])
        if until is not None and (closes - until).days == days:
            yield ngettext(
                "There is one day of grace, until %(day)s.",
                "There are %(num)s days of grace, until %(day)s.",
                days,
                day=format_date(closes),
            )
        else:
            yield _("It was extended until %(day)s.", day=format_date(closes))
    elif standing.state is State.SOON:
        days = chain.result.live.programme.validity.notice_days()
        yield ngettext(
            "It may be renewed in the last day before its end.", "It may be renewed in the last %(num)s days.", days
        )


def _end(chain: Chain, on: date, until: date) -> str:
    """Where the last day comes from: the certificate, or the validity of the proof alone."""
    validity, term = chain.result.live.programme.validity, chain.term
    if chain.line.requirement.kind == "credential":
        return _("The certificate from elsewhere itself ends on %(day)s.", day=format_date(until))
    if term is not None and term.until == until:
        return _under(validity, term, until)
    if validity.last_day(on) == until:
        return _counted(validity, on, 1, until)
    if term is not None and term.until is not None and term.renewed(validity, on).until == until:
        text = _("It was renewed in time, so the next term follows the certificate’s own date and ends on %(until)s.")
        return text % {"until": format_date(until)}
    return _("It holds until %(day)s.", day=format_date(until))


def _under(validity: Validity, term: Term, until: date) -> str:
    by_rule = validity.last_day(term.anchor_on, term.periods) == until
    first = _counted(validity, term.anchor_on, term.periods, until) if by_rule else ""
    second = _("The certificate of %(day)s ends then, and what it was issued for ends with it.")
    return f"{first} {second % {'day': format_date(term.issued_on)}}".strip()


def _counted(validity: Validity, on: date, periods: int, until: date) -> str:
    """“12 months from 3 March 2026, so until 2 March 2027.”"""
    span = Duration(validity.months, "months") if validity.months else Duration(validity.days, "days")
    words = {"time": span_words(span), "on": format_date(on), "until": format_date(until), "times": periods}
    if validity.ends_on is not None:
        return _("%(time)s from %(on)s at most, to the set day of the year: until %(until)s.") % words
    if periods > 1:
        return _("%(times)s times %(time)s from %(on)s, so until %(until)s.") % words
    return _("%(time)s from %(on)s, so until %(until)s.") % words


def _lapsed(standing: Standing) -> Iterator[str]:
    values = standing.reason.values
    text = _("What was done on %(on)s held until %(until)s, and was not renewed.")
    yield text % {"on": _day(values["on"]), "until": _day(values["until"])}


def _open(chain: Chain, standing: Standing) -> Iterator[str]:
    reason, values = standing.reason, standing.reason.values
    due: Any = values.get("due") if reason.why is not Why.CHANGED else chain.line.requirement.due
    if reason.why is Why.CHANGED:
        text = _("Version %(version)s changed what people do; what was proven before it does not cover that.")
        yield text % {"version": values["version"]}
    elif reason.why is Why.WITHDRAWN:
        yield _("What was proven up to %(day)s does not count, and the time begins anew.", day=_day(values["on"]))
    elif reason.why is Why.ADDED:
        yield _("It joined the programme on %(day)s, so the time begins then.", day=_day(values["on"]))
    if standing.due_on is None:
        yield _("There is no last day.")
        return
    yield _given(values, due, standing.due_on)
    leave: Any = values.get("leave_days") or 0
    if leave:
        yield ngettext("One day of leave moved the last day.", "%(num)s days of leave moved the last day.", leave)
    if values.get("extended_to") is not None:
        yield _("More time was given, until %(day)s.", day=_day(values["extended_to"]))
    if standing.state is State.OVERDUE:
        yield _("That day is over, so it is overdue.")


def _given(values: Any, due: Duration | None, due_on: date) -> str:
    """The time that is given by itself, before leave and decisions move it."""
    if due is None:
        return _("The last day is a day of the calendar: %(day)s.", day=format_date(due_on))
    on = values["on"]
    words = {"time": span_words(due), "on": _day(on), "day": format_date(due.after(on))}
    return _("%(time)s from %(on)s, so until %(day)s.") % words


def _date(value: Any) -> date:
    found: date = value
    return found


def _day(value: Any) -> str:
    return format_date(value)
