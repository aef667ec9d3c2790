"""Pages: how somebody is reminded, what they were told, and the address of their calendar."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from training.accounts.forms_set_up import time_zones
from training.core.auth import current_actor
from training.core.forms import accepted, posted
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.web import NotFound, db, now, requires, settings, site, today
from training.people.models import Person
from training.reminders import actions_own, words
from training.reminders.forms import ReminderForm, hour_in_words
from training.reminders.models import ReminderPreference
from training.reminders.queries_calendar import address_of
from training.reminders.queries_digests import planned_at_once
from training.reminders.queries_things import things_of
from training.reminders.queries_told import told_to
from training.reminders.rules_when import Rhythm
from training.reminders.site import custom, hours

bp = Blueprint("reminders", __name__)


@bp.route("/account/reminders", methods=["GET", "POST"])
@requires(Permission.LEARN)
def index() -> ResponseReturnValue:
    """How the reader is reminded, and what would be told if it went out now."""
    me = _me()
    kept = db().get(ReminderPreference, me)
    form: ReminderForm = posted(
        ReminderForm,
        rhythm=kept.rhythm if kept else Rhythm.DAILY.value,
        weekday=str(kept.weekday if kept else 0),
        hour="" if kept is None or kept.hour is None else str(kept.hour),
        timezone=kept.timezone if kept else "",
    )
    form.offer(custom().hours.choices(), custom().hours.first)

    def choose() -> None:
        actions_own.choose(
            db(),
            me,
            timezone=form.timezone.data or None,
            hour=form.chosen_hour,
            rhythm=Rhythm(form.rhythm.data),
            weekday=int(form.weekday.data),
        )

    if accepted(form, choose):
        flash(_("Saved. It holds from tomorrow on."), "good")
        return redirect(url_for("reminders.index"), 303)
    return _page(form), 422 if form.errors else 200


@bp.post("/account/reminders/calendar")
@requires(Permission.LEARN)
def make_calendar() -> ResponseReturnValue:
    """A new address; only this answer shows it."""
    secret = actions_own.make_address(db(), _me(), now=now())
    address = f"{settings().base_url}{url_for('calendar.feed', secret=secret)}"
    return render_template("reminders/calendar.html", address=address)


@bp.post("/account/reminders/calendar/close")
@requires(Permission.LEARN)
def close_calendar() -> ResponseReturnValue:
    actions_own.close_address(db(), _me())
    flash(_("The address of your calendar leads nowhere any more."), "good")
    return redirect(url_for("reminders.index"), 303)


@bp.get("/reminders")
@requires(Permission.LEARN)
def told() -> ResponseReturnValue:
    """What the reader was told in the last three months."""
    found = told_to(db(), _me(), today=today())
    digests = [(one, words.sections(one.lines, found.things, today=one.day)) for one in found.digests]
    return render_template("reminders/told.html", digests=digests)


def _page(form: ReminderForm) -> str:
    me = _me()
    planned = planned_at_once(db(), me, custom(), today=today())
    things = things_of(db(), (line for one in planned for line in one.digest.lines))
    return render_template(
        "reminders/index.html",
        form=form,
        person=db().get_one(Person, me),
        zone=site().zone.key,
        zones=time_zones(),
        first=hour_in_words(custom().hours.first),
        sends=hours() is not None,
        address=address_of(db(), me),
        planned=[
            (
                words.subject(one.digest, one.audience, things, today=today()),
                words.sections(one.digest.lines, things, today=today()),
            )
            for one in planned
        ],
    )


def _me() -> int:
    person_id = current_actor().person_id
    if person_id is None:
        raise NotFound
    return person_id
