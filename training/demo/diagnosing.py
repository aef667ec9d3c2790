"""What reviews of the figures found at the company, what was decided about it, and what came of it.

Reviews, rounds and judgements are those of the site itself, carried out as of the days on which they took place.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import live, live_all
from training.core.permissions import Actor
from training.demo.calls import HEARD
from training.demo.days import OPENS, Days
from training.demo.figures import MEASURED
from training.demo.staff import Company
from training.diagnosis.actions_looks import note_look
from training.diagnosis.actions_review import expire, review
from training.diagnosis.queries import PEOPLE, TEAMS
from training.effects.actions import judge_due
from training.needs.actions_training import Item, Said, Start, assign, done
from training.needs.models import Need
from training.needs.queries import items_of
from training.needs.rules import Design, Kind, State

LEADER = "J1025"
CHOSEN = HEARD - 7
"""The day of the review by which people were chosen for the lessons that they heard a week later."""
JUDGED = -8
LATELY = -6
"""The day of the last review of people."""
TAKEN_UP = -3

GAP, PROMISES = "solved-first-time", "call-back-kept"
TAUGHT = {GAP: ("taking-a-call", ()), PROMISES: ("keeping-a-promise", ("three-parts", "write-it-down", "done"))}
"""Module and parts by standard; without parts all of it."""
WORDS = {
    GAP: "I sat beside you for an hour each. You answer before the caller has finished.",
    PROMISES: "On the list of March I find a name and no time, or a time and no name.",
}
AGAIN = "I listened to three calls. You hear what is wrong and miss what they would like."
IN_SPITE = "The others of the same rota keep theirs. It is how we promise, and that can be learnt."
COLLEAGUE = "J1026"
MINUTES = 4


def diagnose(db: Session, company: Company, days: Days, *, now: datetime) -> None:
    """Review, train and judge as it happened, up to today."""
    leader = Actor(person_id=company.people[LEADER])
    chosen = days.at(days.open_day(CHOSEN), OPENS - 240)
    for slug in TAUGHT:
        _look_at(db, slug, (TEAMS, PEOPLE), chosen, days)
        _teach(db, leader, slug, days)
    judge_due(db, days.at(JUDGED, OPENS - 200), days.on(JUDGED))
    for slug in live_all(db, "standard"):
        _look_at(db, slug, (TEAMS, PEOPLE), days.at(LATELY, OPENS - 240), days)
    for slug in MEASURED:
        _look_at(db, slug, (TEAMS,), min(now, days.at(0, OPENS - 240)), days)
    expire(db, today=days.today)
    _take_up(db, leader, company, days)


def _look_at(db: Session, slug: str, scopes: Sequence[str], at: datetime, days: Days) -> None:
    standard = live(db, "standard", slug)
    if standard is not None:
        review(db, standard, scopes=scopes, now=at, today=at.astimezone(days.zone).date())


def _teach(db: Session, leader: Actor, slug: str, days: Days) -> None:
    """Give everybody whom a review found the same lesson, and let them hear it on its day."""
    needs = _open_needs(db, slug)
    module = live(db, "module", TAUGHT[slug][0])
    if not needs or module is None:
        return
    at = days.at(CHOSEN + 3, OPENS + 150)
    for need in needs:
        note_look(db, leader, need.person_id or 0, at, days.on(CHOSEN + 3))
    items = _items(module, TAUGHT[slug][1])
    start = Start(Design.TOGETHER, [needs], [days.on(days.open_day(HEARD))])
    said = Said(words=WORDS[slug], override=IN_SPITE)
    assign(db, leader, start, {need.id: items for need in needs}, said, now=at)
    for number, need in enumerate(needs):
        heard = days.at(days.open_day(HEARD + number % 3), OPENS + 90 + 20 * number)
        for item in items_of(db, need.id):
            heard += timedelta(minutes=item.minutes)
            done(db, need, item, need.person_id, heard)


def _take_up(db: Session, leader: Actor, company: Company, days: Days) -> None:
    """One of the needs that the last review opened is decided; the others wait for their leader."""
    at = days.at(TAKEN_UP, OPENS + 120)
    module = live(db, "module", TAUGHT[GAP][0])
    for need in _open_needs(db, GAP):
        if need.person_id == company.people[COLLEAGUE] and module is not None:
            note_look(db, leader, need.person_id, at, days.on(TAKEN_UP))
            items = {need.id: _items(module, ("hear-it-out",))}
            start = Start(Design.TOGETHER, [[need]], [days.on(days.open_day(TAKEN_UP + 1))])
            assign(db, leader, start, items, Said(words=AGAIN, override=IN_SPITE), now=at)


def _open_needs(db: Session, slug: str) -> list[Need]:
    standard = live(db, "standard", slug)
    query = select(Need).where(
        Need.standard_id == (standard.document_id if standard else 0),
        Need.kind == Kind.SKILL.value,
        Need.state == State.OPEN.value,
    )
    return list(db.scalars(query.order_by(Need.id)))


def _items(module: Edition, parts: Sequence[str]) -> list[Item]:
    """The parts of a module by their ids, in its order; all of them without any."""
    return [
        Item("module", module.slug, block.id, block.title, MINUTES, module.document_id)
        for block in module.model.blocks
        if not parts or block.id in parts
    ]
