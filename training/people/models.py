"""People, the team tree and who leads it, job roles over time, and what people may do where."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from training.core.db import Base


class Team(Base):
    """A node of the organisation tree. `path` is the ids from the root, such as /1/4/, so a subtree is a prefix."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("parent_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    path: Mapped[str] = mapped_column(unique=True)

    parent: Mapped["Team | None"] = relationship(remote_side=[id])


class TeamLeader(Base):
    """Who leads a team. A leader set by hand is kept when a roster is imported."""

    __tablename__ = "team_leader"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    by_hand: Mapped[bool] = mapped_column(default=False)


class Role(Base):
    """A job role, such as Counter staff. Programmes name it by its slug."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    slug: Mapped[str] = mapped_column(unique=True)


class Person(Base):
    """An employee or other user. Never deleted while the record of their training is kept.

    `hired_on` is the first working day and `left_on` the last one. Leave runs from `leave_from` to `leave_until`,
    both days included; an open end means until further notice.
    """

    __tablename__ = "person"
    __table_args__ = (
        Index("ix_person_name", "family_name", "given_name"),
        CheckConstraint("left_on IS NULL OR hired_on IS NULL OR left_on >= hired_on", name="left_after_hired"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    employee_number: Mapped[str] = mapped_column(unique=True)
    given_name: Mapped[str]
    family_name: Mapped[str]
    preferred_name: Mapped[str] = mapped_column(default="")
    email: Mapped[str | None] = mapped_column(unique=True)  # lower case
    phone: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="en")
    hired_on: Mapped[date | None]
    left_on: Mapped[date | None]
    leave_from: Mapped[date | None]
    leave_until: Mapped[date | None]
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    # Names and number without accents and capitals, for search on every database alike.
    search_text: Mapped[str] = mapped_column(default="")

    team: Mapped[Team] = relationship()
    manager: Mapped["Person | None"] = relationship(remote_side=[id])

    @property
    def full_name(self) -> str:
        """The name as colleagues use it."""
        return f"{self.preferred_name or self.given_name} {self.family_name}".strip()

    @property
    def initials(self) -> str:
        return initials_of(self.preferred_name or self.given_name, self.family_name)


def initials_of(given: str, family: str) -> str:
    """One sign of each name, for the small round picture."""
    return "".join(name[:1] for name in (given, family)).upper()


class RolePeriod(Base):
    """From when to when a person holds a role, both days included; no end means still.

    A role given by hand, beside the one of the roster, is kept when a roster is imported.
    """

    __tablename__ = "role_period"
    __table_args__ = (CheckConstraint("until_on IS NULL OR until_on >= from_on", name="until_after_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("role.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    by_hand: Mapped[bool] = mapped_column(default=False)

    role: Mapped[Role] = relationship()


class LeavePeriod(Base):
    """Leave of a person, past or to come, both days included; no end means until further notice.

    `Person.leave_from` and `leave_until` name the leave of now or next; these rows keep what was before.
    """

    __tablename__ = "leave_period"
    __table_args__ = (CheckConstraint("until_on IS NULL OR until_on >= from_on", name="until_after_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]


class Grant(Base):
    """A permission set held on a team's subtree, or on the whole site when `team_id` is None."""

    __tablename__ = "person_grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    permission_set: Mapped[str]
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    until_on: Mapped[date | None]


class Delegation(Base):
    """Somebody stands in for a leader, up to and including a day."""

    __tablename__ = "delegation"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    delegate_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date]
