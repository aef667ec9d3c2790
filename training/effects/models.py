"""Whether training helped: what was fixed before it started, and what came of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, event, inspect
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from training.core.db import Base


class PlanIsFixed(Exception):
    """Something wanted to change what was fixed before the start, or a judgement that was made."""


class Effect(Base):
    """The effect of one round of training, or of one improvement of how we work, on one standard.

    `tier` is “A”, “B” or “C” as in docs/method.md. The plan (`tier`, windows, `look_on`, `rebound`, `plan`) is fixed
    at `fixed_at`, before the first start, and never changes; its windows are days, both ends included, of the first
    wave. `rebound` is the rise to be expected without training, in the unit of the aim, more is better. `state` is
    planned, judged or dropped; `verdict` is helped, nothing, worse or unclear; `n` is how many trained people count,
    `value`, `low` and `high` the effect. `result` is what the engine said, `figures`, which may be large, all that it
    takes to reckon it again.
    """

    __tablename__ = "effect"
    __table_args__ = (Index("ix_effect_lesson", "lesson_id", "standard_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("training_round.id"), unique=True)
    improvement_id: Mapped[int | None] = mapped_column(ForeignKey("improvement.id"), index=True)
    standard_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    lesson_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    tier: Mapped[str]
    fixed_at: Mapped[datetime]
    fixed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    before_first: Mapped[date]
    before_last: Mapped[date]
    after_first: Mapped[date]
    after_last: Mapped[date]
    look_on: Mapped[date] = mapped_column(index=True)
    rebound: Mapped[float]
    plan: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default="planned", index=True)
    verdict: Mapped[str] = mapped_column(default="")
    judged_at: Mapped[datetime | None]
    n: Mapped[int] = mapped_column(default=0)
    value: Mapped[float | None]
    low: Mapped[float | None]
    high: Mapped[float | None]
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)


JUDGEMENT = frozenset({"state", "verdict", "judged_at", "n", "value", "low", "high", "result", "figures"})


@event.listens_for(Effect, "before_update")
def _keep(_mapper: Mapper[Effect], _connection: Any, effect: Effect) -> None:
    """Nothing of a plan changes, and a judgement is made once. Raises PlanIsFixed."""
    seen = inspect(effect)
    changed = {one.key for one in seen.mapper.column_attrs if seen.attrs[one.key].history.has_changes()}
    if changed - JUDGEMENT:
        raise PlanIsFixed(f"Effect {effect.id}: {', '.join(sorted(changed - JUDGEMENT))}")
    before = seen.attrs.state.history.deleted
    if changed and (before[0] if before else effect.state) != "planned":
        raise PlanIsFixed(f"Effect {effect.id} is {effect.state} already.")
