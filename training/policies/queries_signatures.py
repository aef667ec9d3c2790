"""Who has signed a policy and who has not, of the people whose standing somebody may see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import live, needs_version
from training.core.permissions import Actor, Permission
from training.core.web import NotFound
from training.people.models import Person, Role, RolePeriod, Team
from training.people.queries import PAGE_SIZE, in_force, matching, status_on, within
from training.policies.queries import last_signatures
from training.policies.rules import State


@dataclass(frozen=True)
class SignatureFilter:
    """What the list is narrowed to; empty fields do not narrow. `state` MISSING is whoever has to sign."""

    text: str = ""
    team_id: int | None = None
    state: str = ""


MISSING = "missing"
STATES: dict[str, tuple[State, ...]] = {
    MISSING: (State.UNSIGNED, State.CHANGED),
    **{state.value: (state,) for state in State},
}
"""What a list can be narrowed to, and the states that this holds."""


@dataclass(frozen=True)
class Line:
    """Somebody of whom a signature is asked. `number` and `at` are those of their last one."""

    person_id: int
    name: str
    employee_number: str
    team: str
    on_leave: bool
    state: State
    signature_id: int | None
    number: int | None
    at: datetime | None


@dataclass(frozen=True)
class Signatures:
    """One page of the people of whom a policy is asked, by team and name; `counts` are of all of them by state."""

    edition: Edition
    lines: Sequence[Line]
    counts: dict[State, int]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))

    @property
    def people(self) -> int:
        return sum(self.counts.values())

    @property
    def missing(self) -> int:
        return sum(self.counts.get(state, 0) for state in STATES[MISSING])


def signatures(db: Session, actor: Actor, slug: str, wanted: SignatureFilter, *, today: date, page: int) -> Signatures:
    """A page of the list. Whoever may see people's standing may see this of any policy. Raises NotFound."""
    found = _policy(db, slug)
    asked = _asked(db, actor, found, wanted, today)
    everyone = asked.subquery("everyone")
    counted = select(everyone.c.state, func.count()).group_by(everyone.c.state)
    counts = {State(state): count for state, count in db.execute(counted)}
    total = sum(counts.get(state, 0) for state in STATES.get(wanted.state, tuple(State)))
    number = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    query = _narrowed(asked, wanted).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    return Signatures(found, [_line(row) for row in db.execute(query)], counts, total, number)


def all_signatures(
    db: Session, actor: Actor, slug: str, wanted: SignatureFilter, *, today: date
) -> tuple[Edition, Iterator[Line]]:
    """The whole list, in the same order. Raises NotFound."""
    found = _policy(db, slug)
    query = _narrowed(_asked(db, actor, found, wanted, today), wanted)
    return found, (_line(row) for row in db.execute(query.execution_options(yield_per=1000)))


def _policy(db: Session, slug: str) -> Edition:
    found = live(db, "policy", slug)
    if found is None:
        raise NotFound
    return found


def _asked(db: Session, actor: Actor, found: Edition, wanted: SignatureFilter, today: date) -> Select[Any]:
    """A row for each person who is here, may be seen, and for whose roles the policy is."""
    signature, status = last_signatures([found.document_id]), status_on(today)
    number = signature.c.number
    state = case(
        (number.is_(None), State.UNSIGNED.value),
        (number >= found.number, State.SIGNED.value),
        (number < needs_version(db, found.document_id), State.CHANGED.value),
        else_=State.REWORDED.value,
    )
    query = (
        select(
            Person.id,
            Person.given_name,
            Person.preferred_name,
            Person.family_name,
            Person.employee_number,
            Team.name.label("team"),
            status.label("status"),
            state.label("state"),
            signature.c.id.label("signature_id"),
            number.label("number"),
            signature.c.at.label("at"),
        )
        .join(Team, Team.id == Person.team_id)
        .join(signature, signature.c.subject_id == Person.id, isouter=True)
        .where(within(actor, Permission.STANDING_READ), status.not_in(("left", "future")), matching(wanted.text))
    )
    if found.model.roles:
        held = select(RolePeriod.person_id).join(Role, Role.id == RolePeriod.role_id)
        query = query.where(Person.id.in_(held.where(Role.slug.in_(found.model.roles), in_force(today))))
    if wanted.team_id is not None:
        path = select(Team.path).where(Team.id == wanted.team_id).scalar_subquery()
        query = query.where(Team.path.startswith(path))
    return query


def _narrowed(asked: Select[Any], wanted: SignatureFilter) -> Select[Any]:
    everyone = asked.subquery("everyone")
    query = select(everyone)
    if wanted.state in STATES:
        query = query.where(everyone.c.state.in_([state.value for state in STATES[wanted.state]]))
    return query.order_by(everyone.c.team, everyone.c.family_name, everyone.c.given_name, everyone.c.id)


def _line(row: Any) -> Line:
    return Line(
        person_id=row.id,
        name=f"{row.preferred_name or row.given_name} {row.family_name}".strip(),
        employee_number=row.employee_number,
        team=row.team,
        on_leave=row.status == "leave",
        state=State(row.state),
        signature_id=row.signature_id,
        number=row.number,
        at=row.at,
    )
