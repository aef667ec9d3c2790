"""What others tell leaders about feedback: customers who wait to hear from them."""

from collections.abc import Collection, Iterator
from datetime import date

from sqlalchemy import and_, bindparam, exists, select
from sqlalchemy.orm import Session

from training.core import web
from training.core.clock import local_day
from training.core.i18n import lazy_gettext as lazy
from training.core.notices import Waiting, WaitingFor
from training.feedback.models import COUNTED, FeedbackAddress, FeedbackAnswer
from training.people.models import Team
from training.people.queries_leading import leaders_by_team, leads_anybody, nearest

_WAITS = (
    FeedbackAnswer.contact.is_not(None),
    FeedbackAnswer.done_at.is_(None),
    FeedbackAnswer.state == COUNTED,
)


def _customers(db: Session, person_ids: Collection[int], today: date) -> Iterator[Waiting]:  # noqa: ARG001 -- the form
    """Customers who left word how to reach them, for the nearest leaders."""
    leaders = leaders_by_team(db)
    query = (
        select(FeedbackAnswer.id, FeedbackAnswer.at, FeedbackAddress.place, Team.name, Team.path)
        .join(FeedbackAddress, FeedbackAddress.id == FeedbackAnswer.address_id)
        .join(Team, Team.id == FeedbackAnswer.team_id)
        .where(*_WAITS)
        .order_by(FeedbackAnswer.id)
    )
    zone = web.site().zone
    for answer_id, at, place, team, path in db.execute(query):
        for person_id in nearest(path, leaders).intersection(person_ids):
            words = lazy("A customer waits to hear from you (%(place)s)", place=place or team)
            url = f"/feedback/answers/{answer_id}"
            yield Waiting(person_id, f"feedback:{answer_id}", words, url, local_day(at, zone))


NOTICES = (WaitingFor(_customers, and_(exists().where(*_WAITS), leads_anybody(bindparam("people", expanding=True)))),)
