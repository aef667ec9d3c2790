"""The numbers of one's own house, to begin with when asking what can be found."""

from datetime import date
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from training.content.queries import live_all
from training.core.permissions import WHOLE_SITE, Actor, Permission
from training.diagnosis.rules_simulate import BOUNDS, MOST_ON_PAGE, Given
from training.metrics.models import Cell
from training.metrics.panels import DAYS
from training.metrics.queries_cells import FEW, Window, measured_standards, sums_by_standard, sums_by_team
from training.people.models import Team
from training.people.queries import within_teams
from training.standards.files import STANDARD
from training.standards.rules_standard import SHARES


def own_numbers(db: Session, actor: Actor, *, today: date, slug: str = "") -> Given | None:
    """People, teams, readings, standard and usual level of one's own teams in the last quarter.

    Of the standard with this slug, else of the one with most readings; the usual level is that of the middle person.
    None where no share is measured, or of too few people. Within what a page reckons with.
    """
    window = Window.back_from(today, DAYS)
    standards = {
        one.document_id: (name, one.model)
        for name, one in live_all(db, STANDARD.name, measured_standards(db)).items()
        if one.model.measure in SHARES and slug in ("", name)
    }
    sums = {key: one for key, one in sums_by_standard(db, actor, window).items() if key in standards}
    found = max(sums, key=lambda key: sums[key].n, default=None)
    if found is None or sums[found].people < FEW:
        return None
    name, standard = standards[found]
    one = sums[found]
    people = min(one.people, MOST_ON_PAGE)
    teams = sum(1 for team, of in sums_by_team(db, actor, name, window).items() if team and of.people)
    return Given(
        people=people,
        readings=int(_within("readings", one.n / one.people)),
        standard=_within("standard", float(standard.target)),
        usual=_within("usual", round(100 * _middle(db, actor, found, window))),
        teams=min(max(teams, 1), people // 2),
    )


def _within(name: str, value: float) -> float:
    least, most = BOUNDS[name]
    return min(max(value, least), most)


def _middle(db: Session, actor: Actor, standard_id: int, window: Window) -> float:
    """The share met by the middle one of all people, which a few low ones do not pull down."""
    query = select(func.sum(Cell.missed), func.sum(Cell.n)).where(
        Cell.standard_id == standard_id, window.condition(), Cell.person_id != 0
    )
    if WHOLE_SITE not in actor.reach(Permission.METRIC_READ):
        query = query.where(Cell.team_id.in_(select(Team.id).where(within_teams(actor, Permission.METRIC_READ))))
    rows = db.execute(query.group_by(Cell.person_id)).all()
    return median(1 - int(missed) / int(n) for missed, n in rows)
