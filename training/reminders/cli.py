"""Commands for reminders: look at what would be written, without writing it."""

from datetime import datetime

import click
from flask import current_app
from sqlalchemy import select

from training.certification.queries import in_chunks
from training.core.clock import local_day
from training.core.db import Database
from training.core.i18n import gettext as _
from training.core.i18n import ngettext
from training.core.problems import Problem, Problems
from training.core.web import clock, site
from training.people.models import Person
from training.people.queries import person_by_number
from training.reminders import words
from training.reminders.queries_digests import planned_on
from training.reminders.queries_things import things_of
from training.reminders.site import custom

DAY = click.DateTime(["%Y-%m-%d"])


@click.group("reminders")
def reminders() -> None:
    """Look at reminders before they go out."""


@reminders.command("preview")
@click.option("--day", type=DAY, metavar="DATE", help="On which day, today or later.  [default: today]")
@click.option("--number", default="", help="Employee number of one person; everybody by default.")
def preview(day: datetime | None, number: str) -> None:
    """Say who would be written what on a day if nothing happened until then. Nothing is sent."""
    today = local_day(clock().now(), site().zone)
    wanted = day.date() if day else today
    if wanted < today:
        message = _("%(day)s is over.", day=wanted.isoformat())
        raise Problems([Problem("--day", None, message, _("Name today or a later day."))])
    database: Database = current_app.extensions["database"]
    count = 0
    with database.reading() as db:
        if number:
            person = person_by_number(db, number)
            if person is None:
                raise Problems([Problem("--number", None, _("Nobody has this employee number."))])
            people = [person.id]
        else:
            people = list(db.scalars(select(Person.id).order_by(Person.id)))
        for chunk in in_chunks(people):
            found = planned_on(db, chunk, custom(), wanted)
            things = things_of(db, (line for one in found for line in one.digest.lines))
            names = {one.id: one.full_name for one in db.scalars(select(Person).where(Person.id.in_(chunk)))}
            for one in found:
                where = one.reader.email or _("on the site")
                subject = words.subject(one.digest, one.audience, things, today=wanted)
                click.echo(f"{names[one.reader.id]} <{where}>: {subject}")
                for line in one.digest.lines:
                    _tell(words.said(line, things, today=wanted))
            count += len(found)
    click.echo(ngettext("%(num)s digest would go out.", "%(num)s digests would go out.", count), err=True)


def _tell(said: words.Said) -> None:
    click.echo(f"    {words.heading(said.kind)}: {said.title}. {said.text}")
