"""From a decision to training and to what came of it: who starts when with what, what is done, and who is judged."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import live_of
from training.core import ledger
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.problems import Problem, Problems
from training.needs.actions import attest, override, step
from training.needs.actions_opening import about, named
from training.needs.models import Need, NeedItem, Round
from training.needs.queries import items_of, process_in_the_way
from training.needs.rules import UNDECIDED, Design, Kind, Move, State
from training.needs.rules_gate import Source, may_learn

LESSONS = ("module", "script", "scenario", "practice")
"""Kinds of items that teach, in the order in which one of them is what a round mainly teaches."""


@dataclass(frozen=True)
class Item:
    """One thing to do, as it is assigned; see `models.NeedItem`."""

    kind: str
    slug: str
    item: str
    title: str
    minutes: int
    document_id: int | None = None

    @property
    def teaches(self) -> bool:
        """Whether it is a lesson, rather than a talk or a look at real work."""
        return self.kind in LESSONS


@dataclass(frozen=True)
class Start:
    """Who starts when: waves of needs with the day of each, how that was chosen, and why not by lot."""

    design: Design
    waves: Sequence[Sequence[Need]]
    days: Sequence[date]
    seed: int = 0
    declined: str = ""


@dataclass(frozen=True)
class Said:
    """What a leader writes with an assignment: what they have seen or want to say, and why a lesson helps although a
    process is in the way."""

    words: str = ""
    override: str = ""


def assign(
    db: Session, actor: Actor, start: Start, items: Mapping[int, Sequence[Item]], said: Said, *, now: datetime
) -> Round:
    """Assign items, by need, to everybody in the waves.

    The needs were fetched for change and have one standard. What fixes how the effect will be judged runs before
    anybody starts. Raises Problems before anything is changed: nothing chosen, one source only, a process in the way,
    a standard not in force, somebody decided meanwhile.
    """
    needs = [need for wave in start.waves for need in wave]
    standard = _standard(db, needs[0])
    for need in needs:
        _check(db, need, items[need.id], said)
    for need in needs:
        if said.override and process_in_the_way(db, need) is not None:
            override(db, actor, need.id, words=said.override, now=now)
        if need.state == State.OPEN:
            step(need, Move.CONFIRM)
            attest(db, actor, need, said.words, now)
    made = Round(
        standard_id=standard.document_id,
        team_id=_only([need.team_id for need in needs]),
        design=start.design.value,
        seed=start.seed,
        waves=[[need.person_id for need in wave] for wave in start.waves],
        starts=[day.isoformat() for day in start.days],
        declined=start.declined,
        made_at=now,
        made_by_id=actor.person_id,
    )
    made.lesson_id, made.lesson_version_id = _lesson(db, standard, items.values())
    db.add(made)
    db.flush()
    for wave, day in zip(start.waves, start.days, strict=True):
        for need in wave:
            step(need, Move.ASSIGN)
            need.round_id, need.start_on = made.id, day
            _write_items(db, need, items[need.id])
            payload = {"round": made.id, "start": day.isoformat(), "items": [_named(one) for one in items[need.id]]}
            ledger.record(
                db,
                "need.assigned",
                at=now,
                actor_id=actor.person_id,
                version_id=standard.id,
                payload={**named(need), **payload},
                **about(need),
            )
    db.flush()
    before_training(db, made, now)
    return made


def before_training(db: Session, made: Round, now: datetime) -> None:
    """Let those who judge the effect fix their plan before anybody starts."""
    for hook in current_app.extensions["before_training"]:
        hook(db, made, now)


def _standard(db: Session, need: Need) -> Edition:
    found = live_of(db, need.standard_id)
    if found is None:
        message = _("This standard is not in force any more, so nothing is to be learnt for it.")
        raise Problems([Problem("items", None, message, _("Dismiss the need instead."))])
    return found


def _check(db: Session, need: Need, items: Sequence[Item], said: Said) -> None:
    if need.kind != Kind.SKILL or need.state not in UNDECIDED:
        message = _("Somebody has decided about this meanwhile.")
        raise Problems([Problem("items", None, message, _("Open the page again to see what."))])
    if not items:
        raise Problems([Problem("items", None, _("Choose at least one thing to do."))])
    if not any(one.teaches for one in items):
        return
    if not said.override and process_in_the_way(db, need) is not None:
        message = _("The process is in the way here, so lessons wait.")
        raise Problems([Problem("override", None, message, _("Say in writing why a lesson helps all the same."))])
    if not may_learn([*need.sources, *([Source.MANAGER.value] if said.words else [])]):
        message = _("So far only one source says so. A lesson needs two that agree, one of them the figures.")
        raise Problems([Problem("words", None, message, _("Write what you have seen, or watch some work first."))])


def _only(ids: Sequence[int | None]) -> int | None:
    return ids[0] if len(set(ids)) == 1 else None


def _lesson(db: Session, standard: Edition, items: Collection[Sequence[Item]]) -> tuple[int, int]:
    """Document and version that are mainly taught; the standard itself where nothing is."""
    every = [one for chosen in items for one in chosen if one.teaches and one.document_id is not None]
    for one in sorted(every, key=lambda item: LESSONS.index(item.kind)):
        found = live_of(db, one.document_id or 0)
        if found is not None:
            return found.document_id, found.id
    return standard.document_id, standard.id


def _named(one: Item) -> dict[str, str | int]:
    return {"kind": one.kind, "slug": one.slug, "item": one.item, "minutes": one.minutes}


def _write_items(db: Session, need: Need, items: Sequence[Item]) -> None:
    kept = {one.number for one in items_of(db, need.id)}
    for number, one in enumerate(items, start=max(kept, default=0) + 1):
        db.add(
            NeedItem(
                need_id=need.id,
                number=number,
                document_id=one.document_id,
                kind=one.kind,
                slug=one.slug,
                item=one.item,
                minutes=one.minutes,
                title=one.title,
                answers={},
            )
        )


def done(db: Session, need: Need, item: NeedItem, actor_id: int | None, now: datetime) -> bool:
    """Note that an item is done; with the last one the person is trained. Returns whether they are now.

    A second time changes nothing.
    """
    if item.done_at is None and need.state == State.ASSIGNED:
        item.done_at = now
        db.flush()
        ledger.record(
            db, "need.item-done", at=now, actor_id=actor_id, payload={**named(need), "item": item.number}, **about(need)
        )
    if need.state == State.ASSIGNED and all(one.done_at is not None for one in items_of(db, need.id)):
        finish(db, need, actor_id, now)
    return need.state in {State.TRAINED, State.JUDGED}


def finish(db: Session, need: Need, actor_id: int | None, now: datetime) -> None:
    """Note that what was assigned is done. Whoever finishes after their round was judged is judged with it."""
    step(need, Move.FINISH)
    need.trained_at = now
    ledger.record(
        db, "need.trained", at=now, actor_id=actor_id, payload={**named(need), "round": need.round_id}, **about(need)
    )
    late = exists().where(Need.round_id == need.round_id, Need.state == State.JUDGED.value)
    if need.round_id is not None and db.scalar(select(late)):
        judge(db, [need.id], now)


def judge(db: Session, need_ids: Collection[int], now: datetime) -> int:
    """Say that the effect of their training was judged; returns of how many. Whoever is not trained, or was judged
    before, stays as they are."""
    query = select(Need).where(Need.id.in_(need_ids), Need.state == State.TRAINED.value).order_by(Need.id)
    found = db.scalars(query.with_for_update().execution_options(populate_existing=True)).all()
    for need in found:
        step(need, Move.JUDGE)
        need.judged_at = now
        ledger.record(
            db, "need.judged", at=now, actor_id=None, payload={**named(need), "round": need.round_id}, **about(need)
        )
    db.flush()
    return len(found)
