"""What is being done about the causes of complaints, for everybody to read."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base


class Improvement(Base):
    """What somebody does about a cause of complaints, or about a standard that is missed, until when, and since when
    it is done.

    `category` is an id in the rules of complaints, empty where it is about a standard. It stays when the rules change:
    what was done is not undone.
    """

    __tablename__ = "improvement"

    id: Mapped[int] = mapped_column(primary_key=True)
    category: Mapped[str] = mapped_column(index=True)
    text: Mapped[str]
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    by_on: Mapped[date]
    done_on: Mapped[date | None]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    standard_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
