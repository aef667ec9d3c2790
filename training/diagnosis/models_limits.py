"""How many readings lie how near the limit of their standard: what shows whether somebody stops the clock in time."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base


class LimitCount(Base):
    """The readings of one standard in one team by steps around the limit, from far inside to far outside.

    `counts` has 2 × `method.bunching.SIDE` numbers, `step` is how wide each is, in the unit in which readings keep
    their value. `people` is how many people were measured; `team_id` 0 is no team. Made anew each night from the
    readings of the days from `first` to `last`.
    """

    __tablename__ = "limit_count"

    standard_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    team_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first: Mapped[date]
    last: Mapped[date]
    step: Mapped[int]
    people: Mapped[int]
    counts: Mapped[list[Any]]
