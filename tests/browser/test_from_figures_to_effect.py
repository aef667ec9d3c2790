"""The sample company from a file of calls to a training need, from the need to a lesson, and to what came of it.

Its history holds a matter of the process, a gap in skill, a figure that differs by chance alone, a lesson that helped
and one that did not; people on their phones read on the site which is which.
"""

import csv
import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from tests.browser.conftest import RunningSite, Visitor, listening
from tests.house import House
from tests.moment import NOW, TODAY
from tests.sample import DUBLIN
from tests.shared import share_templates
from tests.shelf import put
from training import demo
from training.app import create_app
from training.config import Settings
from training.core.clock import FixedClock
from training.core.jobs import enqueue
from training.core.permissions import Actor
from training.core.worker import Worker
from training.demo.accounts import accounts
from training.diagnosis.jobs import NIGHT
from training.effects.jobs import JUDGE
from training.metrics.actions_import import run
from training.metrics.actions_reading import Intake
from training.people.models import Person

ADMINISTRATOR, AUTHOR, LEADER = "J1002", "J1003", "J1025"
NEWCOMER = "J1038"  # 偉倫 黃 has answered the telephone for three days, and was asked nothing yet of what it takes
SOLVED = "Solved the first time"
OFTEN = """\
title: How we look at our figures
summary: People are looked at each four weeks.
people: 4 weeks
"""
COLUMNS = """\
call_id started_at employee_id team queue wait_seconds handle_seconds
resolved_first_contact callback_promised callback_within_hour csat
"""
HELPED = re.compile(r"It helps: \+\d+ points \(\+\d+ to \+\d+\), from 1 round with 5 people\.")
USELESS = re.compile(r"It does nothing worth having: .+ \(−\d+ to .+\), from 1 round with 5 people\.")
UP = re.compile(r"Up \d+ points\. .+ training’s share is \+\d+ \(\+\d+ to \+\d+\): it helped\.")
COUNTED = re.compile(r"Counted as it stands: \d+ of 1\d\d, [56]\d % met\.")
SEEN = "I sat beside you on Monday. You answered before they had come to the end."


@pytest.fixture
def running(tmp_path: Path, sqlite_file: Path, compiled_templates: Path) -> Iterator[RunningSite]:
    """The sample company, which looks at single people each four weeks."""
    shutil.copy(sqlite_file, tmp_path / "training.db")
    clock = FixedClock(NOW)
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'training.db'}",
        data_dir=tmp_path,
        secret_key="k" * 40,
        timezone=DUBLIN.key,
    )
    app = create_app(settings, clock=clock)
    share_templates(app, compiled_templates)
    demo.load(app)
    put(app, "review-rules", "how-we-look-at-our-figures", OFTEN, {"rhythm": "behaviour"})
    yield from listening(app, House(app, is_new=False), clock)


def test_a_file_of_calls_leads_to_a_need_to_a_lesson_and_to_what_came_of_it(visitor: Visitor, tmp_path: Path) -> None:
    the_author_is_told_what_did_not_help(visitor)
    visitor.site.clock.at = NOW + timedelta(days=22)
    calls = calls_of_the_newcomer(tmp_path / "calls-from-home.csv", days=range(21), solved=0.55)
    the_administrator_brings_in(visitor, calls)
    work(visitor.site, NIGHT)
    the_leader_sees_which_is_which(visitor)
    need = the_leader_assigns_the_smallest_training(visitor)
    the_newcomer_learns(visitor, need)
    the_leader_sees_what_works(visitor)
    of_one_person_nobody_can_tell(visitor, need, tmp_path / "calls-of-summer.csv")


def the_author_is_told_what_did_not_help(visitor: Visitor) -> None:
    page = sign_in(visitor, AUTHOR)
    expect(page.get_by_text("“Keeping a promise” did not help")).to_have_count(0)
    page.get_by_role("link", name="“Taking a call” did not help yet.").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What “Taking a call” did to the figures")
    expect(page.get_by_text(USELESS)).to_be_visible()
    expect(page.get_by_text("That is said of the lesson, not of you.")).to_be_visible()
    assert not visitor.overflows()


def the_administrator_brings_in(visitor: Visitor, file: Path) -> None:
    page = sign_in(visitor, ADMINISTRATOR)
    page.goto(visitor.site.url + "/figures/sources")
    page.get_by_role("link", name="Calls of the phone agents").click()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Go on").click()
    # Nobody is asked again what its columns hold.
    expect(page.get_by_role("heading", level=1)).to_have_text("162 rows, ready to be taken in")
    expect(page.get_by_text("Days")).to_be_visible()
    expect(page.get_by_text("12 March 2026 to 1 April 2026")).to_be_visible()
    assert not visitor.overflows()
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("is being taken in")
    Worker(visitor.site.app).run_due()  # beside a running site the worker does this by itself
    page.goto(page.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("calls-from-home.csv is in")


def the_leader_sees_which_is_which(visitor: Visitor) -> None:
    page = sign_in(visitor, LEADER)
    expect(page.get_by_role("link", name=f"Does 偉倫 黃 need training? “{SOLVED}”")).to_be_visible()
    assert not visitor.overflows()
    page.get_by_role("link", name="Needs", exact=True).click()
    page.get_by_role("link", name="Where we miss").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 standards need somebody")
    for title, word, sentence in (
        ("Answered by the third ring", "Process", "The whole team is low: look at the process first."),
        (SOLVED, "Skill", "The team as a whole is steady: look at the skill of a few, not at the process."),
        ("Customers are satisfied", "Met", "It is kept. Nothing has to be done."),
    ):
        expect(line(page, title)).to_contain_text(sentence)
        expect(line(page, title).locator(".chip")).to_have_text(word)
    assert not visitor.overflows()
    page.get_by_role("link", name="Customers are satisfied").click()
    expect(page.get_by_text("Differences between people are no larger than chance would make them")).to_be_visible()
    assert not visitor.overflows()


def the_leader_assigns_the_smallest_training(visitor: Visitor) -> str:
    """The address of the need."""
    page = visitor.open("/needs")
    page.get_by_role("link", name="偉倫 黃").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("sure that 偉倫 is really below the standard")
    expect(page.get_by_text(COUNTED)).to_be_visible()
    expect(page.get_by_text("A lesson needs a second source")).to_be_visible()
    assert not visitor.overflows()
    address = page.url
    page.get_by_label("Four in the queue").uncheck()
    page.get_by_label("A call, from the first ring to the note").uncheck()
    page.get_by_text("Something else, or more").click()
    page.get_by_label("Ask one question before you show anything").check()
    page.get_by_role("button", name="Confirm and assign").click()
    expect(page.get_by_role("link", name="So far only one source says so.")).to_be_visible()
    assert not visitor.overflows()
    page.get_by_label("A word about it, or your reason").fill(SEEN)
    page.get_by_role("button", name="Confirm and assign").click()
    expect(page.get_by_text("Assigned. 偉倫 is told.")).to_be_visible()
    expect(page.get_by_text("Of so few nobody will be able to tell")).to_be_visible()
    assert not visitor.overflows()
    return address.removeprefix(visitor.site.url)


def the_newcomer_learns(visitor: Visitor, need: str) -> None:
    visitor.sign_in_as(person_of(visitor.site, NEWCOMER))
    page = visitor.open("/")
    page.get_by_role("link", name=f"For you: 4 min on “{SOLVED}”").click()
    assert not visitor.overflows()
    page.get_by_role("link", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hear it to the end, then say it back")
    assert not visitor.overflows()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="Go on").click()
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("link", name="Answer the question on this page first")).to_be_visible()
    page.get_by_label("What are the two like at home").check()
    page.get_by_role("button", name="Check my answer").click()
    expect(page.get_by_text("Right.")).to_be_visible()
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All of it is done")
    page.get_by_role("link", name="Why this, and what it rests on").click()
    expect(page.get_by_text("Trained", exact=True)).to_be_visible()
    expect(page.get_by_text(SEEN)).to_be_visible()
    assert not visitor.overflows()
    page.get_by_role("link", name="Who looked at your figures").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your figures")
    expect(page.locator("#looks")).to_contain_text("Samir Bensaïd")
    assert not visitor.overflows()


def the_leader_sees_what_works(visitor: Visitor) -> None:
    page = sign_in(visitor, LEADER)
    page.get_by_role("link", name="Needs", exact=True).click()
    page.get_by_role("link", name="What works").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One lesson is known to help here")
    helped, useless = (
        page.locator("article").filter(has_text=title) for title in ("Keeping a promise", "Taking a call")
    )
    expect(helped).to_contain_text("It helped")
    expect(helped).to_contain_text(HELPED)
    expect(useless).to_contain_text(USELESS)
    assert not visitor.overflows()
    helped.get_by_role("link", name="Phones").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(UP)
    expect(page.get_by_text("is to be expected even without training")).to_be_visible()
    assert not visitor.overflows()


def of_one_person_nobody_can_tell(visitor: Visitor, need: str, file: Path) -> None:
    """On its day the round is judged by what came in since, and says what nobody can say: nine months ago, where the
    days before the training lie, nobody knew the newcomer."""
    site = visitor.site
    site.clock.at = NOW + timedelta(days=140)
    calls_of_the_newcomer(file, days=range(22, 138), solved=0.9)
    with site.app.app_context():
        run(
            site.house.database,
            Actor.house(),
            Intake("calls", file, file.name),
            zone=DUBLIN,
            now=site.clock.at,
        )
    work(site, JUDGE)
    sign_in(visitor, LEADER)
    page = visitor.open(need)
    expect(page.get_by_text("Cannot tell: nobody who was trained was measured both before and after.")).to_be_visible()
    expect(page.get_by_text("Result known", exact=True)).to_be_visible()
    assert not visitor.overflows()


def calls_of_the_newcomer(file: Path, *, days: range, solved: float) -> Path:
    """Nine calls a day, as the telephone system writes them; days are counted from the first one of the test."""
    random = Random("calls from home")  # noqa: S311 -- invented calls, no secret
    with file.open("w", newline="") as target:
        rows = csv.writer(target)
        rows.writerow(COLUMNS.split())
        for on in (TODAY + timedelta(days=day) for day in days):
            if on.weekday() < 6:
                rows.writerows(_call(random, on, hour, solved) for hour in range(9, 18))
    return file


def _call(random: Random, on: date, hour: int, solved: float) -> list[object]:
    at = f"{on} {hour:02}:{random.randrange(60):02}:00"
    queue, wait, handled = random.choice(["orders", "deliveries"]), random.randint(5, 19), random.randint(200, 320)
    return [f"H{on:%m%d}{hour}", at, NEWCOMER, "Phones", queue, wait, handled, int(random.random() < solved), 0, "", ""]


def work(site: RunningSite, kind: str) -> None:
    """Have the worker do what comes round at night."""
    with site.house.database.writing() as db:
        enqueue(db, kind, now=site.clock.at)
    Worker(site.app).run_due()


def sign_in(visitor: Visitor, number: str) -> Page:
    """Sign in with an account of the sample, at the door."""
    account = next(one for one in accounts() if one.employee_number == number)
    visitor.context.clear_cookies()
    page = visitor.open("/sign-in")
    page.locator("input[name=name]").fill(account.sign_in)
    page.locator("input[name=passphrase]").fill(account.passphrase)
    page.keyboard.press("Enter")
    page.wait_for_url(visitor.site.url + "/")
    return page


def person_of(site: RunningSite, number: str) -> int:
    with site.house.database.reading() as db:
        return db.scalars(select(Person.id).where(Person.employee_number == number)).one()


def line(page: Page, title: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("link", name=title))
