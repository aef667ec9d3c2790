import csv
import html
import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import func, select

from tests.house import House, actor
from tests.moment import NOW
from tests.school import CALLS, PROGRAMME, School
from training.certification import files, previews
from training.certification.models import Assignment, Award, CurrentStanding
from training.certification.queries_dry_run import plan_of, touched_in_chunks
from training.cli import training
from training.content.actions import Typed, save_draft
from training.content.queries import live
from training.content.release import Change
from training.core import web
from training.core.jobs import Job
from training.core.ledger import Entry
from training.core.permissions import Actor, PermissionSet

DAY = timedelta(days=1)
MAIL = "  - {id: mail, module: mail, due: 7 days}\n"


def programme(
    requirements: str = CALLS, *, roles: str = "counter-staff", validity: str = "12 months", **more: str
) -> str:
    values = {"title": "Counter", "due": "30 days", **more}
    return PROGRAMME.format(roles=roles, validity=validity, requirements=requirements.rstrip("\n"), **values)


@dataclass
class Company:
    """Nora is certified, Omar has begun, Grace takes calls and is asked for nothing yet."""

    school: School
    nora: int
    omar: int
    grace: int

    def draft(self, text: str) -> None:
        with self.school.app.app_context(), self.school.database.writing() as db:
            base = live(db, "programme", "counter")
            save_draft(db, Actor.house(), "programme", "counter", Typed(text, None, base.id if base else None), now=NOW)

    def foretold(self, text: str, reader: Actor | None = None) -> previews.DryRun:
        with self.school.app.test_request_context(), self.school.database.reading() as db:
            model = files.parse(text, "counter")
            found = previews.dry_run(db, "counter", model, now=NOW)
            return previews.finish(found, db, reader or actor(self.nora))

    def levels_foretold(self, text: str) -> dict[int, tuple[str, int, int] | None]:
        """By person touched, what their standing would be; None where the programme would be asked no more."""
        with self.school.app.app_context(), self.school.database.reading() as db:
            plan = plan_of(db, "counter", files.parse(text, "counter"), now=NOW, zone=web.site().zone)
            return {
                one.person_id: (one.effect.after.level.value, one.effect.after.held, one.effect.after.total)
                if one.effect.after
                else None
                for chunk in touched_in_chunks(db, plan, web.site().zone)
                for one in chunk
                if one.effect
            }

    def levels(self) -> dict[int, tuple[str, int, int]]:
        with self.school.database.reading() as db:
            rows = db.scalars(select(CurrentStanding))
            return {row.person_id: (row.level, row.held, row.total) for row in rows}

    def publish(self, text: str) -> None:
        self.school.publish("programme", "counter", text, at=NOW, change=Change.BEHAVIOUR)
        self.school.work()

    def rows(self) -> list[int]:
        with self.school.database.reading() as db:
            counted = (Assignment, Award, CurrentStanding, Entry, Job)
            return [db.scalar(select(func.count()).select_from(kind)) or 0 for kind in counted]


@pytest.fixture
def company(app: Flask, house: House) -> Company:
    school = School(app)
    school.open(at=datetime(2026, 1, 5, 9, tzinfo=UTC))
    school.module("mail", at=NOW - 30 * DAY)
    nora, omar, grace = (house.person(name) for name in ("Nora Brandt", "Omar Haddad", "Grace Lindqvist"))
    for person, role in ((nora, "Counter staff"), (omar, "Counter staff"), (grace, "Phone agent")):
        house.role(person, role)
    school.follow(nora, omar, grace)
    school.done(nora, at=NOW - DAY)
    school.passed(nora, at=NOW - DAY)
    return Company(school, nora, omar, grace)


@pytest.mark.parametrize(
    "text",
    [
        programme(f"{CALLS}\n{MAIL}"),
        programme(CALLS, roles="counter-staff, phone-agent"),
        programme(CALLS, roles="phone-agent"),
        programme("  - {id: calls, module: calls, due: 14 days}\n"),
        programme("  - {id: calls, module: calls, due: 4 days}\n  - {id: calls-quiz, quiz: calls, mark: 95}\n"),
        programme(MAIL + "  - {id: one, any: 1, of: [{id: calls, module: calls}, {id: calls-quiz, quiz: calls}]}\n"),
        programme(CALLS, validity="1 month", due="5 days"),
        programme(CALLS).replace("roles: [counter-staff]", "everybody: true"),
    ],
)
def test_what_is_foretold_comes_true(company: Company, text: str) -> None:
    before, rows = company.levels(), company.rows()
    foretold = company.levels_foretold(text)
    assert company.rows() == rows  # nothing was written
    company.publish(text)
    after = company.levels()
    for person in (company.nora, company.omar, company.grace):
        assert foretold.get(person, before.get(person)) == after.get(person)


def test_the_sum_says_how_many_are_touched_and_how(company: Company) -> None:
    found = company.foretold(programme(f"{CALLS}\n{MAIL}", roles="counter-staff, phone-agent", validity="24 months"))
    total = found.sum
    assert (total.people, total.asked, total.more_to_do, total.kept) == (3, 1, 2, 1)
    assert [(before.value, after.value) for before, after in total.levels] == [("certified", "soon")]
    removed = company.foretold(programme(CALLS, roles="phone-agent")).sum
    assert (removed.people, removed.asked, removed.asked_no_more) == (3, 1, 2)
    assert company.foretold(programme(CALLS, due="40 days")).sum.later == 1
    assert company.foretold(programme(CALLS, due="20 days")).sum.sooner == 1


def test_words_alone_touch_nobody(company: Company) -> None:
    assert company.foretold(programme(CALLS, title="At the counter")).sum.people == 0


def test_the_page_says_it_before_publishing_and_the_table_has_everybody(company: Company, house: House) -> None:
    company.draft(programme(f"{CALLS}\n{MAIL}", roles="counter-staff, phone-agent", validity="24 months"))
    browser = house.administrator()
    for address in ("/documents/programme/counter/publish", "/programmes/counter/dry-run"):
        answer = browser.get(address)
        assert answer.status_code == 200
        page = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))))
        assert "It touches 3 people. Nothing has been changed yet." in page
        assert "It is newly asked of one person." in page
        assert "2 people have more to do." in page
        assert "One certificate keeps its last day." in page
        assert "What is issued from then on holds 24 months instead of 12 months." in page
        assert "Grace Lindqvist Juniper & Vale. Newly asked." in page
        assert "Certified → Due soon. “Mail”: Not asked for → Due soon, due on 19 March 2026." in page
    answer = browser.get("/programmes/counter/dry-run.csv")
    lines = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert [line[1] for line in lines] == ["Name", "Nora Brandt", "Omar Haddad", "Grace Lindqvist"]


def test_an_author_learns_how_many_and_not_who(company: Company, house: House) -> None:
    text = programme(f"{CALLS}\n{MAIL}")
    company.draft(text)
    author = house.someone_with(PermissionSet.AUTHOR, name="Ada Novak")
    page = house.browser(author).get("/programmes/counter/dry-run").get_data(as_text=True)
    assert "It touches 2 people." in page
    assert "Nora Brandt" not in page
    assert "You may see how many they are, and not who." in page
    assert "Nora" not in house.browser(author).get("/programmes/counter/dry-run.csv").get_data(as_text=True)
    assert house.browser(company.nora).get("/programmes/counter/dry-run").status_code == 404


def test_a_draft_with_faults_leads_back_to_its_text(company: Company, house: House) -> None:
    company.draft(programme("  - {id: calls, module: no-such}\n"))
    answer = house.administrator().get("/programmes/counter/dry-run")
    assert (answer.status_code, answer.location) == (303, "/documents/programme/counter/edit")
    assert house.browser(company.nora).get("/programmes/no-such/dry-run").status_code == 404


def test_the_command_says_the_same_of_a_file(company: Company, app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "counter.yaml"
    file.write_text(programme(f"{CALLS}\n{MAIL}"), encoding="utf-8")
    rows = company.rows()
    for words, told in (([], "It touches 2 people.\n2 people have more to do."), (["--names"], "Omar Haddad")):
        found = CliRunner().invoke(training, ["programme", "preview", str(file), *words], obj=_info(app))
        assert found.exit_code == 0, found.output
        assert told in found.output
    file.write_text(programme("  - {id: calls, module: no-such}"), encoding="utf-8")
    assert CliRunner().invoke(training, ["programme", "preview", str(file)], obj=_info(app)).exit_code == 1
    assert company.rows() == rows


def _info(app: Flask) -> ScriptInfo:
    return ScriptInfo(create_app=lambda: app)
