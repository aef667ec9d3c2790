"""Whether training helped: what was fixed before it started, and what came of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base


class Effect(Base):
    """The effect of one round of training on one standard.

    `tier` is “A”, “B” or “C” as in docs/method.md. The plan (`tier`, windows, `look_on`, `rebound`) is fixed at
    `fixed_at`, before the first start, and never changes; its windows are days, both ends included, of the first wave.
    `rebound` is the rise to be expected without training, in the unit of the aim. `state` is planned, judged or
    dropped; `result` is what the engine said, with everything to reckon it again; `verdict` is helped, nothing, worse
    or unclear.
    """

    __tablename__ = "effect"
    __table_args__ = (Index("ix_effect_lesson", "lesson_id", "standard_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("training_round.id"), unique=True)
    standard_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    tier: Mapped[str]
    fixed_at: Mapped[datetime]
    before_first: Mapped[date]
    before_last: Mapped[date]
    after_first: Mapped[date]
    after_last: Mapped[date]
    look_on: Mapped[date] = mapped_column(index=True)
    rebound: Mapped[float]
    plan: Mapped[dict[str, Any]]
    state: Mapped[str]
    verdict: Mapped[str] = mapped_column(default="")
    judged_at: Mapped[datetime | None]
    n: Mapped[int] = mapped_column(default=0)
    value: Mapped[float | None]
    low: Mapped[float | None]
    high: Mapped[float | None]
    result: Mapped[dict[str, Any]]
