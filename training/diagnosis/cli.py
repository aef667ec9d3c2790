"""The command that reviews standards: by hand, for all or some, or only to see what would be said."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

import click
from flask import current_app
from sqlalchemy import delete
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import document_id_of, edition, live_all
from training.core.clock import local_day
from training.core.db import Database
from training.core.i18n import format_number, ngettext
from training.core.i18n import gettext as _
from training.core.problems import Problem, Problems
from training.core.web import NotFound, site
from training.diagnosis.actions_review import expire, keep_all
from training.diagnosis.jobs import measured
from training.diagnosis.models import Diagnosis, WeekOfCells
from training.diagnosis.queries import PEOPLE, TEAMS, latest, teams_of
from training.diagnosis.queries_again import reckon_again
from training.diagnosis.queries_reckoning import Reckoned, reckon
from training.diagnosis.rules_findings import ACT, LOOK
from training.diagnosis.words import chip_of, headline, remark_sentences
from training.diagnosis.words_figures import counted_words
from training.standards.files import STANDARD


@click.command("review")
@click.option("--standard", "slugs", multiple=True, help="Its short name; may be given several times. All without it.")
@click.option("--people", is_flag=True, help="Look at single people too, whether their turn has come or not.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Look back to this day instead of as far as the rules say. It is then a dry run.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be found, and write nothing.")
@click.option("--anew", is_flag=True, help="Add all cells up anew before.")
@click.option("--again", type=int, help="Reckon the diagnosis with this number again, and say whether it is the same.")
def review(slugs: tuple[str, ...], again: int | None, anew: bool, **how: Any) -> None:
    """Say of each standard what is missed, where, and whether it is a matter of the process or of skill.

    The same is done each night for teams, and for people at the rhythm of the rules of the review.
    """
    database: Database = current_app.extensions["database"]
    if again is not None:
        _again(database, again)
        return
    with database.reading() as db:
        standards = list(_standards(db, slugs))
    if anew:
        with database.writing() as db:
            ids = [one.document_id for one in standards]
            db.execute(delete(WeekOfCells).where(WeekOfCells.standard_id.in_(ids)))
    if not standards:
        click.echo(_("There are no readings of any standard yet."))
    for number, standard in enumerate(standards, 1):
        if sys.stderr.isatty():
            of = {"number": number, "all": len(standards), "title": standard.title}
            click.echo(_("%(number)s of %(all)s: %(title)s …", **of), err=True)
        _review(database, standard, **how)
    if how["dry_run"] or how["since"]:
        click.echo(_("Nothing was written: this was a dry run."))
        return
    with database.writing() as db:
        expire(db, today=_today())


def _review(database: Database, standard: Edition, *, people: bool, since: datetime | None, dry_run: bool) -> None:
    scopes = (TEAMS, PEOPLE) if people else (TEAMS,)
    with database.reading() as db:
        reckoned = reckon(db, standard, scopes=scopes, today=_today(), first=since.date() if since else None)
        before = latest(db, standard.document_id)
        lines = list(_lines(db, reckoned, before))
    if not dry_run and not since:
        keep_all(database, reckoned, now=current_app.extensions["clock"].now())
    for line in lines:
        click.echo(line)


def _lines(db: Session, reckoned: Reckoned, before: Diagnosis | None) -> Iterator[str]:
    """What is said of one standard: verdict, sentence, what was counted, and what to know beside it."""
    standard, result = reckoned.standard, reckoned.result
    if result is not None:
        verdict, remarks = result.found.verdict.value, [one.value for one in result.found.remarks]
        teams = [one.verdict for one in result.found.teams if one.team_id is not None]
    elif before is not None:
        verdict, remarks, teams = before.verdict, before.remarks, [one.finding.verdict for one in teams_of(db, before)]
    else:
        return
    words = {"title": standard.title, "verdict": chip_of(verdict)[1]}
    yield _("%(title)s: %(verdict)s", **words)
    yield f"  {headline(standard.model, verdict, teams)}"
    tallies = reckoned.gathered.tallies
    below = tallies.exposure if standard.model.measure == "count" else tallies.n
    raw = float(tallies.amount.sum() / below.sum()) if below.sum() else 0.0
    yield f"  {counted_words(standard.model, raw, reckoned.gathered.readings)}"
    for sentence in (*remark_sentences(remarks), *left_out_sentences(reckoned.gathered.left_out)):
        yield f"  {sentence}"
    if result is None:
        yield "  " + _("Nothing has changed since the last review.")
    elif PEOPLE in reckoned.scopes:
        listed = [one.listed for one in result.found.people]
        counts = {"act": listed.count(ACT), "look": listed.count(LOOK), "all": len(listed)}
        numbers = {name: format_number(number) for name, number in counts.items()}
        yield "  " + _("Of %(all)s people: %(act)s called, %(look)s worth a look.", **numbers)


def left_out_sentences(left_out: Any) -> list[str]:
    """What was not reckoned with, and why."""
    if not left_out.get("picked"):
        return []
    return [
        ngettext(
            "%(number)s reading was picked by hand and says nothing of the rest. It is left out.",
            "%(number)s readings were picked by hand and say nothing of the rest. They are left out.",
            left_out["picked"],
            number=format_number(left_out["picked"]),
        )
    ]


def _again(database: Database, diagnosis_id: int) -> None:
    with database.reading() as db:
        try:
            found = reckon_again(db, diagnosis_id)
        except NotFound:
            message = _("There is no diagnosis with the number %(number)s.", number=diagnosis_id)
            raise Problems([Problem("--again", None, message)]) from None
        then, title = found.diagnosis, edition(db, found.diagnosis.version_id).title
        days = {"title": title, "first": then.first.isoformat(), "last": then.last.isoformat()}
        click.echo(_("%(title)s, %(first)s to %(last)s.", **days))
        counted = {"then": format_number(then.n), "now": format_number(found.n)}
        click.echo(_("Readings: %(then)s then, %(now)s now.", **counted))
        verdicts = {"then": chip_of(then.verdict)[1], "now": chip_of(found.verdict)[1]}
        click.echo(_("Verdict: “%(then)s” then, “%(now)s” now.", **verdicts))
    if found.is_same:
        click.echo(_("It is the same."))
        return
    if not found.same_cells:
        click.echo(_("Readings of this time have come, changed or gone since."))
    if not found.same_model:
        click.echo(_("It was made by another version of the model."))
    click.echo(_("Teams of which something else is said: %(number)s.", number=found.differing))
    raise SystemExit(1)


def _standards(db: Session, slugs: Sequence[str]) -> Iterator[Edition]:
    found = live_all(db, STANDARD.name, slugs or measured(db))
    for slug in slugs:
        if slug not in found:
            gone = document_id_of(db, STANDARD.name, slug) is not None
            message = (
                _("“%(slug)s” is out of use.", slug=slug)
                if gone
                else _("There is no standard called “%(slug)s”.", slug=slug)
            )
            raise Problems([Problem("--standard", None, message)])
    yield from found.values()


def _today() -> date:
    return local_day(current_app.extensions["clock"].now(), site().zone)
