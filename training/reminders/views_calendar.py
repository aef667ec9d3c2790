"""The calendar of somebody, for whoever knows its secret address."""

import hashlib
from datetime import timedelta

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue

from training.accounts import limits
from training.accounts.rules_codes import hashed
from training.core.i18n import speaking
from training.core.throttle import Limit
from training.core.web import NotFound, database, now, public, settings, site, today
from training.reminders.actions_own import keep_entries
from training.reminders.calendar import calendar_of
from training.reminders.queries_calendar import Owner, entries_known, entries_wanted, owner_of
from training.reminders.rules_calendar import Entry, changes, shown

bp = Blueprint("calendar", __name__)

# Programs come by each few minutes at most, and many people read through one and the same.
READ = Limit("calendar", 60, timedelta(hours=1))
WRONG = Limit("calendar-wrong", 60, timedelta(hours=1))


@bp.get("/calendar/<secret>.ics")
@public
def feed(secret: str) -> ResponseReturnValue:
    """The calendar; 404 for an address that is wrong, was renewed, or belongs to somebody who left."""
    with database().reading() as session:
        owner = owner_of(session, secret, today=today())
    if owner is None:
        limits.count_try((WRONG, limits.here()))
        raise NotFound
    limits.count_try((READ, hashed(secret)[:32]))
    with speaking(owner.language):
        text = calendar_of(_entries(owner), company=site().company, base_url=settings().base_url)
    answer = Response(text, mimetype="text/calendar")
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.set_etag(hashlib.sha256(text).hexdigest()[:32])
    return answer.make_conditional(request)


def _entries(owner: Owner) -> list[Entry]:
    """What is given out now. Only when it differs from the last time it is written down."""
    others = current_app.extensions["calendar_days"]
    with database().reading() as session:
        known = entries_known(session, owner.person_id)
        wanted = entries_wanted(session, owner.person_id, others, today=today())
    changed = list(changes(known, wanted, now=now()))
    if changed:
        with database().writing() as session:
            known = entries_known(session, owner.person_id)
            wanted = entries_wanted(session, owner.person_id, others, today=today())
            changed = list(changes(known, wanted, now=now()))
            keep_entries(session, owner.person_id, known, changed, now=now())
    return shown(known, changed, now=now())
