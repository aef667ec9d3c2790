"""The story of the sample company: what there is to see in it, and that all of it holds together."""

import itertools
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from tests.databases import PostgresServer
from tests.moment import NOW, TODAY
from tests.sample import (
    DUBLIN,
    LEADERS_TEAM,
    entries_of,
    everything,
    invented,
    levels,
    on_sqlite,
    parts,
    sentences,
    with_the_sample,
)
from training import demo
from training.accounts import hashing
from training.accounts.models import Account, Visit
from training.accounts.rules_passphrases import weakness_of
from training.certification.actions_standing import follow
from training.certification.models import Assignment, Award, AwardWithdrawal, CurrentStanding
from training.certification.rules import DECIDED, EXEMPTED, EXTENDED, REINSTATED, REVOKED, Level, State
from training.certification.rules_assignment import Because
from training.checklists import actions_signing as observations
from training.checklists.models import Assessor, Observation, ObservationSignature
from training.checklists.queries_observations import seen as observed
from training.checklists.queries_observers import how_observers_rate
from training.complaints import readings as complaint_readings
from training.complaints.models import Complaint, ComplaintEntry, ComplaintPromise
from training.complaints.rules_promises import Standing, standing_of
from training.content.library import Edition
from training.content.models import Audience, Document, Version
from training.content.queries import edition, live
from training.core.clock import local_day
from training.core.ledger import Entry, flaws, unsealed
from training.core.permissions import Actor
from training.core.site import SiteRow
from training.credentials import actions as credentials
from training.credentials.models import CredentialUpload
from training.demo.calls import SLACK, WEAK
from training.demo.cast import PHONES, UNITS
from training.demo.colleagues import COLLEAGUES
from training.demo.days import Days
from training.demo.improving import LISTED
from training.diagnosis.models import Diagnosis, Finding
from training.diagnosis.queries import PEOPLE, latest, teams_of
from training.effects.models import Effect
from training.feedback import actions as feedback
from training.feedback.models import FeedbackAddress, FeedbackAnswer
from training.feedback.queries_voice import heard
from training.method.diagnosis import Verdict
from training.method.effects import Verdict as Effects
from training.metrics.models import Cell, Reading, ReadingSource
from training.modules.models import ModuleProgress
from training.needs.models import Need
from training.needs.rules import Kind
from training.people.models import Delegation, Person, Team, TeamLeader
from training.people.queries import status_on
from training.policies import actions as policies
from training.practice.models import PracticeCard, PracticeReview
from training.practice.queries import today_of
from training.practice.queries_recall import recall
from training.quizzes.models import Answer, Attempt
from training.quizzes.queries import questions_of
from training.quizzes.rules import Form, mark_attempt
from training.reminders.models import ReminderDigest, ReminderLine
from training.scenarios.actions import evidence_of
from training.scenarios.files import LATE
from training.scenarios.game.check import analysis_of
from training.scenarios.game.path import Decision, decide, score, stand
from training.scenarios.models import ScenarioPlay, ScenarioTurn
from training.scenarios.rules_clock import GRACE, Pace, allowed
from training.scorecards import readings as review_readings
from training.scorecards.models import Review, ReviewAppeal, ReviewCalibration, ReviewInteraction, ReviewSample
from training.scripts.models import Rehearsal
from training.scripts.queries import said_from
from training.scripts.rules_rehearsal import Turn, next_turn, shaky
from training.standards.models import Interview
from training.voice.models import Improvement
from training.voice.queries import voice

PASSED = "observation.passed"
HEARD = ("complaint", "feedback", "review", "interview")
LEADERS = {number for unit in UNITS for number in (unit.leader, unit.before) if number}


@pytest.fixture(scope="module")
def company(sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application with the sample, shared by the tests, which only look at it."""
    yield from on_sqlite(sqlite_file, tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def elsewhere(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The same on another machine, with PostgreSQL."""
    with postgres.fresh_database() as url:
        yield from with_the_sample(url, tmp_path_factory.mktemp("demo"))


@pytest.fixture
def seen(company: Flask) -> Iterator[Session]:
    with company.app_context(), company.extensions["database"].reading_session() as session:
        yield session


def test_a_leader_sees_every_state_there_is(seen: Session) -> None:
    assert set(levels(seen, LEADERS_TEAM)) == set(Level)
    assert parts(seen, LEADERS_TEAM) == set(State)


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
    by_hand = seen.scalars(select(Assignment).where(Assignment.because == Because.HAND)).all()
    assert len(by_hand) >= 3
    assert all(assignment.by_id is not None for assignment in by_hand)
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


def test_every_check_is_content(company: Flask, elsewhere: Flask) -> None:
    assert sentences(company) == []
    assert sentences(elsewhere) == []


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
    assert sum(version.asks_again for found in published.values() for version in found) == 4


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
    for signed in entries_of(seen, "policy.signed"):
        spans.setdefault(signed.subject_id or 0, []).append((signed.at, signed.at))
    for one in seen.scalars(select(Observation)):
        spans.setdefault(one.learner_id, []).append((one.begun_at, one.uploaded_at))
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


@pytest.mark.parametrize("where", ["company", "elsewhere"])
def test_each_demo_account_signs_in_and_finds_its_pages(where: str, request: pytest.FixtureRequest) -> None:
    site: Flask = request.getfixturevalue(where)
    pages = {
        "New hire": {"/": 200, "/record": 200, "/board": 404, "/documents": 404, "/operations": 404},
        "Team leader": {"/": 200, "/board": 200, "/people": 200, "/documents": 404},
        "Leader of the phones": {"/": 200, "/diagnosis/": 200, "/needs": 200, "/effects/": 200, "/documents": 404},
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
        browser = site.test_client()
        answer = browser.post("/sign-in", data={"name": account.sign_in, "passphrase": account.passphrase})
        assert (answer.status_code, answer.location) == (303, "/"), account
        everybodys = dict.fromkeys(
            ("/scripts", "/scenarios", "/policies", "/credentials", "/observe", "/refresh", "/practice"), 200
        )
        for path, status in {**pages[account.role], **everybodys}.items():
            page = browser.get(path)
            assert page.status_code == status, (account.role, path)
            assert "nobody here is real" in page.text
        assert "cards to recall" in page.text, account.role


def test_the_passphrases_of_the_others_are_nobodys(seen: Session) -> None:
    hashes = Counter(seen.scalars(select(Account.passphrase_hash)))
    assert sorted(hashes.values())[:-1] == [1] * len(demo.accounts())
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


def test_it_is_the_same_on_every_machine(company: Flask, elsewhere: Flask) -> None:
    assert invented(elsewhere) == invented(company)


def test_whoever_observes_leads_the_learner_and_holds_what_is_looked_at(seen: Session) -> None:
    passed = {(entry.subject_id, entry.document_id): entry.at for entry in reversed(entries_of(seen, PASSED))}
    trusted = {(one.person_id, one.document_id): one for one in seen.scalars(select(Assessor))}
    leaders = set(seen.scalars(select(Person.id).where(Person.employee_number.in_(LEADERS))))
    rows = seen.scalars(select(Observation)).all()
    signatures: dict[int, list[ObservationSignature]] = {}
    for signature in seen.scalars(select(ObservationSignature).order_by(ObservationSignature.place)):
        signatures.setdefault(signature.observation_id, []).append(signature)
    assert len(rows) > 100
    for row in rows:
        checklist = edition(seen, row.version_id)
        signers = [one.person_id for one in signatures[row.id]]
        assert signers[0] == row.observer_id
        assert len(set(signers)) == (2 if checklist.model.second_observer and row.state == "passed" else 1)
        for signer in signers:
            assert signer != row.learner_id
            assert signer in leaders
            appointed = trusted.get((signer, row.document_id))
            if appointed is None:
                assert passed[signer, row.document_id] < row.begun_at
            else:
                assert appointed.at < row.begun_at < (appointed.withdrawn_at or NOW)


def test_what_observations_came_to_follows_from_their_ratings_and_stands_in_the_ledger(seen: Session) -> None:
    said = {entry.facts["observation"]: entry for entry in entries_of(seen, PASSED, "observation.not-yet")}
    later: dict[tuple[int, int], list[str]] = {}
    for row in seen.scalars(select(Observation).order_by(Observation.begun_at)):
        found = observed(seen, row)
        assert found.verdict.is_complete
        assert (row.state == "passed") == found.verdict.passed
        assert said[row.id].facts == observations.evidence_of(found, second=said[row.id].facts["second"])
        assert bool(row.plan) == bool(row.next_on) == (row.state == "not-yet")
        assert row.next_on is None or row.next_on > row.seen_on
        later.setdefault((row.learner_id, row.document_id), []).append(row.state)
    assert sum("not-yet" in states and states[-1] == "passed" for states in later.values()) > 20
    far = how_observers_rate(seen, live_checklist(seen)).far
    assert ("Ewa Kaczmarek", 1) in [(name, one.apart) for name, one in far]


def test_policies_were_signed_at_first_and_anew_after_a_change_by_most(seen: Session) -> None:
    numbers: dict[tuple[int | None, str], list[int]] = {}
    for entry in entries_of(seen, "policy.signed"):
        assert entry.facts == policies.evidence_of(edition(seen, entry.version_id or 0))
        numbers.setdefault((entry.subject_id, entry.facts["slug"]), []).append(entry.facts["version"])
    promises = [found for (_who, slug), found in numbers.items() if slug == "our-promises-to-customers"]
    anew = sum(found[0] == 1 and found[-1] == 2 for found in promises)
    assert anew > 25
    assert sum(found[-1] == 1 for found in promises) >= 5


def test_certificates_from_elsewhere_are_in_every_state(seen: Session) -> None:
    uploads = seen.scalars(select(CredentialUpload).order_by(CredentialUpload.at)).all()
    states: dict[tuple[int, int], list[str]] = {}
    for upload in uploads:
        states.setdefault((upload.person_id, upload.document_id), []).append(upload.state)
    assert ["refused", "accepted"] in states.values()
    assert ["waiting"] in states.values()
    assert any(upload.until and TODAY < upload.until < TODAY + timedelta(days=60) for upload in uploads)
    said = {entry.facts["upload"]: entry for entry in entries_of(seen, "credential.accepted", "credential.refused")}
    for upload in uploads:
        assert (upload.state == "waiting") == (upload.id not in said)
        if upload.id in said:
            assert said[upload.id].facts == credentials.evidence_of(upload, edition(seen, upload.version_id))
            assert said[upload.id].actor_id not in (None, upload.person_id)


def test_what_others_decided_has_reasons_and_holds(seen: Session) -> None:
    found = Counter(entry.kind for entry in entries_of(seen, *DECIDED, "award.revoked"))
    assert found == {EXEMPTED: 2, EXTENDED: 1, REVOKED: 1, REINSTATED: 1, "award.revoked": 1}
    for entry in entries_of(seen, *DECIDED, "award.revoked"):
        assert entry.facts["reason"]
        assert entry.actor_id not in (None, entry.subject_id)
    withdrawn = seen.scalars(select(AwardWithdrawal)).one()
    old = seen.get_one(Award, withdrawn.award_id)
    assert old.revoked_at == withdrawn.withdrawn_at
    mine = Award.person_id == old.person_id, Award.document_id == old.document_id
    newer = seen.scalars(select(Award).where(*mine, Award.issued_on > withdrawn.withdrawn_on)).all()
    assert newer, "whoever lost a certificate has earned it again"


def test_people_were_told_on_the_last_morning_and_got_no_mail(seen: Session) -> None:
    digests = seen.scalars(select(ReminderDigest)).all()
    assert {digest.audience for digest in digests} == {"own", "team"}
    assert len(digests) > 20
    assert {digest.day for digest in digests} == {TODAY - timedelta(days=1)}
    assert not any(digest.mail_id for digest in digests)
    kinds = {line.kind for line in seen.scalars(select(ReminderLine))}
    assert kinds >= {"overdue", "soon", "changed", "renew"}


def test_some_gates_are_open_and_some_are_not(seen: Session) -> None:
    gates = Counter(gate for row in seen.scalars(select(CurrentStanding.gates)) for gate in row)
    alone = {"serve-alone", "take-returns-alone", "calls-alone", "refund-alone", "decide-alone"}
    assert {*gates} == {*alone, "on-the-list"}
    new = select(CurrentStanding.gates).join(Person, Person.id == CurrentStanding.person_id)
    assert not any(seen.scalars(new.where(Person.employee_number == "J1019")))


def live_checklist(db: Session) -> Edition:
    found = live(db, "checklist", "at-the-counter")
    assert found is not None
    return found


def test_customers_were_heard_this_week_and_everybody_reads_what_is_done_about_it(seen: Session) -> None:
    week, month = (heard(seen, since=NOW - timedelta(days=days), until=NOW) for days in (7, 30))
    assert week.answers >= 10
    assert week.share.satisfied > week.share.count / 2
    assert len(week.quotes) >= 3
    assert len(month.thanks) >= 3
    said = voice(seen, now=NOW, today=TODAY)
    assert said.is_telling
    assert [cause.category for cause in said.causes] == ["late-or-not-come", "price", "nobody-rang"]
    assert sum(cause.share for cause in said.causes) >= 65
    assert all(cause.done for cause in said.causes)
    assert said.this_week >= 3
    assert said.lately_done
    answers = seen.scalars(select(FeedbackAnswer)).all()
    assert len(answers) >= 250
    assert {one.state for one in answers} == {"counted", "aside"}
    assert {"en", "de", "ar"} <= {one.language for one in answers}
    assert {(one.contact is not None, one.done_at is not None) for one in answers} == {(0, 0), (0, 1), (1, 0)}
    assert sum(bool(one.thanks_name) for one in answers) == sum(
        bool(one.thanks_name and one.may_show) for one in answers
    )


def test_promises_to_customers_stand_as_what_was_done_says(seen: Session) -> None:
    complaints = seen.scalars(select(Complaint)).all()
    done: dict[int, list[ComplaintEntry]] = {}
    for entry in seen.scalars(select(ComplaintEntry).order_by(ComplaintEntry.at, ComplaintEntry.id)):
        done.setdefault(entry.complaint_id, []).append(entry)
    standings: Counter[Standing] = Counter()
    keeps = {"call-back": "called-back", "decision": "decided"}
    for promise in seen.scalars(select(ComplaintPromise)):
        standings[standing_of(promise.due_at, kept=promise.kept_at, dropped=promise.dropped_at, now=NOW)] += 1
        if promise.kept_at:
            assert (promise.kept_at, keeps[promise.sort]) in {(e.at, e.sort) for e in done[promise.complaint_id]}
    assert standings.keys() >= {Standing.KEPT, Standing.KEPT_LATE, Standing.LATE, Standing.OPEN}
    assert standings[Standing.KEPT] > standings.total() * 0.8
    due = select(ComplaintPromise.due_at).where(ComplaintPromise.kept_at.is_(None))
    assert any(local_day(at, DUBLIN) == TODAY and at > NOW for at in seen.scalars(due)), "something is due today"
    said = {
        (entry.facts["complaint"], entry.kind) for entry in entries_of(seen, "complaint.closed", "complaint.reopened")
    }
    for one in complaints:
        assert ((one.id, "complaint.closed") in said) == bool(one.closed_at and one.state == "closed")
        assert bool(one.outcome) == bool(one.cause) == (one.state == "closed")
        assert one.state != "closed" or one.decided_at is not None
    assert Counter(one.state for one in complaints)["open"] >= 5
    keys = Counter(one.customer_key for one in complaints if one.customer_key)
    assert sum(number > 1 for number in keys.values()) >= 3, "some complained again"


def test_offers_within_and_beyond_what_a_role_may_give_are_known_and_decided(seen: Session) -> None:
    decided = {one.id for one in seen.scalars(select(Complaint)) if one.decided_at}
    leaders = set(seen.scalars(select(Person.id).where(Person.employee_number.in_(LEADERS))))
    offers = seen.scalars(select(ComplaintEntry).where(ComplaintEntry.sort == "offered")).all()
    for one in offers:
        assert one.amount is not None
        assert one.sufficed == (one.up_to is None or one.amount <= one.up_to)
        if not one.sufficed and one.complaint_id in decided:
            verdict = select(ComplaintEntry.by_id).where(ComplaintEntry.complaint_id == one.complaint_id)
            assert set(seen.scalars(verdict.where(ComplaintEntry.sort == "decided"))) <= leaders
    assert {one.sufficed for one in offers} == {True, False}
    assert any(not one.sufficed and one.complaint_id not in decided for one in offers), "one waits for a leader"
    assert {one.role for one in offers} >= {"counter-staff", "phone-agent", "team-leader"}


def test_readings_are_what_each_domain_would_tell_of_itself(company: Flask) -> None:
    with company.app_context(), company.extensions["database"].reading() as db:  # what is changed in it is thrown away
        before = readings_and_cells(db)
        counted = db.scalars(select(FeedbackAnswer).where(FeedbackAnswer.state == "counted")).all()
        feedback.count(db, counted, now=NOW)
        for complaint in db.scalars(select(Complaint)).all():
            complaint_readings.tell(db, complaint, now=NOW)
        reviewed = select(Review.interaction_id, Review.document_id).distinct()
        for interaction, document in db.execute(reviewed).all():
            review_readings.tell(db, interaction, document, now=NOW)
        assert readings_and_cells(db) == before


def readings_and_cells(db: Session) -> tuple[list[Any], list[Any]]:
    sources = select(ReadingSource.id).where(ReadingSource.slug.in_(("feedback", "complaints", "scorecards")))
    mine = select(Reading.__table__).where(Reading.source_id.in_(sources))
    found = sorted(map(tuple, db.execute(mine)), key=repr)
    assert len(found) > 700
    return found, sorted(map(tuple, db.execute(select(Cell.__table__))))


def test_calls_back_after_complaints_are_kept_on_the_telephone_since_they_stand_on_a_list(seen: Session) -> None:
    phones = seen.scalars(select(Team.id).where(Team.name == "Phones")).one()
    promised = (
        select(ComplaintPromise.due_at, ComplaintPromise.kept_at)
        .join(Complaint, Complaint.id == ComplaintPromise.complaint_id)
        .where(ComplaintPromise.sort == "call-back", Complaint.team_id == phones)
    )
    listed = NOW + timedelta(days=LISTED)
    late = [due for due, kept in seen.execute(promised) if kept is None or kept > due]
    assert late
    assert max(late) < listed
    said = select(Complaint.at).where(Complaint.category == "nobody-rang", Complaint.team_id == phones)
    assert max(seen.scalars(said)) < listed


def test_reviewers_lead_those_reviewed_and_others_decide_appeals(seen: Session) -> None:
    reviews = seen.scalars(select(Review).where(Review.calibration_id.is_(None))).all()
    assert 55 <= len(reviews) <= 80
    above = leaders_above(seen)
    interactions = {one.id: one for one in seen.scalars(select(ReviewInteraction))}
    for one in reviews:
        assert one.reviewer_id in above[one.person_id] - {one.person_id}
        assert one.begun_at > interactions[one.interaction_id].at
    said = {entry.facts["review"]: entry for entry in entries_of(seen, "review.finished")}
    assert said.keys() == {one.id for one in reviews if one.finished_at}
    for one in (one for one in reviews if one.finished_at):
        facts = said[one.id].facts
        assert (said[one.id].at, said[one.id].actor_id, said[one.id].subject_id) == (
            one.finished_at,
            one.reviewer_id,
            one.person_id,
        )
        assert (facts["score"], facts["passed"], facts["sha256"]) == (one.score, one.passed, one.sha256)
    twice = Counter(one.interaction_id for one in reviews)
    assert sum(number == 2 for number in twice.values()) >= 8
    drawn = [one for one in interactions.values() if one.how == "random"]
    assert all(one.sample_id and 0 < (one.probability or 0) < 1 for one in drawn)
    assert len(drawn) > len(interactions) * 0.9
    assert any(one.id not in twice for one in drawn), "something waits to be reviewed"
    by_id = {one.id: one for one in reviews}
    appeals = seen.scalars(select(ReviewAppeal).order_by(ReviewAppeal.at)).all()
    assert [one.outcome for one in appeals] == ["changed", None]
    assert appeals[0].decided_by_id not in {None, by_id[appeals[0].review_id].reviewer_id}
    together = seen.scalars(select(ReviewCalibration)).one()
    scores = seen.scalars(select(Review.score).where(Review.calibration_id == together.id)).all()
    assert together.closed_at is not None
    assert len(set(scores)) > 1
    interviews = seen.scalars(select(Interview)).all()
    assert Counter(one.finished_at is not None for one in interviews) == {True: 2, False: 1}


def leaders_above(db: Session) -> dict[int, set[int]]:
    """By person whoever leads their team or one above it."""
    teams = {team.id: team.path for team in db.scalars(select(Team))}
    leads = db.execute(select(TeamLeader.person_id, TeamLeader.team_id)).all()
    return {
        person.id: {leader for leader, team in leads if teams[person.team_id].startswith(teams[team])}
        for person in db.scalars(select(Person))
    }


def test_nobody_does_anything_for_customers_when_they_are_not_at_work(seen: Session) -> None:
    by_id = dict(seen.execute(select(Person.id, Person.employee_number)).all())
    colleagues = {one.number: one for one in COLLEAGUES}
    days = Days(TODAY, DUBLIN)
    acts: list[tuple[Any, Any]] = [
        (ComplaintEntry.by_id, ComplaintEntry.at),
        (Complaint.logged_by_id, Complaint.at),
        (FeedbackAnswer.done_by_id, FeedbackAnswer.done_at),
        (FeedbackAddress.made_by_id, FeedbackAddress.made_at),
        (Review.reviewer_id, Review.begun_at),
        (Review.person_id, Review.read_at),
        (ReviewSample.made_by_id, ReviewSample.made_at),
        (ReviewAppeal.decided_by_id, ReviewAppeal.decided_at),
        (Interview.by_id, Interview.begun_at),
        (Improvement.made_by_id, Improvement.made_at),
        (Entry.actor_id, Entry.at),
    ]
    for who, at in acts:
        query = select(who, at).where(who.is_not(None), at.is_not(None))
        if who is Entry.actor_id:
            query = query.where(or_(*(Entry.kind.startswith(f"{name}.") for name in HEARD)))
        found = seen.execute(query).all()
        assert found
        for person, moment in found:
            day = (local_day(moment, DUBLIN) - TODAY).days
            assert days.works(colleagues[by_id[person]], day), (str(who), by_id[person], moment)


def found_of(db: Session, slug: str) -> dict[str, str]:
    """By team what the last review found of a standard."""
    standard = live(db, "standard", slug)
    assert standard is not None
    diagnosis = latest(db, standard.document_id)
    assert diagnosis is not None
    return {team.name: team.finding.verdict for team in teams_of(db, diagnosis)}


def listed_in(db: Session, slug: str) -> tuple[set[str], set[str]]:
    """Who is named by the first and by the last review of people, by number."""
    standard = live(db, "standard", slug)
    assert standard is not None
    of_people = (Diagnosis.standard_id == standard.document_id, Diagnosis.scope == PEOPLE)
    first = db.scalars(select(Diagnosis.id).where(*of_people).order_by(Diagnosis.id)).first()
    last = db.scalars(select(Diagnosis.id).where(*of_people, Diagnosis.stands)).one()
    query = select(Finding.diagnosis_id, Person.employee_number).join(Person, Person.id == Finding.person_id)
    rows = db.execute(query.where(Finding.diagnosis_id.in_((first, last)), Finding.listed != "")).all()
    needs = select(Person.employee_number).join(Need, Need.person_id == Person.id)
    opened = set(db.scalars(needs.where(Need.diagnosis_id == first, Need.kind == Kind.SKILL.value)))
    return opened, {number for diagnosis, number in rows if diagnosis == last}


def test_a_queue_that_was_moved_is_found_to_be_the_process_and_nobody_is_sent_to_a_lesson_for_it(seen: Session) -> None:
    assert found_of(seen, "answered-by-third-ring")[PHONES] == Verdict.PROCESS
    needs = needs_for(seen, "answered-by-third-ring")
    assert [(need.kind, need.person_id, need.state) for need in needs] == [("process", None, "open")]


def test_the_five_who_solve_less_are_found_and_nobody_else(seen: Session) -> None:
    assert found_of(seen, "solved-first-time")[PHONES] == Verdict.SKILL
    assert listed_in(seen, "solved-first-time") == (WEAK, WEAK)


def test_nobody_is_named_for_a_figure_that_differs_by_chance_alone(seen: Session) -> None:
    found = found_of(seen, "customers-are-satisfied")
    assert found[PHONES] == Verdict.MET
    assert set(found.values()) <= {Verdict.MET, Verdict.UNCLEAR}
    assert needs_for(seen, "customers-are-satisfied") == []


def test_the_lesson_that_taught_promises_is_found_to_have_helped(seen: Session) -> None:
    effect = judged_of(seen, "keeping-a-promise", "call-back-kept")
    assert (effect.verdict, effect.n) == (Effects.HELPED, len(SLACK))
    assert effect.low is not None
    assert effect.low > effect.plan["worth"]
    assert listed_in(seen, "call-back-kept") == (SLACK, set())


def test_the_lesson_that_did_nothing_is_found_to_have_done_nothing(seen: Session) -> None:
    effect = judged_of(seen, "taking-a-call", "solved-first-time")
    assert (effect.verdict, effect.n) == (Effects.NOTHING, len(WEAK))
    assert effect.high is not None
    assert effect.high < effect.plan["worth"]


def judged_of(db: Session, module: str, slug: str) -> Effect:
    """The one result of a module for a standard."""
    lesson, standard = live(db, "module", module), live(db, "standard", slug)
    assert lesson is not None
    assert standard is not None
    query = select(Effect).where(
        Effect.lesson_id == lesson.document_id,
        Effect.standard_id == standard.document_id,
        Effect.judged_at.is_not(None),
    )
    return db.scalars(query).one()


def needs_for(db: Session, slug: str) -> list[Need]:
    """Every need for a standard."""
    standard = live(db, "standard", slug)
    assert standard is not None
    return list(db.scalars(select(Need).where(Need.standard_id == standard.document_id)))
