"""A refresher from its plan to the renewed certificate."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.house import House
from tests.moment import NOW, TODAY
from tests.refreshing import ANNIVERSARY, ASKED, MODULE, OWN, RIGHT, Refreshing, work
from tests.school import CALLS, PROGRAMME
from training.certification.models import Award
from training.content.actions import Publication, publish
from training.content.queries import live
from training.content.release import Change
from training.core.clock import FixedClock
from training.core.ledger import Entry
from training.core.permissions import Actor
from training.refreshers.models import Refresher, RefresherAnswer
from training.refreshers.queries import offer

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What is the same on every database is tested on the quick one."""


@pytest.fixture
def nora(app: Flask, house: House) -> Refreshing:
    return Refreshing(app, house)


def test_what_changed_is_read_the_rest_is_proven_and_the_certificate_keeps_its_day(nora: Refreshing) -> None:
    nora.remembers(*OWN, *ASKED)
    text = MODULE.replace("Say by when.", "Say by when, and write it down.")
    nora.school.publish("module", "calls", text, at=NOW - timedelta(days=20), change=Change.EDITORIAL)
    nora.school.work()
    url = nora.begin()
    page = nora.browser.get(url).text
    assert "instead of 25" in page
    work(nora.browser, url)
    with nora.database.reading() as db:
        awards = db.scalars(select(Award).order_by(Award.id)).all()
        facts = db.scalars(select(Entry).where(Entry.kind.in_(["module.done", "quiz.passed"]), Entry.at == NOW)).all()
    assert [award.until for award in awards] == [ANNIVERSARY.replace(year=2026), ANNIVERSARY]
    assert {fact.facts["refresher"] for fact in facts} == {1}
    assert "Renewed until 31 March 2027" in nora.browser.get(url).text


def facts(nora: Refreshing) -> list[tuple[str, int]]:
    """What refreshers have written into the ledger: kind, and version."""
    with nora.database.reading() as db:
        entries = db.scalars(select(Entry).where(Entry.subject_id == nora.nora).order_by(Entry.id))
        return [(one.kind, one.facts["version"]) for one in entries if "refresher" in one.facts]


def stored(nora: Refreshing) -> list[Refresher]:
    with nora.database.reading() as db:
        return list(db.scalars(select(Refresher).order_by(Refresher.id)))


@on_sqlite
def test_what_is_missed_is_read_and_then_asked_with_other_questions(nora: Refreshing) -> None:
    nora.remembers(*OWN, *ASKED)
    url = nora.begin()
    parts = work(nora.browser, url, wrong=2)
    assert len(parts) > 2
    page = nora.browser.get(url).text
    assert "Renewed until 31 March 2027" in page
    assert facts(nora) == [("module.done", 2), ("quiz.passed", 1)]
    missed = nora.browser.get(f"{url}/1/result").text
    assert "Not all of it is there any more" in missed
    assert "What was missing" in missed


@on_sqlite
def test_whoever_remembers_nothing_reads_all_and_is_told_so(nora: Refreshing) -> None:
    page = nora.browser.get(nora.begin()).text
    assert page.count("Not recalled since 1 April 2025.") == 3
    assert "Your certificate holds until 31 March 2026." in nora.browser.get("/refresh").text


@on_sqlite
def test_a_question_on_the_way_has_to_be_answered(nora: Refreshing) -> None:
    url = nora.begin()
    refused = nora.browser.post(f"{url}/1")
    assert refused.status_code == 422
    assert "Answer the question on this page first" in refused.text
    verdict = nora.browser.post(
        f"{url}/1/check", data={"question": "rings", "answer-rings": "false"}, headers={"Accept": "application/json"}
    )
    assert verdict.json is not None
    assert verdict.json["title"] == "Not quite."
    assert nora.browser.post(f"{url}/1/check", data={"question": "rings"}).status_code == 422
    assert nora.browser.post(f"{url}/1").location == f"{url}/2"
    assert nora.browser.post(f"{url}/1").location == f"{url}/2"


def test_two_tabs_two_clicks_and_two_devices_are_one_refresher(nora: Refreshing) -> None:
    nora.remembers(*OWN, *ASKED)
    url = nora.begin()
    assert nora.begin() == url
    place = nora.browser.get(f"{url}/1").location
    nora.browser.post(place, data={"answer": RIGHT})
    other = nora.house.browser(nora.nora)
    assert other.get(f"{url}/1").location == place[:-1] + "2"
    work(other, url)
    nora.browser.post(f"{url}/2/5", data={"answer": RIGHT})
    assert len(stored(nora)) == 1
    assert len(facts(nora)) == 2


def test_the_newest_answer_counts_and_none_after_the_hand_in(nora: Refreshing) -> None:
    nora.remembers(*OWN, *ASKED)
    url = nora.begin()
    place = nora.browser.get(f"{url}/1").location

    def save(answer: str, sequence: str, key: str) -> int:
        return nora.browser.post(
            f"{place}/answer",
            data={"answer": answer, "sequence": sequence},
            headers={"Accept": "application/json", "Idempotency-Key": key},
        ).status_code

    assert [save("true", "20", "b"), save("true", "20", "b"), save("false", "10", "a")] == [200, 200, 200]
    assert [save("maybe", "30", "c"), save("true", "soon", "d")] == [422, 422]
    with nora.database.reading() as db:
        first = db.get_one(RefresherAnswer, (1, 1, 1))
        assert (first.response, first.seq) == (["true"], 20)
    work(nora.browser, url)
    assert save("false", "99", "e") == 409


@on_sqlite
def test_nobody_sees_another_persons_refresher(nora: Refreshing) -> None:
    url = nora.begin()
    other = nora.house.browser(nora.house.person("Sam Whitlock"))
    for path in (url, f"{url}/1", f"{url}/4/1"):
        assert other.get(path).status_code == 404
    assert other.post(f"{url}/1").status_code == 404
    assert other.post("/refresh", data={"assignment": 1}).status_code == 404
    assert other.get("/refresh").status_code == 200


@on_sqlite
def test_a_change_of_behaviour_in_the_middle_is_said_and_read(nora: Refreshing, clock: FixedClock) -> None:
    nora.remembers(*OWN, *ASKED)
    url = nora.begin()
    nora.browser.post(nora.browser.get(f"{url}/1").location, data={"answer": RIGHT})
    changed = MODULE.replace("To the end.", "To the end, and write it down.")
    publish_change(nora, changed, "hear", Change.BEHAVIOUR)
    page = nora.browser.get(url).text
    assert "Something changed meanwhile." in page
    assert "Changed on 12 March 2026." in page
    parts = work(nora.browser, url)
    assert "write it down" in nora.browser.get(parts[-1]).text
    assert facts(nora) == [("module.done", 3), ("quiz.passed", 1)]
    assert "Renewed until 31 March 2027" in nora.browser.get(url).text


def publish_change(nora: Refreshing, text: str, block: str, change: Change) -> None:
    with nora.app.app_context(), nora.database.writing() as db:
        before = live(db, "module", "calls")
        assert before is not None
        publish(db, Actor.house(), Publication("module", "calls", text, before.id, changes={block: change}), now=NOW)
    nora.school.work()


@on_sqlite
def test_a_plan_that_nobody_began_is_made_anew_on_another_day(nora: Refreshing, clock: FixedClock) -> None:
    url = nora.begin()
    clock.at += timedelta(days=1)
    nora.remembers(*OWN, *ASKED)
    assert nora.begin() == url
    assert "instead of 25" in nora.browser.get(url).text
    nora.browser.post(nora.browser.get(f"{url}/1").location, data={"answer": RIGHT})
    work(nora.browser, url)
    assert len(facts(nora)) == 2


@on_sqlite
def test_before_the_window_opens_its_day_is_told(nora: Refreshing, clock: FixedClock) -> None:
    clock.at = NOW - timedelta(days=60)
    page = nora.browser.get("/refresh").text
    assert "Held until 31 March 2026. You can renew it from 1 March 2026 on." in page
    answer = nora.browser.post("/refresh", data={"assignment": 1})
    assert answer.location == "/refresh"
    assert "There is nothing to refresh there today." in nora.browser.get("/refresh").text


@on_sqlite
def test_where_the_whole_course_is_asked_the_page_says_so_in_a_sentence(nora: Refreshing) -> None:
    text = PROGRAMME.format(
        title="Counter", roles="counter-staff", validity="12 months", due="30 days", requirements=CALLS
    )
    nora.school.publish("programme", "counter", f"{text}renewal: full\n", change=Change.CLARIFYING)
    nora.school.work()
    assert "ask for the whole course each time" in nora.browser.get("/refresh").text
    assert nora.browser.post("/refresh", data={"assignment": 1}).location == "/refresh"
    with nora.app.app_context(), nora.database.reading() as db:
        assert offer(db, nora.nora, TODAY) == []


@on_sqlite
def test_after_the_end_it_is_still_a_refresher_unless_the_programme_says_otherwise(
    nora: Refreshing, clock: FixedClock
) -> None:
    nora.remembers(*OWN, *ASKED)
    clock.at = NOW + timedelta(days=40)
    nora.browser = nora.house.browser(nora.nora)
    assert "Your certificate ended on 31 March 2026." in nora.browser.get("/refresh").text
    url = nora.begin()
    work(nora.browser, url)
    assert "You hold your certificate again." in nora.browser.get(url).text
    with nora.database.reading() as db:
        last = db.scalars(select(Award).order_by(Award.id.desc())).first()
    assert last is not None
    assert last.until == clock.at.date().replace(year=2027) - timedelta(days=1)


@on_sqlite
def test_only_what_changed_is_read_before_the_renewal(nora: Refreshing, clock: FixedClock) -> None:
    clock.at = NOW - timedelta(days=100)
    changed = MODULE.replace("To the end.", "To the end, and write it down.")
    with nora.app.app_context(), nora.database.writing() as db:
        before = live(db, "module", "calls")
        assert before is not None
        wanted = Publication("module", "calls", changed, before.id, changes={"hear": Change.BEHAVIOUR})
        publish(db, Actor.house(), wanted, now=clock.at)
    nora.school.work()
    url = nora.begin()
    page = nora.browser.get(url).text
    assert "6 minutes instead of 15" in page
    work(nora.browser, url)
    assert facts(nora) == [("module.done", 3)]
    assert "Done" in nora.browser.get(url).text


@on_sqlite
def test_what_the_first_page_asks_takes_two_queries_at_most(nora: Refreshing, statements: Any) -> None:
    url = nora.begin()
    with nora.app.app_context(), nora.database.reading() as db:
        nora.app.extensions["library"]._editions.clear()
        with statements() as seen:
            found = offer(db, nora.nora, TODAY)
    assert len(seen) <= 2
    assert [(one.url, one.begun, len(one.documents)) for one in found] == [(url, True, 2)]


@on_sqlite
def test_a_plan_takes_as_many_queries_however_much_there_is(nora: Refreshing, statements: Any) -> None:
    nora.browser.get("/refresh")
    with statements() as seen:
        nora.browser.get("/refresh")
    assert len(seen) <= 24


@on_sqlite
def test_what_lay_too_long_is_planned_anew_and_its_answers_stay(nora: Refreshing, clock: FixedClock) -> None:
    nora.remembers(*OWN, *ASKED)
    clock.at = NOW - timedelta(days=11)
    nora.browser = nora.house.browser(nora.nora)
    url = nora.begin()
    nora.browser.post(nora.browser.get(f"{url}/1").location, data={"answer": RIGHT})
    nora.browser.post(f"{url}/1/2", data={"answer": RIGHT})
    nora.browser.post(f"{url}/1/3", data={"answer": RIGHT})
    clock.at = NOW + timedelta(days=20)
    nora.browser = nora.house.browser(nora.nora)
    assert "This one lay too long" in nora.browser.get(url).text
    assert nora.browser.get(f"{url}/2").location == url
    assert nora.browser.get(f"{url}/2/1").location == url
    for number in range(1, 6):
        nora.browser.post(f"{url}/2/{number}", data={"answer": RIGHT})
    assert facts(nora) == []
    other = nora.begin()
    assert other != url
    assert nora.begin() == other
    assert [bool(one.dropped_at) for one in stored(nora)] == [True, False]
    work(nora.browser, other)
    assert len(facts(nora)) == 2
