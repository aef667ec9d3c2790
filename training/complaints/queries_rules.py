"""The rules by which complaints are taken, with the opening hours that they run by."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy.orm import Session

from training.complaints.files import DEFAULT, KIND, ComplaintRules, Severity
from training.complaints.models import Complaint
from training.content.library import Edition
from training.content.limits import Limit
from training.content.queries import edition, live, live_all
from training.core.web import site
from training.people.queries import role_names
from training.standards.files_hours import KIND as HOURS
from training.standards.files_hours import Hours
from training.standards.rules_clock import due_at, elapsed


@dataclass(frozen=True)
class RulesNow:
    """The rules that hold. `version_id` is None where nobody has written any."""

    model: ComplaintRules
    version_id: int | None
    hours: Hours | None

    def due(self, limit: Limit, start: datetime) -> datetime:
        """When something is due that starts now, by the hours of the house."""
        return due_at(start, limit, self.hours, site().zone)

    def took(self, start: datetime, end: datetime) -> timedelta:
        """How much of the house's open time passed."""
        return elapsed(start, end, self.hours, site().zone)

    def severity_for(self, category: str, wanted: str = "") -> Severity:
        """The severity that was chosen, else the usual one of the category, else the last: they stand worst first."""
        model = self.model
        named = model.category(category)
        found = model.severity(wanted) or model.severity(named.severity if named else None)
        return found or model.severities[-1]


def rules_now(db: Session) -> RulesNow:
    """The rules that hold now, in at most four queries."""
    found = _live(db)
    model = cast(ComplaintRules, found.model) if found else DEFAULT
    return RulesNow(model, found.id if found else None, _hours(db, model))


def model_now(db: Session) -> ComplaintRules:
    """The same without its hours, in at most two queries."""
    found = _live(db)
    return cast(ComplaintRules, found.model) if found else DEFAULT


def _live(db: Session) -> Edition | None:
    return next(iter(live_all(db, KIND.name).values()), None)


def rules_of(db: Session, complaint: Complaint, *, today: RulesNow) -> RulesNow:
    """The rules that held when a complaint came in."""
    if complaint.version_id == today.version_id:
        return today
    model = DEFAULT if complaint.version_id is None else cast(ComplaintRules, edition(db, complaint.version_id).model)
    return RulesNow(model, complaint.version_id, _hours(db, model))


def _hours(db: Session, model: ComplaintRules) -> Hours | None:
    found = live(db, HOURS.name, model.hours) if model.hours else None
    return cast(Hours, found.model) if found else None


def names_of_roles(db: Session, model: ComplaintRules) -> dict[str, str]:
    """What the roles are called that rules name."""
    slugs = {rung.role for rung in model.authority} | {rung.then for rung in model.authority if rung.then}
    slugs |= {role for severity in model.severities for role in severity.tell}
    in_order = sorted(slugs)
    return dict(zip(in_order, role_names(db, in_order), strict=True))
