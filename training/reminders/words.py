"""Digests in words, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from training.core.i18n import format_date, format_day, ngettext
from training.core.i18n import gettext as _
from training.reminders.models import TEAM
from training.reminders.queries_things import HOME, Things
from training.reminders.rules import Digest, Kind, Line

REFRESHERS = "/refresh"  # where what is certified is renewed
NEAR = timedelta(days=60)  # a day so near is told with its weekday, one further off with its year


@dataclass(frozen=True)
class Said:
    """A line in words, and the one next step that it leads to."""

    kind: Kind
    title: str
    text: str
    path: str


@dataclass(frozen=True)
class Section:
    """Lines of one sort under their heading."""

    heading: str
    lines: tuple[Said, ...]


def sections(lines: Iterable[Line], things: Things, *, today: date) -> list[Section]:
    """The lines under their headings, the most urgent first."""
    found: dict[str, list[Said]] = {}
    for line in lines:
        found.setdefault(heading(line.kind), []).append(said(line, things, today=today))
    return [Section(words, tuple(those)) for words, those in found.items()]


def heading(kind: Kind) -> str:
    """What stands above lines of this kind."""
    return {
        Kind.EXPIRED: _("Late"),
        Kind.OVERDUE: _("Late"),
        Kind.ESCALATED: _("Late for long"),
        Kind.DUE: _("Due now"),
        Kind.WAITING: _("Waiting for you"),
        Kind.GRACE: _("Ends soon"),
        Kind.ENDING: _("Ends soon"),
        Kind.SOON: _("Due soon"),
        Kind.CHANGED: _("Changed"),
        Kind.RENEW: _("To renew"),
        Kind.ASSIGNED: _("New for you"),
        Kind.OPEN: _("There is time"),
    }[kind]


def said(line: Line, things: Things, *, today: date) -> Said:
    """One line in words."""
    if line.kind is Kind.WAITING:
        words = _("Since %(day)s.", day=near(line.on, today)) if line.on else ""
        return Said(line.kind, str(line.words), words, line.path)
    if line.person_id is not None:
        return Said(line.kind, things.person(line.person_id), _of_person(line, things, today), _record(line))
    if line.target is None:
        title = things.programme(line.programme_id)
        return Said(line.kind, title, _of_programme(line, today), HOME if line.kind is Kind.ASSIGNED else REFRESHERS)
    thing = things.target(line.target)
    return Said(line.kind, thing.title, _of_duty(line, things.programme(line.programme_id), today), thing.path)


def near(day: date, today: date) -> str:
    """A day as people say it: with its weekday while it is near, with its year when it is not."""
    return format_day(day) if abs(day - today) <= NEAR else format_date(day)


def _record(line: Line) -> str:
    return f"/record/{line.person_id}"


def _of_duty(line: Line, programme: str, today: date) -> str:
    """One thing of a programme."""
    if line.on is None:
        text = (
            _("It changed what people do, so it is asked of you once more, for “%(programme)s”.")
            if line.kind is Kind.CHANGED
            else _("To do, without a last day, for “%(programme)s”.")
        )
        return text % {"programme": programme}
    if line.kind is Kind.DUE and line.on == today:
        return _("Due today, for “%(programme)s”.", programme=programme)
    text = {
        Kind.OVERDUE: _("Was due on %(day)s, for “%(programme)s”."),
        Kind.EXPIRED: _("Held until %(day)s, for “%(programme)s”."),
        Kind.GRACE: _("It ended. Renewed until %(day)s, it keeps its date, for “%(programme)s”."),
        Kind.ENDING: _("Holds until %(day)s and can be renewed now, for “%(programme)s”."),
        Kind.RENEW: _("Holds until %(day)s and can be renewed now, for “%(programme)s”."),
        Kind.CHANGED: _("It changed what people do. Learn it by %(day)s, for “%(programme)s”."),
        Kind.ASSIGNED: _("Now part of “%(programme)s”, due on %(day)s."),
    }.get(line.kind) or _("Due on %(day)s, for “%(programme)s”.")
    return text % {"day": near(line.on, today), "programme": programme}


def _of_programme(line: Line, today: date) -> str:
    """A whole programme."""
    if line.kind is Kind.ASSIGNED:
        things = ngettext("%(num)s thing to do", "%(num)s things to do", line.count)
        if line.on is None:
            return _("%(things)s, without a last day.", things=things)
        return _("%(things)s, the first by %(day)s.", things=things, day=near(line.on, today))
    takes = ngettext("%(num)s thing renews it.", "%(num)s things renew it.", line.count)
    day = near(line.on, today) if line.on else ""
    match line.kind:
        case Kind.EXPIRED:
            return _("Your certificate held until %(day)s. %(takes)s", day=day, takes=takes)
        case Kind.GRACE:
            return _(
                "Your certificate ended. Renewed until %(day)s, it keeps its date. %(takes)s", day=day, takes=takes
            )
    return _("Your certificate holds until %(day)s and can be renewed now. %(takes)s", day=day, takes=takes)


def _of_person(line: Line, things: Things, today: date) -> str:
    """What a manager hears of somebody."""
    programme, day = things.programme(line.programme_id), near(line.on, today) if line.on else ""
    match line.kind:
        case Kind.ESCALATED:
            text = _("“%(programme)s” was due on %(day)s.", programme=programme, day=day)
            who = str(line.words)
            return _("%(text)s Looked after by %(who)s.", text=text, who=who) if who else text
        case Kind.EXPIRED:
            return _("“%(programme)s” has expired, it held until %(day)s.", programme=programme, day=day)
        case Kind.ENDING:
            return _("“%(programme)s” holds until %(day)s and is not renewed yet.", programme=programme, day=day)
    return ngettext(
        "%(num)s thing of “%(programme)s” is late, since %(day)s.",
        "%(num)s things of “%(programme)s” are late, the first since %(day)s.",
        line.count,
        programme=programme,
        day=day,
    )


def subject(digest: Digest, audience: str, things: Things, *, today: date, sender: str = "") -> str:
    """What stands in the list of mails."""
    number = len(digest.lines)
    if sender:
        return _("A reminder from %(sender)s: what is open for you", sender=sender)
    if digest.occasion is Kind.BACK:
        return _("Welcome back: what is open for you")
    if audience == TEAM:
        return ngettext("Your people: %(num)s thing to know", "Your people: %(num)s things to know", number)
    if number == 1:
        return _one_thing(digest.lines[0].kind) % {"title": said(digest.lines[0], things, today=today).title}
    if digest.late:
        return ngettext("Your training: %(num)s thing is late", "Your training: %(num)s things are late", digest.late)
    return ngettext("Your training: %(num)s thing to know", "Your training: %(num)s things to know", number)


def _one_thing(kind: Kind) -> str:
    late, renew = _("Late: %(title)s"), _("To renew: %(title)s")
    return {
        Kind.EXPIRED: late,
        Kind.OVERDUE: late,
        Kind.DUE: _("Due now: %(title)s"),
        Kind.SOON: _("Due soon: %(title)s"),
        Kind.CHANGED: _("Changed: %(title)s"),
        Kind.GRACE: renew,
        Kind.ENDING: renew,
        Kind.RENEW: renew,
        Kind.ASSIGNED: _("New for you: %(title)s"),
    }.get(kind) or _("Open for you: %(title)s")


def beginning(digest: Digest, audience: str, *, sender: str = "") -> str:
    """What a mail says before its first line."""
    if audience == TEAM:
        return _("this is worth knowing about your people today:")
    if digest.occasion is Kind.BACK:
        return _("good to have you back. This is open for you; one thing after the other is early enough.")
    return _("these are open for you:") if sender else _("this is what comes next for you:")


def reason(audience: str, *, company: str, sender: str = "") -> str:
    """Why a mail came."""
    if sender:
        return _(
            "You get this because %(sender)s looks after your training and asked us to remind you. There is at most "
            "one such mail a day.",
            sender=sender,
        )
    if audience == TEAM:
        return _(
            "You get this because you look after these people at %(company)s, or after those who do. There is at most "
            "one such mail a day, and none about what is done.",
            company=company,
        )
    return _(
        "You get this because your work at %(company)s asks for these things. There is at most one such mail a day, "
        "and none about what is done.",
        company=company,
    )
