"""Effects for whoever may read them, and what a lesson did over all its rounds."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from statistics import median

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.models import Document
from training.content.queries import editions, newest
from training.core.permissions import WHOLE_SITE, Actor, Permission
from training.core.web import NotFound
from training.effects.models import Effect
from training.effects.rules_state import State
from training.effects.words import Told
from training.method.effects import FEW, Remark, Tier, Verdict, verdict_of
from training.method.outcomes import Estimate
from training.method.pooling import Pool, pool
from training.method.sample_sizes import MANY, people_for_effect
from training.needs.models import Need
from training.people.models import Team
from training.people.queries import within_teams
from training.standards.files_standard import Standard


@dataclass(frozen=True)
class Known:
    """An effect with what it is about; `lesson` is None where a way of working was changed instead.

    `standard` is the version that held when the plan was made: figures are in its unit.
    """

    row: Effect
    standard: Edition
    lesson: Edition | None
    team: str
    opens: bool

    @property
    def model(self) -> Standard:
        """What is promised."""
        found: Standard = self.standard.model
        return found

    @property
    def told(self) -> Told:
        """As far as words need it. A team over time has no rise: its weeks go up and down."""
        kept = self.row.result
        return Told(
            Verdict(self.row.verdict or Verdict.UNCLEAR),
            self.row.value,
            self.row.low,
            self.row.high,
            rise=None if self.row.tier == Tier.TEAM else kept.get("rise"),
            people=self.row.n,
            remarks=tuple(Remark(one) for one in kept.get("remarks", ())),
        )

    @property
    def starting(self) -> int | None:
        """How many people are to start, as the plan names them; None for a whole team."""
        return None if self.row.tier == Tier.TEAM else sum(len(wave) for wave in self.row.plan["waves"])

    @property
    def is_few(self) -> bool:
        """Whether single people could be told apart in it."""
        return self.starting is not None and self.starting < FEW

    @property
    def estimate(self) -> Estimate | None:
        """What pooling takes of it."""
        kept = self.row.result
        if self.row.value is None or not kept.get("error"):
            return None
        return Estimate(self.row.value, float(kept["error"]), float(kept["df"]))

    @property
    def spread(self) -> float | None:
        """The standard deviation between people of what is compared, where people are compared."""
        kept = self.row.result
        if self.estimate is None or self.row.tier == Tier.TEAM:
            return None
        return float(self.estimate.error / (1 / kept["people"] + 1 / kept["controls"]) ** 0.5)


@dataclass(frozen=True)
class Lesson:
    """What one lesson did for one standard over all rounds that were judged, the latest first; `planned` come."""

    standard: Edition
    lesson: Edition | None
    judged: tuple[Known, ...] = ()
    planned: tuple[Known, ...] = field(default=())

    @property
    def model(self) -> Standard:
        """What is promised."""
        found: Standard = self.standard.model
        return found

    @property
    def pooled(self) -> Pool | None:
        """All rounds together; None where none of them has a figure."""
        return pool([one.estimate for one in self.judged if one.estimate])

    @property
    def people(self) -> int:
        """Trained people who count, over the rounds that have a figure."""
        return sum(one.row.n for one in self.judged if one.estimate)

    @property
    def worth(self) -> float:
        """The smallest effect worth having, as the latest plan has it."""
        latest = (*self.judged, *self.planned)[0]
        return float(latest.row.plan["worth"])

    @property
    def verdict(self) -> Verdict:
        """What may be said of all rounds together."""
        found = self.pooled
        return Verdict.UNCLEAR if found is None else verdict_of(found.low, found.high, self.worth)

    @property
    def needed(self) -> int:
        """About how many people on either side it takes to see an effect worth having; 0 where nobody knows."""
        spreads = [one.spread for one in self.judged if one.spread]
        plans = [float(one.row.plan["spread"]) for one in (*self.judged, *self.planned) if one.row.plan.get("spread")]
        known = spreads or plans
        found = people_for_effect(self.worth, median(known)) if known else 0
        return 0 if found >= MANY else found


def opens(actor: Actor) -> ColumnElement[bool]:
    """The effects whose page the actor may open: of teams in their reach, and those of rounds that they began."""
    if WHOLE_SITE in actor.reach(Permission.NEED_READ):
        return true()
    teams = select(Team.id).where(within_teams(actor, Permission.NEED_READ)).correlate(None)
    own = Effect.fixed_by_id == actor.person_id
    return or_(Effect.team_id.in_(teams), own)


def effect_for(db: Session, actor: Actor, effect_id: int) -> Known:
    """An effect whose page the actor may open. Raises NotFound."""
    found = _known(db, actor, select(Effect).where(Effect.id == effect_id, opens(actor)))
    if not found:
        raise NotFound
    return found[0]


def effect_of_need(db: Session, actor: Actor, need: Need) -> Known | None:
    """The effect of the round, or of the change of how we work, that a need led to. Whoever may read the need may."""
    if need.round_id is not None:
        return effect_of_round(db, actor, need.round_id)
    if need.improvement_id is None:
        return None
    query = select(Effect).where(Effect.improvement_id == need.improvement_id)
    found = _known(db, actor, query.order_by(Effect.id.desc()).limit(1))
    return found[0] if found else None


def effect_of_round(db: Session, actor: Actor, round_id: int) -> Known | None:
    """The effect of a round."""
    found = _known(db, actor, select(Effect).where(Effect.round_id == round_id))
    return found[0] if found else None


def lessons(db: Session, actor: Actor, *, document_id: int | None = None) -> list[Lesson]:
    """What each lesson did for each standard, by title; of one document only, if asked. Nobody can be told apart in it,
    so every reader of needs sees all of it."""
    query = select(Effect).where(Effect.state != State.DROPPED.value)
    if document_id is not None:
        query = query.where(Effect.lesson_id == document_id)
    found = _known(db, actor, query)
    found.sort(key=lambda one: (_title(one), one.standard.title.casefold(), *_key(one), -one.row.id))
    return [_lesson(list(ones)) for _key, ones in groupby(found, key=_key)]


def _lesson(ones: list[Known]) -> Lesson:
    judged = tuple(one for one in ones if one.row.state == State.JUDGED)
    planned = tuple(one for one in ones if one.row.state == State.PLANNED)
    return Lesson(ones[0].standard, ones[0].lesson, judged, planned)


def _title(one: Known) -> str:
    return one.lesson.title.casefold() if one.lesson else ""


def _key(one: Known) -> tuple[int, int, str]:
    """What is pooled: rounds of one lesson for one standard, as long as that is measured in the same way."""
    measured = f"{one.model.measure} {one.model.unit} {one.model.higher_is_better}"
    return one.lesson.document_id if one.lesson else 0, one.standard.document_id, measured


def _known(db: Session, actor: Actor, query: Select[Effect]) -> list[Known]:
    rows = db.execute(query.add_columns(Team.name, opens(actor)).outerjoin(Team, Team.id == Effect.team_id)).all()
    if not rows:
        return []
    lessons_taught = _documents(db, {row[0].lesson_id for row in rows if row[0].lesson_id})
    standards = editions(db, {row[0].plan["version"] for row in rows})
    return [
        # A round that mainly teaches nothing names the standard itself: there somebody was coached.
        Known(
            row,
            standards[row.plan["version"]],
            lessons_taught[row.lesson_id] if row.lesson_id not in (None, row.standard_id) else None,
            team or "",
            bool(may_open),
        )
        for row, team, may_open in rows
    ]


def _documents(db: Session, ids: Collection[int]) -> dict[int, Edition]:
    """Documents as they are live, or as they last were."""
    versions: Sequence[tuple[int, int | None]] = [
        (document, version)
        for document, version in db.execute(select(Document.id, Document.live_version_id).where(Document.id.in_(ids)))
    ]
    live = editions(db, [version for _document, version in versions if version])
    return {document: live[version] if version else newest(db, document) for document, version in versions}
