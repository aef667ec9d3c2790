"""What there was before the sample came, kept in the ledger, so that it can be taken away again without a trace."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from training.core.i18n import gettext as _
from training.core.ledger import Entry
from training.core.permissions import PermissionSet
from training.core.problems import Problem, Problems
from training.core.site import SiteRow
from training.demo.cast import UNITS
from training.demo.colleagues import COLLEAGUES
from training.people.models import Grant, Person, Role, Team

LOADED, REMOVED = "demo.loaded", "demo.removed"


@dataclass(frozen=True)
class Before:
    """Whether the site was set up, who and what was there, and when versions were published really.

    `people` and `teams` say where each one stood: in which team, below which one and on which path. `dates` are ISO
    moments by version id, `published` the versions that the sample added.
    """

    set_up: bool
    people: Mapping[int, int]
    teams: Mapping[int, tuple[int | None, str]]
    roles: tuple[int, ...]
    dates: Mapping[int, str]
    published: tuple[int, ...]

    def as_payload(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_payload(said: Mapping[str, Any]) -> "Before":
        """Keys of objects are texts in JSON."""
        return Before(
            set_up=said["set_up"],
            people={int(key): value for key, value in said["people"].items()},
            teams={int(key): (above, path) for key, (above, path) in said["teams"].items()},
            roles=tuple(said["roles"]),
            dates={int(key): value for key, value in said["dates"].items()},
            published=tuple(said["published"]),
        )

    @property
    def moments(self) -> dict[int, datetime]:
        return {key: datetime.fromisoformat(value) for key, value in self.dates.items()}


def look(db: Session) -> Before:
    """What is there now; nothing of documents yet."""
    return Before(
        set_up=db.scalar(select(SiteRow.id)) is not None,
        people=dict(db.execute(select(Person.id, Person.team_id)).all()),
        teams={team.id: (team.parent_id, team.path) for team in db.scalars(select(Team))},
        roles=tuple(db.scalars(select(Role.id).order_by(Role.id))),
        dates={},
        published=(),
    )


def remembered(db: Session) -> Before:
    """What was there when the sample was loaded. Raises Problems when it is not here."""
    site = db.scalars(select(SiteRow)).first()
    entry = db.scalars(select(Entry).where(Entry.kind == LOADED).order_by(Entry.id.desc())).first()
    if site is None or not site.is_demo or entry is None:
        raise Problems([Problem("demo", None, _("There is no sample here that could be removed."))])
    return Before.from_payload(entry.facts)


def is_loaded(db: Session) -> bool:
    return db.scalar(select(SiteRow.id).where(SiteRow.is_demo)) is not None


def refuse_used(db: Session) -> None:
    """The sample mixes with nobody's data: raises Problems when anybody but administrators is here."""
    remedy = _("Try the sample in an empty site: give it a data directory of its own.")
    administers = exists().where(
        Grant.person_id == Person.id, Grant.permission_set == PermissionSet.ADMINISTRATOR, Grant.team_id.is_(None)
    )
    if db.scalar(select(Person.id).where(~administers).limit(1)) is not None:
        raise Problems([Problem("demo", None, _("There are people here already."), remedy)])
    numbers = [colleague.number for colleague in COLLEAGUES]
    addresses = [colleague.email for colleague in COLLEAGUES if colleague.email]
    same = or_(Person.employee_number.in_(numbers), Person.email.in_(addresses))
    teams = Team.name.in_([unit.name for unit in UNITS]) & Team.parent_id.is_not(None)
    if db.scalar(select(Person.id).where(same).limit(1)) or db.scalar(select(Team.id).where(teams).limit(1)):
        raise Problems([Problem("demo", None, _("Somebody or a team of the sample is here already."), remedy)])
