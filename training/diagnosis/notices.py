"""What leaders are told of reviews: that their team is low in something, or people in it are, once."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from training.content.models import Document, Version
from training.core.i18n import lazy_gettext as lazy
from training.core.notices import Waiting, WaitingFor
from training.diagnosis.models import Diagnosis, Finding
from training.diagnosis.queries import PEOPLE, TEAMS
from training.method.verdicts import Verdict
from training.people.models import Team
from training.people.queries_leading import leaders_by_team, leads_anybody, nearest

TOLD = timedelta(days=14)
"""How long a new verdict stands on the first page; from then on it is found under “Needs”."""

_PEOPLE: BindParameter[Any] = bindparam("people", expanding=True)
_PROCESS = Finding.verdict.in_((Verdict.PROCESS.value, Verdict.BOTH.value))
_SKILL = Finding.verdict.in_((Verdict.SKILL.value, Verdict.BOTH.value))
# That a team as a whole is low is told by the review of any night. That people in it are is told at the rhythm of
# people alone, when somebody can see who, and nobody is watched from day to day.
_TO_TELL = and_(
    Finding.person_id.is_(None),
    Finding.diagnosis_id == Diagnosis.id,
    Diagnosis.stands,
    or_(and_(Diagnosis.scope == TEAMS, _PROCESS), and_(Diagnosis.scope == PEOPLE, _SKILL)),
)


def _verdicts(db: Session, person_ids: Collection[int], today: date) -> Iterator[Waiting]:
    """New verdicts of teams, for those who lead them, or else are nearest above."""
    query = (
        select(Finding, Diagnosis.scope, Diagnosis.standard_id, Document.slug, Version.title, Team)
        .join(Diagnosis, Diagnosis.id == Finding.diagnosis_id)
        .join(Document, Document.id == Diagnosis.standard_id)
        .join(Version, Version.id == Diagnosis.version_id)
        .join(Team, Team.id == Finding.team_id)
        .where(_TO_TELL, Finding.since > today - TOLD)
        .order_by(Finding.id)
    )
    found = db.execute(query).all()
    if not found:
        return
    leaders = leaders_by_team(db)
    for finding, scope, standard_id, slug, title, team in found:
        words = (
            lazy("%(team)s as a whole is low in “%(title)s”: look at the process first", team=team.name, title=title)
            if scope == TEAMS
            else lazy("%(team)s: look at the skill of a few in “%(title)s”", team=team.name, title=title)
        )
        # A verdict that stays is not told again, nor is one that went for a night, until it has a day of its own.
        key = f"verdict:{standard_id}:{team.id}:{scope}:{finding.since.isoformat()}"
        for who in sorted(nearest(team.path, leaders).intersection(person_ids)):
            yield Waiting(who, key, words, f"/diagnosis/{slug}?team={team.id}", finding.since)


# First who asks: most lead nobody, and the second question looks at all teams where nothing is wrong.
NOTICES = (WaitingFor(_verdicts, and_(leads_anybody(_PEOPLE), exists().where(_TO_TELL))),)
