"""The command that judges what is due."""

import click
from flask import current_app

from training.core.clock import local_day
from training.core.db import Database
from training.core.i18n import gettext as _
from training.core.i18n import ngettext
from training.core.web import site
from training.effects.actions import judge_due


@click.command("judge")
def judge() -> None:
    """Judge whether training helped, wherever the day that was fixed for it has come. Each is judged once.

    The worker does the same every morning.
    """
    database: Database = current_app.extensions["database"]
    now = current_app.extensions["clock"].now()
    with database.writing() as db:
        done = judge_due(db, now, local_day(now, site().zone))
    if done.planned:
        click.echo(
            ngettext(
                "%(num)d change of how we work will be judged.",
                "%(num)d changes of how we work will be judged.",
                done.planned,
            )
        )
    if not done.judged and not done.waiting:
        click.echo(_("Nothing is due."))
    if done.judged:
        click.echo(ngettext("%(num)d effect was judged.", "%(num)d effects were judged.", done.judged))
    if done.waiting:
        click.echo(ngettext("%(num)d waits for its figures.", "%(num)d wait for their figures.", done.waiting))
