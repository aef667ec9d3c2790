"""The sample company: what there is to see in it, that all of it holds together, and that it goes without a trace."""

import itertools
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from tests.conftest import KEY
from tests.databases import PostgresServer
from tests.house import House
from tests.moment import NOW, TODAY
from training import demo
from training.accounts import hashing
from training.accounts.models import Account, OneTimeCode, Visit
from training.accounts.rules_passphrases import weakness_of
from training.app import create_app
from training.certification.actions_standing import follow
from training.certification.models import Assignment, Award, CurrentStanding
from training.certification.rules import Level, State
from training.config import ROOT, Settings
from training.content.library import library
from training.content.models import Audience, Document, Draft, Edge, Media, Version
from training.content.queries import edition
from training.content.sync import sync
from training.content.tree import read_tree
from training.core.clock import FixedClock, local_day
from training.core.db import Base, Database
from training.core.jobs import Round
from training.core.ledger import Entry, flaws, unsealed
from training.core.permissions import Actor, PermissionSet
from training.core.problems import Problems
from training.core.site import SiteRow
from training.core.throttle import Bucket
from training.core.worker import Beat
from training.demo import removal
from training.demo.before import REMOVED
from training.demo.colleagues import COLLEAGUES
from training.modules.models import ModuleProgress
from training.operations.checks import results
from training.operations.models import LastCare
from training.people.models import Delegation, Grant, Person, Role, RolePeriod, Team
from training.people.queries import status_on
from training.practice.models import PracticeCard, PracticeReview
from training.practice.queries import today_of
from training.practice.queries_recall import recall
from training.quizzes.models import Answer, Attempt
from training.quizzes.queries import questions_of
from training.quizzes.rules import Form, mark_attempt
from training.scenarios.actions import evidence_of
from training.scenarios.files import LATE
from training.scenarios.game.check import analysis_of
from training.scenarios.game.path import Decision, decide, score, stand
from training.scenarios.models import ScenarioPlay, ScenarioTurn
from training.scenarios.rules_clock import GRACE, Pace, allowed
from training.scripts.models import Rehearsal
from training.scripts.queries import said_from
from training.scripts.rules_rehearsal import Turn, next_turn, shaky

DUBLIN = ZoneInfo("Europe/Dublin")
LEADERS_TEAM = "Harbour Street counter"
BROUGHT = ("document", "document_audience", "version", "edge", "media")  # tables of the starter library
FOUND = {"search_entry", "search_role", "search_word", "search_state"}  # made from live documents, and checked so


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def company(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application with the sample, shared by the tests that only look at it."""
    folder = tmp_path_factory.mktemp("demo")
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_file"), folder / "training.db")
        yield from _with_the_sample(f"sqlite:///{folder / 'training.db'}", folder)
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.fresh_database() as url:
        yield from _with_the_sample(url, folder)


def _with_the_sample(url: str, folder: Path) -> Iterator[Flask]:
    settings = Settings(database_url=url, data_dir=folder, secret_key=KEY, timezone="Europe/Dublin")
    app = create_app(settings, clock=FixedClock(NOW))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    demo.load(app)
    yield app
    app.extensions["database"].close()


@pytest.fixture
def seen(company: Flask) -> Iterator[Session]:
    with company.app_context(), company.extensions["database"].reading_session() as session:
        yield session


def publish_library(app: Flask) -> None:
    """Take the starter library in, as `training serve` does before anything else."""
    with app.app_context(), app.extensions["database"].writing() as db:
        sync(db, Actor.house(), read_tree(ROOT, library().kinds), now=NOW)


def everything(app: Flask) -> dict[str, list[Any]]:
    """Every row of every table but the ledger and the index of search, in order."""
    with app.extensions["database"].reading() as db:
        return {
            name: sorted((tuple(row) for row in db.execute(select(table))), key=repr)
            for name, table in Base.metadata.tables.items()
            if name not in {Entry.__tablename__, *FOUND}
        }


def counts(app: Flask) -> dict[str, int]:
    return {name: len(rows) for name, rows in everything(app).items()}


def sentences(app: Flask) -> list[str]:
    """What the checks find; the tests lay their tables without steps, so the shape is not asked for."""
    return [sentence for found in results(app) if found.name != "shape of the tables" for sentence in found.sentences]


def levels(db: Session, team: str | None = None) -> Counter[str]:
    query = select(CurrentStanding.level).join(Person, Person.id == CurrentStanding.person_id).join(Person.team)
    return Counter(db.scalars(query.where(Team.name == team) if team else query))


def parts(db: Session, team: str) -> set[str]:
    query = select(CurrentStanding.parts).join(Person, Person.id == CurrentStanding.person_id).join(Person.team)
    return {part[1] for found in db.scalars(query.where(Team.name == team)) for part in found}


def test_a_leader_sees_every_state_there_is(seen: Session) -> None:
    assert set(levels(seen, LEADERS_TEAM)) == set(Level)
    assert parts(seen, LEADERS_TEAM) == set(State) - {State.SPARE}


def test_most_of_the_company_may_serve_today(seen: Session) -> None:
    found = levels(seen)
    assert found[Level.CERTIFIED] > found.total() / 2
    assert found[Level.EXPIRED] >= 2
    assert found[Level.OVERDUE] >= 3
    assert found[Level.TRAINING] >= 2


def test_sixty_people_of_every_kind_are_in_it(seen: Session) -> None:
    status = Counter(seen.scalars(select(status_on(TODAY)).select_from(Person)))
    assert 55 <= status["active"] <= 62
    assert (status["leave"], status["future"], status["left"]) == (3, 1, 5)
    assert len(seen.scalars(select(Team).where(Team.parent_id.is_not(None))).all()) == 6
    people = seen.scalars(select(Person)).all()
    assert sum(person.email is None for person in people) >= 10
    assert len({person.language for person in people}) >= 12
    alphabets = {unicodedata.name(person.family_name[0]).split()[0] for person in people}
    assert {"LATIN", "CYRILLIC", "GREEK", "ARABIC", "CJK", "DEVANAGARI", "ARMENIAN"} <= alphabets
    assert max(len(person.full_name) for person in people) > 40


def test_two_years_lie_behind_it(seen: Session) -> None:
    first = seen.scalar(select(func.min(Entry.at)))
    assert first is not None
    assert timedelta(days=731) < NOW - first < timedelta(days=780)
    months = Counter((entry.at.year, entry.at.month) for entry in seen.scalars(select(Entry)))
    assert len(months) >= 24
    assert seen.scalars(select(SiteRow)).one().is_demo


def test_certificates_were_renewed_in_time_and_too_late_and_never(seen: Session) -> None:
    awards = seen.scalars(select(Award).order_by(Award.person_id, Award.document_id, Award.issued_on)).all()
    pairs = [
        (one, two)
        for one, two in itertools.pairwise(awards)
        if (one.person_id, one.document_id) == (two.person_id, two.document_id)
    ]
    assert sum(two.periods > one.periods and two.issued_on <= one.until for one, two in pairs if one.until) > 15
    assert sum(two.periods == 1 and two.issued_on > one.until for one, two in pairs if one.until) >= 3
    assert all(local_day(award.at, DUBLIN) == award.issued_on for award in awards)
    assert len({award.public_id for award in awards}) == len(awards)


def test_quizzes_were_failed_at_first_and_passed_later(seen: Session) -> None:
    tries: dict[tuple[int, int], list[bool]] = {}
    query = select(Attempt).where(Attempt.submitted_at.is_not(None)).order_by(Attempt.submitted_at)
    for attempt in seen.scalars(query):
        tries.setdefault((attempt.person_id, attempt.document_id), []).append(bool(attempt.passed))
    assert sum(not found[0] and any(found) for found in tries.values()) >= 8
    assert all(found[-1] or not any(found[-2:]) for found in tries.values() if len(found) > 1)


def test_somebody_is_in_the_middle_of_a_module_and_of_a_quiz(seen: Session) -> None:
    reading = seen.scalars(select(ModuleProgress).where(ModuleProgress.finished_at.is_(None))).first()
    assert reading is not None
    assert reading.done
    assert reading.last_block not in reading.done
    sitting = seen.scalars(select(Attempt).where(Attempt.submitted_at.is_(None))).first()
    assert sitting is not None
    answered = select(func.count(Answer.response), func.count()).where(Answer.attempt_id == sitting.id)
    given, asked = seen.execute(answered).one()
    assert 0 < given < asked


def test_managers_have_done_something(seen: Session) -> None:
    by_hand = seen.scalars(select(Assignment).where(Assignment.role_id.is_(None))).one()
    assert by_hand.by_id is not None
    assert seen.scalar(
        select(func.count()).select_from(Delegation).where(Delegation.from_on <= TODAY, Delegation.until_on >= TODAY)
    )
    kinds = Counter(seen.scalars(select(Entry.kind)))
    assert kinds["reminder.sent"] >= 3
    assert kinds["role.given"] >= 3
    moved = list(seen.scalars(select(Entry).where(Entry.kind == "person.changed")))
    assert any("team_id" in entry.facts["changes"] for entry in moved)
    ended = select(Assignment).where(Assignment.ended_on.is_not(None))
    assert len(seen.scalars(ended).all()) >= 5


def test_the_ledger_is_in_true_order_sealed_and_not_ahead_of_today(seen: Session) -> None:
    entries = seen.scalars(select(Entry).order_by(Entry.id)).all()
    assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
    assert entries[-1].at <= NOW
    assert unsealed(seen) == 0
    assert flaws(seen) == []


def test_every_check_is_content(company: Flask) -> None:
    assert sentences(company) == []


def test_every_attempt_marks_to_its_score(seen: Session) -> None:
    said = {
        entry.facts["attempt"]: entry
        for entry in seen.scalars(select(Entry).where(Entry.kind.in_(("quiz.passed", "quiz.failed"))))
    }
    for attempt in seen.scalars(select(Attempt)):
        form = Form.from_json(attempt.form)
        questions = questions_of(seen, form)
        rows = seen.scalars(select(Answer).where(Answer.attempt_id == attempt.id).order_by(Answer.item)).all()
        assert [row.item for row in rows] == list(range(1, len(form) + 1))
        responses = [tuple(row.response or ()) for row in rows]
        for question, response in zip(questions, responses, strict=True):
            assert question.parse(response) == response
        saved = [row.saved_at for row in rows if row.saved_at]
        assert all(attempt.started_at < at <= (attempt.submitted_at or NOW) for at in saved)
        if attempt.submitted_at is None:
            assert attempt.id not in said
            continue
        quiz = edition(seen, attempt.version_id)
        result = mark_attempt(questions, responses, pass_mark=quiz.model.pass_mark)
        assert (attempt.score, attempt.max_score, attempt.passed) == (float(result.score), result.most, result.passed)
        entry = said[attempt.id]
        assert entry.kind == ("quiz.passed" if result.passed else "quiz.failed")
        assert (entry.at, entry.subject_id, entry.version_id) == (
            attempt.submitted_at,
            attempt.person_id,
            attempt.version_id,
        )
        assert entry.facts["score"] == result.per_cent


def test_everybody_read_the_version_that_was_live(seen: Session) -> None:
    published: dict[int, list[Version]] = {}
    for version in seen.scalars(select(Version).order_by(Version.number)):
        published.setdefault(version.document_id, []).append(version)
    proven = {
        (entry.subject_id, entry.version_id, entry.at)
        for entry in seen.scalars(select(Entry).where(Entry.kind == "module.done"))
    }
    for reading in seen.scalars(select(ModuleProgress)):
        live = [version for version in published[reading.document_id] if version.at <= reading.started_at][-1]
        assert reading.version_id == live.id
        module = edition(seen, live.id).model
        blocks = [block.id for block in module.blocks]
        assert reading.done == blocks[: len(reading.done)]
        read = [block for block in module.blocks if block.id in reading.done]
        assert set(reading.answers) == {question.id for block in read for question in block.questions}
        if reading.finished_at:
            assert reading.done == blocks
            assert (reading.person_id, reading.version_id, reading.finished_at) in proven
    assert sum(version.asks_again for found in published.values() for version in found) == 2


def test_every_rehearsal_went_by_its_rules_and_says_so(seen: Session) -> None:
    said = {(entry.subject_id, entry.at): entry.facts for entry in entries_of(seen, "script.rehearsed")}
    rehearsals = seen.scalars(select(Rehearsal)).all()
    done = [one for one in rehearsals if one.finished_at]
    assert len(done) == len(said) > 150
    assert 3 <= len(rehearsals) - len(done) <= 8
    for rehearsal in rehearsals:
        script = edition(seen, rehearsal.version_id)
        lines, taken = script.model.line_ids, said_from(rehearsal.ratings)
        for number, one in enumerate(taken):
            assert next_turn(lines, taken[:number]) == Turn(one.within, one.line)
        if rehearsal.finished_at is None:
            assert next_turn(lines, taken) is not None
            continue
        assert next_turn(lines, taken) is None
        facts = said[rehearsal.person_id, rehearsal.finished_at]
        assert (facts["slug"], facts["lines"], facts["shaky"]) == (script.slug, [*lines], [*shaky(lines, taken)])
    per_person = Counter((one.person_id, one.document_id) for one in done)
    assert sum(count > 1 for count in per_person.values()) > 30
    assert sum(bool(facts["shaky"]) for facts in said.values()) > len(said) / 3


def test_every_play_went_by_its_rules_and_tries_prove_it(seen: Session) -> None:
    proven = {entry.facts["play"]: entry for entry in entries_of(seen, "scenario.passed", "scenario.failed")}
    turns: dict[int, list[ScenarioTurn]] = {}
    for turn in seen.scalars(select(ScenarioTurn).order_by(ScenarioTurn.play_id, ScenarioTurn.number)):
        turns.setdefault(turn.play_id, []).append(turn)
    plays = seen.scalars(select(ScenarioPlay)).all()
    for play in plays:
        scenario = edition(seen, play.version_id)
        analysis = analysis_of(scenario.model)
        path: list[Decision] = []
        for turn in turns[play.id]:
            made = decide(analysis.explored.game, path, turn.number, turn.choice_id)
            assert made is not None
            assert (made.turn_id, made.values, dict(made.points)) == (turn.turn_id, tuple(turn.values), turn.points)
            seconds = analysis.scenario.turn(turn.turn_id).seconds
            clock = allowed(seconds, Pace(play.pace))
            assert 0 <= turn.seconds <= (clock + GRACE.seconds if clock else 600)
            assert turn.choice_id != LATE or (clock is not None and turn.seconds >= clock)
            path.append(made)
        moments = [turn.at for turn in turns[play.id][(play.from_number or 1) - 1 :]]
        assert [play.started_at, *moments] == sorted([play.started_at, *moments])
        ending = analysis.explored.game.ending(stand(analysis.explored.game, path))
        assert (play.finished_at is None) == (ending is None)
        if ending is None or play.finished_at is None:
            assert play.id not in proven
            continue
        assert (play.ending, play.score, play.best) == (ending.id, score(path), analysis.best)
        assert play.passed == analysis.passes(score(path), ending.id)
        assert moments[-1] == play.finished_at
        assert (play.from_number is None) == (play.id in proven)
        if play.from_number is None:
            facts = evidence_of(scenario, analysis, path, play_id=play.id, ending=ending.id)
            entry = proven[play.id]
            assert entry.kind == ("scenario.passed" if play.passed else "scenario.failed")
            assert (entry.facts, entry.at) == (facts, play.finished_at)


def test_what_people_choose_tells_where_a_scenario_is_hard(seen: Session) -> None:
    tries = entries_of(seen, "scenario.passed", "scenario.failed")
    for scenario in seen.scalars(select(Document).where(Document.kind == "scenario")):
        here = [entry for entry in tries if entry.document_id == scenario.id]
        firsts = select(func.count()).where(ScenarioPlay.document_id == scenario.id, ScenarioPlay.is_first)
        least = 6 if seen.scalar(select(Audience.role).where(Audience.document_id == scenario.id).limit(1)) else 25
        assert (seen.scalar(firsts) or 0) >= least, scenario.slug
        assert {entry.kind for entry in here} == {"scenario.passed", "scenario.failed"}
        right: dict[str, list[bool]] = {}
        for entry in here:
            for turn, was_best in entry.facts["turns"].items():
                right.setdefault(turn, []).append(was_best)
        shares = [sum(found) / len(found) for found in right.values() if len(found) >= least / 2]
        assert min(shares) < 0.65, scenario.slug
        assert max(shares) > 0.85, scenario.slug
    assert seen.scalars(select(ScenarioPlay.id).where(ScenarioPlay.from_number.is_not(None))).all()
    assert set(seen.scalars(open_plays())) >= {"the-kettle-that-sparked", "he-wants-his-money-and-more"}


def test_those_who_practise_remember_some_and_have_something_waiting(seen: Session) -> None:
    cards = {card.id: card for card in seen.scalars(select(PracticeCard))}
    reviews = seen.scalars(select(PracticeReview).order_by(PracticeReview.id)).all()
    asked_on: dict[int, Any] = {}
    for review in reviews:
        card = cards[review.card_id]
        assert review.person_id == card.person_id
        assert card.met_on <= review.day == local_day(review.at, DUBLIN) < TODAY
        assert review.counted
        asked_on[card.id] = review.day
    assert {key: card.asked_on for key, card in cards.items() if card.asked_on} == asked_on
    assert 0.5 < sum(review.correct for review in reviews) / len(reviews) < 0.95
    people = {card.person_id for card in cards.values()}
    assert 20 <= len(people) <= 45
    numbers = {person.id: person.employee_number for person in seen.scalars(select(Person))}
    assert {account.employee_number for account in demo.accounts()} <= {numbers[person] for person in people}
    for person in people:
        actor = Actor(person_id=person)
        assert today_of(seen, actor, today=TODAY).cards, numbers[person]
        assert any(one.expected for one in recall(seen, person, at=TODAY)), numbers[person]


def entries_of(db: Session, *kinds: str) -> list[Entry]:
    return list(db.scalars(select(Entry).where(Entry.kind.in_(kinds)).order_by(Entry.id)))


def open_plays() -> Select[tuple[str]]:
    return (
        select(Document.slug)
        .join(ScenarioPlay, ScenarioPlay.document_id == Document.id)
        .where(ScenarioPlay.finished_at.is_(None))
    )


def test_nobody_does_two_things_at_once_or_on_a_sunday_or_on_leave(seen: Session) -> None:
    spans: dict[int, list[tuple[datetime, datetime]]] = {}
    for reading in seen.scalars(select(ModuleProgress).where(ModuleProgress.finished_at.is_not(None))):
        spans.setdefault(reading.person_id, []).append((reading.started_at, reading.finished_at or NOW))
    for attempt in seen.scalars(select(Attempt).where(Attempt.submitted_at.is_not(None))):
        spans.setdefault(attempt.person_id, []).append((attempt.started_at, attempt.submitted_at or NOW))
    for rehearsal in seen.scalars(select(Rehearsal).where(Rehearsal.finished_at.is_not(None))):
        spans.setdefault(rehearsal.person_id, []).append((rehearsal.started_at, rehearsal.finished_at or NOW))
    for play in seen.scalars(select(ScenarioPlay).where(ScenarioPlay.finished_at.is_not(None))):
        spans.setdefault(play.person_id, []).append((play.started_at, play.finished_at or NOW))
    sittings = select(PracticeReview.person_id, func.min(PracticeReview.at), func.max(PracticeReview.at))
    for person_id, start, end in seen.execute(sittings.group_by(PracticeReview.person_id, PracticeReview.day)):
        spans.setdefault(person_id, []).append((start, end))
    people = {person.id: person for person in seen.scalars(select(Person))}
    for person_id, found in spans.items():
        person = people[person_id]
        found.sort()
        assert all(one[1] < two[0] for one, two in itertools.pairwise(found))
        for start, end in found:
            day = local_day(start, DUBLIN)
            assert local_day(end, DUBLIN) == day < TODAY
            assert day.weekday() != 6
            assert person.hired_on is None or day >= person.hired_on
            assert person.left_on is None or day <= person.left_on
            assert not (person.leave_from and person.leave_until and person.leave_from <= day <= person.leave_until)


def test_following_everybody_again_changes_nothing(company: Flask) -> None:
    before = everything(company)
    with company.app_context(), company.extensions["database"].writing() as db:
        follow(db, db.scalars(select(Person.id)).all(), now=NOW, zone=DUBLIN)
    assert everything(company) == before


def test_visits_of_these_days_are_there_and_longer_ago_forgotten(seen: Session) -> None:
    visits = seen.scalars(select(Visit)).all()
    assert max(visit.seen_at for visit in visits) > NOW - timedelta(days=3)
    assert min(visit.began_at for visit in visits) > NOW - timedelta(days=185)
    assert all(visit.began_at < visit.seen_at <= NOW for visit in visits)
    assert {visit.is_shared for visit in visits} == {True, False}
    opened = {entry.subject_id: entry.at for entry in seen.scalars(select(Entry).where(Entry.kind == "account.opened"))}
    for entry in seen.scalars(select(Entry).where(Entry.kind.in_(("account.signed-in", "module.done")))):
        assert entry.at >= opened[entry.subject_id]


def test_each_demo_account_signs_in_and_finds_its_pages(company: Flask) -> None:
    pages = {
        "New hire": {"/": 200, "/record": 200, "/board": 404, "/documents": 404, "/operations": 404},
        "Team leader": {"/": 200, "/board": 200, "/people": 200, "/documents": 404},
        "Shop manager": {"/board": 200, "/people": 200, "/operations": 404},
        "Author": {"/documents": 200, "/board": 404},
        "Auditor": {"/documents": 200, "/board": 200, "/operations": 404},
        "Administrator": {"/": 200, "/board": 200, "/documents": 200, "/operations": 200},
        "Colleague on the refresher": {"/": 200, "/record": 200},
    }
    found = demo.accounts()
    assert [account.role for account in found] == list({account.role: 0 for account in found})
    assert {account.role for account in found} == set(pages)
    for account in found:
        browser = company.test_client()
        answer = browser.post("/sign-in", data={"name": account.sign_in, "passphrase": account.passphrase})
        assert (answer.status_code, answer.location) == (303, "/"), account
        everybodys = dict.fromkeys(("/scripts", "/scenarios", "/practice"), 200)
        for path, status in {**pages[account.role], **everybodys}.items():
            page = browser.get(path)
            assert page.status_code == status, (account.role, path)
            assert "nobody here is real" in page.text
        assert "cards to recall" in page.text, account.role


def test_the_passphrases_of_the_others_are_nobodys(seen: Session) -> None:
    hashes = Counter(seen.scalars(select(Account.passphrase_hash)))
    assert sorted(hashes.values())[:-1] == [1] * 7
    assert not any(hashing.matches(hashes.most_common(1)[0][0], one.passphrase) for one in demo.accounts())


@pytest.mark.parametrize("account", demo.accounts(), ids=lambda account: account.role)
def test_a_demo_passphrase_would_be_taken_from_anybody(account: demo.DemoAccount) -> None:
    assert len(account.passphrase.split()) == 4
    assert weakness_of(account.passphrase, [account.name, account.sign_in, "Juniper & Vale"]) is None


def test_numbers_and_addresses_are_unlike() -> None:
    assert len({one.number for one in COLLEAGUES}) == len(COLLEAGUES)
    addresses = [one.email for one in COLLEAGUES if one.email]
    assert len(set(addresses)) == len(addresses)
    assert all(address.isascii() and address.endswith(".example") for address in addresses)


def test_loading_it_twice_changes_nothing(app: Flask) -> None:
    first = demo.load(app)
    before = everything(app)
    assert demo.load(app) == first
    assert everything(app) == before


def invented(app: Flask) -> list[Any]:
    """What chance has decided, without the salts and secrets that must differ."""
    with app.extensions["database"].reading() as db:
        awards = select(Award.public_id, Award.name, Award.issued_on, Award.at)
        answers = select(Attempt.started_at, Attempt.seed, Answer.item, Answer.response).join(
            Answer, Answer.attempt_id == Attempt.id
        )
        ratings = select(Rehearsal.started_at, Rehearsal.ratings)
        choices = select(ScenarioTurn.at, ScenarioTurn.turn_id, ScenarioTurn.choice_id)
        reviews = select(PracticeReview.at, PracticeReview.response, PracticeReview.rating)
        queries = (awards, answers, ratings, choices, reviews)
        return [sorted(map(str, db.execute(query.order_by(None)))) for query in queries]


def test_it_is_the_same_on_every_machine(company: Flask, app: Flask) -> None:
    demo.load(app)
    assert invented(app) == invented(company)


@pytest.mark.parametrize(
    "day",
    [
        datetime(2026, 12, 29, 7, 5, tzinfo=UTC),  # after the holidays
        datetime(2027, 2, 28, 23, 50, tzinfo=UTC),  # a Sunday, late
    ],
    ids=lambda day: day.date().isoformat(),
)
def test_on_whichever_day_it_is_loaded_all_states_are_there(app: Flask, clock: FixedClock, day: datetime) -> None:
    clock.at = day
    demo.load(app)
    with app.app_context(), app.extensions["database"].reading() as db:
        assert set(levels(db, LEADERS_TEAM)) == set(Level)
        assert parts(db, LEADERS_TEAM) == set(State) - {State.SPARE}
        assert max(award.issued_on for award in db.scalars(select(Award))) < local_day(day, DUBLIN)
    assert sentences(app) == []


def test_removing_it_leaves_a_site_that_is_not_set_up_and_the_library(app: Flask) -> None:
    publish_library(app)
    before = everything(app)
    demo.load(app)
    demo.remove(app)
    left = everything(app)
    assert left == {**before, "job": []}
    assert counts(app)["document"] > 10
    with app.extensions["database"].reading() as db:
        assert [entry.kind for entry in db.scalars(select(Entry))] == [REMOVED]


def test_without_the_library_it_brings_it_along_and_leaves_nothing_else(app: Flask) -> None:
    demo.load(app)
    demo.remove(app)
    left = {name for name, number in counts(app).items() if number}
    assert left == set(BROUGHT)
    with app.extensions["database"].reading() as db:
        assert set(db.execute(select(Version.number, Version.at)).all()) == {(1, NOW)}
    for account in demo.accounts():
        page = app.test_client().post("/sign-in", data={"name": account.sign_in, "passphrase": account.passphrase})
        assert page.location != "/"


def test_what_an_administrator_entered_before_stays_and_nothing_else(
    app: Flask, house: House, database: Database
) -> None:
    publish_library(app)
    ruth = house.someone_with(PermissionSet.ADMINISTRATOR)
    house.browser(ruth)
    with database.writing() as db:
        db.add(OneTimeCode(purpose="reset-hand", person_id=ruth, code_hash="x", made_at=NOW, ends_at=NOW))
        guide = db.scalars(select(Document).where(Document.slug == "greeting-a-customer", Document.kind == "module"))
        base = guide.one().live_version_id
        db.add(Draft(kind="module", slug="her-own", base_version_id=base, source="Mine", by_id=ruth, at=NOW))
    before = everything(app)
    demo.load(app)
    with database.writing() as db:
        site = db.scalars(select(SiteRow)).one()
        assert (site.company, site.is_demo, site.set_up_at) == ("Juniper & Vale", True, NOW)
        # During the sample she leads a team of it, has a role and somebody to report to, and enters a colleague.
        person = db.get_one(Person, ruth)
        person.manager_id = db.scalar(select(Person.id).where(Person.employee_number == "J1001"))
        person.team_id = db.scalars(select(Team.id).where(Team.name == "Phones")).one()
        role = db.scalars(select(Role.id).where(Role.slug == "phone-agent")).one()
        db.add(RolePeriod(person_id=ruth, role_id=role, from_on=TODAY))
        db.add(Grant(person_id=ruth, permission_set="team-manager", team_id=person.team_id))
        db.add(Person(employee_number="X", given_name="X", family_name="X", team_id=house.root, manager_id=ruth))
    demo.remove(app)
    assert everything(app) == {**before, "job": []}
    assert sentences(app) == []


def test_texts_written_during_the_sample_stay(app: Flask, database: Database) -> None:
    demo.load(app)
    with database.writing() as db:
        author = db.scalars(select(Person).where(Person.employee_number == "J1003")).one()
        document = Document(kind="bank", slug="new-questions")
        db.add(document)
        db.flush()
        body = '{"title":"New","summary":"New.","questions":[]}'
        version = Version(
            document_id=document.id,
            number=1,
            sha256="0",
            body=body,
            media={},
            title="New",
            language="en",
            origin="browser",
            changes={},
            by_id=author.id,
            at=NOW,
        )
        db.add(version)
        db.flush()
        document.live_version_id = version.id
    demo.remove(app)
    with database.reading() as db:
        kept = db.scalars(select(Version).where(Version.title == "New")).one()
        assert kept.by_id is None


def test_it_can_be_loaded_again_and_remembers_no_version_of_before(app: Flask, database: Database) -> None:
    demo.load(app)
    with database.reading() as db:
        invented_before = set(db.scalars(select(Version.id).where(Version.number > 1)))
    demo.remove(app)
    demo.load(app)
    with database.reading() as db:
        assert not invented_before & set(db.scalars(select(Version.id)))
    assert sentences(app) == []


def test_an_administrator_loads_it_in_the_browser(app: Flask, house: House) -> None:
    browser = house.administrator()
    before = everything(app)
    answer = browser.post("/set-up/sample")
    assert (answer.status_code, answer.location) == (303, "/")
    assert "nobody here is real" in browser.get("/people").text
    assert sentences(app) == []
    demo.remove(app)
    assert everything(app) == {**before, **{name: everything(app)[name] for name in BROUGHT}}


def test_in_the_browser_too_it_never_mixes_with_real_people(app: Flask, house: House) -> None:
    browser = house.administrator()
    house.person("Omar Haddad")
    before = counts(app)
    assert browser.post("/set-up/sample").location == "/set-up/next"
    assert counts(app) == before
    assert "people here already" in browser.get("/set-up/next").text


def test_it_never_mixes_with_real_people(app: Flask, house: House) -> None:
    house.someone_with(PermissionSet.ADMINISTRATOR)
    house.person("Omar Haddad")
    before = everything(app)
    with pytest.raises(Problems, match="people here already"):
        demo.load(app)
    assert everything(app) == before


def test_without_a_sample_there_is_nothing_to_remove(app: Flask, house: House) -> None:
    house.someone_with(PermissionSet.ADMINISTRATOR)
    before = everything(app)
    with pytest.raises(Problems, match="no sample"):
        demo.remove(app)
    assert everything(app) == before


def test_of_every_table_it_is_decided_what_removing_does() -> None:
    handled = {*removal.EMPTIED, *removal.FILTERED, Person, Team, Role, SiteRow}
    kept = {Document, Audience, Version, Edge, Media, Round, Bucket, LastCare, Beat}
    tables = {kind.__tablename__ for kind in handled | kept}
    assert tables | FOUND == set(Base.metadata.tables)
    assert not {kind.__tablename__ for kind in handled & kept}
