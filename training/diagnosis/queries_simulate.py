"""The numbers of one's own house, to begin with when asking what can be found."""

from datetime import date

from sqlalchemy.orm import Session

from training.content.queries import live_all
from training.core.permissions import Actor
from training.diagnosis.rules_simulate import BOUNDS, MOST_ON_PAGE, Given
from training.metrics.panels import DAYS
from training.metrics.queries_cells import FEW, Window, measured_standards, sums_by_standard, sums_by_team
from training.standards.files import STANDARD
from training.standards.rules_standard import SHARES


def own_numbers(db: Session, actor: Actor, *, today: date, slug: str = "") -> Given | None:
    """People, teams, readings, standard and usual level of one's own teams in the last quarter.

    Of the standard with this slug, else of the one with most readings; None where no share is measured, or of too few
    people. Within what a page reckons with.
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
    readings = min(max(round(one.n / one.people), BOUNDS["readings"][0]), int(BOUNDS["readings"][1]))
    return Given(
        people=people,
        readings=int(readings),
        standard=min(max(float(standard.target), 1), 99.5),
        usual=min(max(round(100 * (one.share_met or 0)), 1), 99),
        teams=min(max(teams, 1), people // 2),
    )
