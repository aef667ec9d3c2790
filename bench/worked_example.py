"""A review from two files to its verdicts: what the commands say, what each verdict rests on, and its pictures.

python -m bench.worked_example ROSTER.csv INTERACTIONS.csv OUT_DIR [--timezone Europe/Dublin]

A fresh site on SQLite in a folder of its own takes in the starter library, the roster and the calls, by the commands
that an operator types, and reviews teams and people on the day after the last call. Figures come out as Markdown, as
in docs/worked-example.md; OUT_DIR gets the pictures. What is said is of teams: nobody is named, and of fewer than five
people nothing is told.
"""

import argparse
import csv
import secrets
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench.quiet import be_quiet
from bench.worked_checks import of_days, of_strata, other_windows, people_of, rare, row, table
from bench.worked_pictures import on_its_own
from training.app import create_app
from training.cli import training
from training.config import Settings
from training.content.models import Document
from training.core.clock import FixedClock, local_day
from training.core.db import Database
from training.core.migrate import upgrade
from training.core.permissions import Actor
from training.core.site import SiteRow
from training.core.web import site
from training.diagnosis.actions_limits import count_near_limits
from training.diagnosis.models import Diagnosis, Finding
from training.diagnosis.queries_page import Beside, beside
from training.diagnosis.queries_review import Reviewed, TeamFound, reviewed, reviewed_standards
from training.diagnosis.rules_findings import ACT, LOOK
from training.diagnosis.rules_tallies import aim_of
from training.diagnosis.words import chip_of, remark_sentences
from training.diagnosis.words_figures import counted_words, span_words, sure_words
from training.diagnosis.words_pages import drift_words, found_words
from training.method.verdicts import Verdict
from training.metrics.panels import DAYS
from training.metrics.queries_cells import FEW, Window
from training.needs.models import Need
from training.people.models import Team

HOUSE = Actor.house()
LOW = (Verdict.PROCESS, Verdict.BOTH)
NIGHT = timedelta(hours=5)
"""After midnight of the day after the last call: by then the night's jobs have run."""


@dataclass(frozen=True)
class Said:
    """What a command printed, and what it took in seconds by the clock and of the processor."""

    words: str
    text: str
    seconds: float
    work: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("roster", type=Path)
    parser.add_argument("interactions", type=Path)
    parser.add_argument("out", type=Path, help="Where the pictures go.")
    parser.add_argument("--timezone", default="Europe/Dublin")
    wanted = parser.parse_args()
    be_quiet()
    wanted.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        app = begin(Path(folder), wanted.timezone, last_day(wanted.interactions))
        for said in commands(app, wanted.roster, wanted.interactions):
            print(f"### training {said.words}\n\n```\n{said.text.strip()}\n```\n")
            print(f"{said.seconds:.1f} s, {said.work:.1f} s of the processor\n", flush=True)
        database: Database = app.extensions["database"]
        with app.test_request_context(), database.writing() as db:
            today = local_day(app.extensions["clock"].now(), site().zone)
            count_near_limits(db, Window.back_from(today - timedelta(days=1), DAYS))  # as each night
        with app.test_request_context(), database.reading() as db:
            for line in told(db, today=today):
                print(line)
            drawn = draw(app, db, wanted.out)
        print(f"\n{drawn} pictures.")


def last_day(interactions: Path) -> date:
    """The day of the last call."""
    with interactions.open(newline="", encoding="utf-8") as opened:
        return max(date.fromisoformat(row["started_at"][:10]) for row in csv.DictReader(opened))


def begin(folder: Path, timezone: str, last: date) -> Flask:
    """A site with its tables and nobody in it, whose clock stands on the day after."""
    now = datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=1) + NIGHT
    settings = Settings(f"sqlite:///{folder}/training.db", folder, secrets.token_hex(32), timezone=timezone)
    app = create_app(settings, clock=FixedClock(now))
    database: Database = app.extensions["database"]
    upgrade(database)
    with app.app_context(), database.writing() as db:
        db.add(SiteRow(id=1, company="Company", timezone=timezone, set_up_at=now))
    return app


def commands(app: Flask, roster: Path, interactions: Path) -> Iterator[Said]:
    """What an operator types, in this order; what was printed says only the names of files."""
    for words in (
        ("content", "sync"),
        ("people", "import", str(roster)),
        ("metrics", "import", str(interactions), "--source", "calls", "--preset", "interactions"),
        ("needs", "review", "--people"),
    ):
        began, worked = time.perf_counter(), time.process_time()
        obj = ScriptInfo(create_app=lambda: app)
        result = CliRunner().invoke(training, words, obj=obj, catch_exceptions=False)
        took, work = time.perf_counter() - began, time.process_time() - worked
        if result.exit_code:
            raise SystemExit(result.output)
        lines = result.stdout.splitlines()  # what is to be checked stands in the other stream, with names
        if words[0] == "content":
            lines = lines[-1:]  # a hundred names of documents say nothing here
        yield Said(" ".join(Path(word).name for word in words), "\n".join(lines), took, work)


def told(db: Session, *, today: date) -> Iterator[str]:
    """Verdicts by standard and team, what they rest on, and what other ways of looking would say."""
    found = reviewed_standards(db, HOUSE)
    homes = _homes(db)
    for one in found:
        yield from _of_standard(db, one, homes, today)
    figures = (f">{name}" for name in ("n", "Q (df)", "p", "Reliability", "φ", "Weeks", "τ", "π", "ω", "μ0"))
    yield from table("What it rests on", "Standard", *figures, "Remarks", ">Act", ">Look", ">Missed as counted")
    yield from (_rests_on(db, one) for one in found)
    yield ""
    yield from _opened(db)
    for check in (other_windows, of_strata, of_days):
        yield from check(db, found)
        yield ""


def _of_standard(db: Session, one: Reviewed, homes: dict[int, str], today: date) -> Iterator[str]:
    diagnosis, standard = _of(one), one.standard
    yield f"### {standard.title} ({one.slug})\n"
    yield f"{chip_of(one.verdict)[1]}. {found_words(one)} {counted_words(standard, one.raw, one.n)}."
    low, high = diagnosis.figures["needed"]
    yield f"{diagnosis.first} to {diagnosis.last}. It takes {low:.0f} to {high:.0f} readings of somebody."
    near = beside(db, HOUSE, one, "", today=today)
    notes = [*remark_sentences(diagnosis.remarks), drift_words(standard, near.drift)]
    notes += [f"{guard.sentence} {guard.remedy}" for guard in near.guards]
    notes += [picture.says for picture in (near.funnel, near.run) if picture]
    yield from (f"- {note}" for note in notes if note)
    listed = _listed(db, one)
    heads = ("Found", ">People", ">Readings", "As counted", "95 %", "Likely, 90 %", "Missed", ">Act", ">Look")
    yield from ("", *table(f"{one.slug}, team by team", "Team", *heads))
    for team in sorted(one.told, key=lambda team: homes[team.team_id]):
        finding = team.finding
        cells = (
            *(homes[team.team_id], chip_of(finding.verdict)[1], f"{finding.people}", f"{finding.n:,}"),
            counted_words(standard, finding.raw, finding.n),
            span_words(standard, finding.raw_low, finding.raw_high),
            span_words(standard, finding.low, finding.high),
            sure_words(finding.chance),
            *(f"{listed[team.team_id, name]}" for name in (ACT, LOOK)),
        )
        yield row(*cells)
    yield ""


def _rests_on(db: Session, one: Reviewed) -> str:
    diagnosis = _of(one)
    figures, aim, people = diagnosis.figures, aim_of(one.standard), people_of(db, one)
    naive = sum((each.raw > aim.target) == aim.higher_is_worse and each.raw != aim.target for each in people)
    listed = Counter(each.listed for each in people)
    cells = (
        *(one.slug, f"{diagnosis.n:,}", f"{figures['q']:.1f} ({figures['df']})", rare(figures["p"])),
        *(f"{figures[name]:.2f}" for name in ("reliability", "phi", "shared")),
        *(f"{figures[name]:.3f}" for name in ("tau", "pi", "omega", "centre")),
        *(", ".join(diagnosis.remarks) or "–", f"{listed[ACT]}", f"{listed[LOOK]}", f"{naive} of {len(people)}"),
    )
    return row(*cells)


def _opened(db: Session) -> Iterator[str]:
    """How many needs the review opened, of teams and of people; whoever has left has none."""
    query = (
        select(Document.slug, Need.kind, func.count(), func.count(Need.person_id))
        .join(Document, Document.id == Need.standard_id)
        .group_by(Document.slug, Need.kind)
        .order_by(Document.slug, Need.kind)
    )
    yield from table("Needs opened", "Standard", "Kind", ">Teams", ">People")
    for slug, kind, number, people in db.execute(query):
        yield row(slug, kind, number - people, people)
    listed = select(func.count(Finding.person_id.distinct())).where(Finding.listed == ACT)
    needed = select(func.count(Need.person_id.distinct()))
    yield f"\nPeople on a list to act on: {db.scalar(listed)}, with a need: {db.scalar(needed)}.\n"


def draw(app: Flask, db: Session, out: Path) -> int:
    """The pictures of each standard as its page has them: everybody, and the weeks of all teams or of the low ones."""
    macros: Any = app.jinja_env.get_template("macros/charts.html").make_module()
    homes, drawn = _homes(db), dict[str, str]()
    for one in reviewed_standards(db, HOUSE):
        if any(team.finding.people < FEW for team in one.told):
            raise SystemExit(f"{one.slug}: a team of so few is not to be drawn.")
        title, near = one.standard.title, _beside(db, one, None)
        if near.funnel:
            figure = macros.funnel(near.funnel.picture, near.funnel.says, near.funnel.table)
            drawn[one.slug] = on_its_own(figure, f"{title}: {near.funnel.title}")
        low = [team for team in one.told if team.finding.verdict in LOW]
        for team in low if len(low) < len(one.told) else [None]:
            run, where = _beside(db, one, team).run, homes[team.team_id] if team else "all teams"
            if run:
                figure = macros.run_chart(run.picture, run.says, run.table, f"{where}, week by week")
                file = f"{one.slug}-{'-'.join(where.casefold().split())}-weeks"
                drawn[file] = on_its_own(figure, f"{title}, {where}: {run.title}")
    for name, picture in drawn.items():
        (out / f"worked-example-{name}.svg").write_text(picture, encoding="utf-8")
    return len(drawn)


def _beside(db: Session, one: Reviewed, team: TeamFound | None) -> Beside:
    path = db.scalar(select(Team.path).where(Team.id == team.team_id)) if team else ""
    found = reviewed(db, HOUSE, one.edition, path or "")
    return beside(db, HOUSE, found, path or "", today=_of(one).last + timedelta(days=1))


def _of(one: Reviewed) -> Diagnosis:
    if one.diagnosis is None:
        raise SystemExit(f"{one.slug} was not reviewed.")
    return one.diagnosis


def _listed(db: Session, one: Reviewed) -> Counter[tuple[int | None, str]]:
    return Counter((each.team_id, each.listed) for each in people_of(db, one))


def _homes(db: Session) -> dict[int, str]:
    """What tells teams of the same name apart: the name of the team above."""
    teams = {team.id: team for team in db.scalars(select(Team))}
    return {
        team.id: teams[int(above[-2])].name if len(above := team.path.strip("/").split("/")) > 1 else team.name
        for team in teams.values()
    }


if __name__ == "__main__":
    main()
