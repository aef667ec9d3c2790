"""What the first page shows to somebody whom no mail reaches: what they were told within the last week."""

from datetime import date, timedelta

from flask import render_template
from markupsafe import Markup
from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from training.core.permissions import Actor
from training.reminders import words
from training.reminders.models import ReminderDigest
from training.reminders.queries_told import told_to
from training.reminders.rules import Kind

LATELY = timedelta(days=7)
# Asked on each first page: composed once.
_ON_SITE = select(
    exists().where(
        ReminderDigest.person_id == bindparam("person"),
        ReminderDigest.mail_id.is_(None),
        ReminderDigest.day > bindparam("since"),
    )
)


def panel(db: Session, actor: Actor, today: date) -> Markup:
    """The newest digest that was told on the site; empty for whoever gets mails, and when it is a week old.

    One query for those who have nothing to read here.
    """
    asked = {"person": actor.person_id, "since": today - LATELY}
    if not db.connection().execute(_ON_SITE, asked).scalar_one():
        return Markup()
    found = told_to(db, actor.person_id or 0, today=today, within=LATELY)
    newest = next(one for one in found.digests if not one.by_mail)
    # What waits for them stands on the same page already, as of now.
    lines = [line for line in newest.lines if line.kind is not Kind.WAITING]
    if not lines:
        return Markup()
    sections = words.sections(lines, found.things, today=newest.day)
    page = render_template("reminders/panel.html", day=newest.day, sections=sections, by=newest.by)
    return Markup(page)  # noqa: S704 -- a rendered template
