"""What others tell leaders about feedback: customers who wait to hear from them."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date

from sqlalchemy import and_, bindparam, exists, select
from sqlalchemy.orm import Session

from training.core import web
from training.core.clock import local_day
from training.core.i18n import lazy_gettext as lazy
from training.core.notices import Waiting
from training.feedback.models import COUNTED, FeedbackAddress, FeedbackAnswer
from training.people.models import Team, TeamLeader
from training.people.queries_holding import leads_anybody

_WAITS = (
    FeedbackAnswer.contact.is_not(None),
    FeedbackAnswer.done_at.is_(None),
    FeedbackAnswer.state == COUNTED,
)
PERHAPS = and_(exists().where(*_WAITS), leads_anybody(bindparam("people", expanding=True)))


def waiting_for(db: Session, person_ids: Collection[int], today: date) -> Iterator[Waiting]:  # noqa: ARG001 -- the form
    """Customers who left word how to reach them, for the nearest leaders."""
    leaders = defaultdict(set)
    for team_id, person_id in db.execute(select(TeamLeader.team_id, TeamLeader.person_id)):
        leaders[str(team_id)].add(person_id)
    query = (
        select(FeedbackAnswer.id, FeedbackAnswer.at, FeedbackAddress.place, Team.name, Team.path)
        .join(FeedbackAddress, FeedbackAddress.id == FeedbackAnswer.address_id)
        .join(Team, Team.id == FeedbackAnswer.team_id)
        .where(*_WAITS)
        .order_by(FeedbackAnswer.id)
    )
    zone, people = web.site().zone, frozenset(person_ids)
    for answer_id, at, place, team, path in db.execute(query):
        nearest = next((leaders[one] for one in reversed(path.strip("/").split("/")) if leaders.get(one)), set())
        for person_id in nearest & people:
            words = lazy("A customer waits to hear from you (%(place)s)", place=place or team)
            url = f"/feedback/answers/{answer_id}"
            yield Waiting(person_id, f"feedback:{answer_id}", words, url, local_day(at, zone))
