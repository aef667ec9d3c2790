"""Complaints as rows, readings and facts, with the addresses at which customers complain."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from training.accounts.rules_codes import hashed
from training.complaints import readings
from training.complaints.keys import customer_key, new_reference, receipt_key, secret_of
from training.complaints.models import Complaint, ComplaintAddress, ComplaintEntry, ComplaintPromise
from training.complaints.queries_rules import RulesNow, rules_now
from training.complaints.rules import Owners, Sort, State, tells
from training.demo.cast import COUNTER, PHONES, STATION_COUNTER, unit_named
from training.demo.chronicle import Chronicle
from training.demo.courses import Course, Promise, Step, courses
from training.demo.days import OPENS, Days
from training.demo.grievances import GRIEVANCES
from training.demo.rows import write_rows
from training.demo.staff import Company
from training.feedback.rules import new_code
from training.metrics import actions as metrics

PLACES = (
    (COUNTER, "Card at the till, Harbour Street", -260),
    (STATION_COUNTER, "Card at the till, Station Road", -255),
    (PHONES, "Line below our mails", -250),
)
FACTS = {Sort.CLOSED: "complaint.closed", Sort.REOPENED: "complaint.reopened", Sort.VOIDED: "complaint.voided"}


@dataclass(frozen=True)
class Complained:
    """A complaint as it stands, and how it came to that."""

    row: Complaint
    course: Course


def complain(db: Session, company: Company, days: Days, chronicle: Chronicle, *, now: datetime) -> list[Complained]:
    """Write down all that customers complained about, the oldest first."""
    rules = rules_now(db)
    known = [one for one in GRIEVANCES if rules.model.category(one.category) is not None]
    writing = _Writing(db, company, chronicle, rules)
    writing.make_addresses(days)
    return writing.write(courses(known, rules, days), now=now)


@dataclass
class _Writing:
    db: Session
    company: Company
    chronicle: Chronicle
    rules: RulesNow

    def make_addresses(self, days: Days) -> None:
        """Where customers of a team can complain."""
        rows = {
            team: ComplaintAddress(
                code=new_code(),
                team_id=self.company.teams[team],
                name=name,
                by_id=self.company.people[unit_named(team).led_by(day)],
                made_at=days.at(days.open_day(day), OPENS + 30),
            )
            for team, name, day in PLACES
        }
        self.db.add_all(rows.values())
        self.db.flush()
        self._addresses = {team: row.id for team, row in rows.items()}

    def write(self, told: Sequence[Course], *, now: datetime) -> list[Complained]:
        rows = [self._row(number, course) for number, course in enumerate(told)]
        self.db.add_all(rows)
        self.db.flush()
        found = [Complained(row, course) for row, course in zip(rows, told, strict=True)]
        promises = [(one, made, self._promise(one.row, made)) for one in found for made in one.course.promises]
        self.db.add_all(row for _one, _made, row in promises)
        self.db.flush()
        self._promises = {id(made): row for _one, made, row in promises}
        write_rows(self.db, ComplaintEntry, [self._entry(one.row, step) for one in found for step in one.course.steps])
        observed = [reading for one in found for reading in self._readings(one, now)]
        metrics.keep(self.db, readings.SOURCE, observed, now=now)
        for one in found:
            self._note(one)
        return found

    def _row(self, number: int, course: Course) -> Complaint:
        what, people, reference = course.what, self.company.people, new_reference()
        category = self.rules.model.category(what.category)
        is_closed = course.state is State.CLOSED
        return Complaint(
            reference=reference,
            secret_hash=hashed(secret_of(reference)),
            request_key=f"sample:{number}",
            at=course.at,
            logged_by_id=people[what.by] if what.by else None,
            address_id=None if what.by else self._addresses[what.team],
            owner_id=people[course.owner],
            team_id=self.company.teams[what.team],
            version_id=self.rules.version_id,
            category=what.category,
            severity=course.severity.id,
            tells=tells(course.severity.tell),
            service=(category.service if category else None) or "",
            step=(category.step if category else None) or "",
            text=what.text,
            wish=what.wish,
            customer=what.customer,
            contact=what.contact,
            receipt=what.receipt,
            customer_key=customer_key(what.contact),
            receipt_key=receipt_key(what.receipt),
            language=what.language,
            state=course.state.value,
            decided_at=course.decided_at,
            closed_at=course.closed_at,
            outcome=what.outcome.value if is_closed else "",
            cause=what.cause.value if is_closed else "",
        )

    def _promise(self, row: Complaint, made: Promise) -> ComplaintPromise:
        return ComplaintPromise(
            complaint_id=row.id,
            sort=made.sort.value,
            text=made.text,
            made_at=made.made_at,
            due_at=made.due_at,
            kept_at=made.kept_at,
            dropped_at=made.dropped_at,
        )

    def _entry(self, row: Complaint, step: Step) -> dict[str, Any]:
        may = step.authority
        return {
            "complaint_id": row.id,
            "at": step.at,
            "by_id": self.company.people[step.by] if step.by else None,
            "sort": step.sort.value,
            "text": step.text,
            "to_id": self.company.people[step.to] if step.to else None,
            "promise_id": self._promises[id(step.promise)].id if step.promise else None,
            "amount": step.amount,
            "role": may.role if may else "",
            "up_to": may.up_to if may else None,
            "sufficed": may.suffices(step.amount) if may and step.amount is not None else None,
        }

    def _readings(self, one: Complained, now: datetime) -> Iterator[metrics.Observed]:
        if one.course.state is State.VOID:
            return
        handed = [step for step in one.course.steps if step.sort is Sort.HANDED_OVER]
        owners = Owners(one.row.logged_by_id, tuple((step.at, self.company.people[step.to]) for step in handed))
        made = [self._promises[id(promise)] for promise in one.course.promises]
        yield from readings.observed(self.db, readings.Story(one.row, made, owners), self.rules, now)

    def _note(self, one: Complained) -> None:
        row = one.row
        said: dict[str, Any] = {"complaint": row.id, "reference": row.reference}
        for at, who in one.course.looked:
            self.chronicle.note("complaint.looked-at", at=at, actor=self.company.people[who], payload=said)
        for step in one.course.steps:
            if step.sort not in FACTS:
                continue
            payload = {**said, "category": row.category}
            if step.sort is Sort.CLOSED:
                what = one.course.what
                payload |= {"outcome": what.outcome.value, "cause": what.cause.value}
            self.chronicle.note(FACTS[step.sort], at=step.at, actor=self.company.people[step.by], payload=payload)
