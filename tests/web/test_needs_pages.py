"""Pages of needs: who sees what, the decision, doing it, rounds."""

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.house import House
from tests.moment import NOW, TODAY
from tests.needing import SLUG, Shop, browser
from tests.reviewing import reviewed
from tests.shelf import put
from tests.waiting import what_waits
from training.content.actions import retire
from training.content.queries import live
from training.core.clock import FixedClock
from training.core.ledger import Entry, erase, record
from training.core.permissions import Actor
from training.diagnosis.models import FigureLook
from training.method.planner import start_order
from training.needs import notices
from training.needs.actions_tidying import dismiss_expired, dismiss_left
from training.needs.models import Need, NeedItem, Round
from training.needs.queries import needs_of_round
from training.people.models import Person

DAY = timedelta(days=1)
SCORED = "a-call-reviewed"
BLOCK = "module:taking-a-call:promise"
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def shop(app: Flask, house: House) -> Shop:
    return Shop(app, house)


def assigned(shop: Shop, **more: str) -> int:
    """A need of Jonas's, assigned by Ruth in her browser."""
    shop.diagnosed({shop.jonas: "act"})
    need = shop.needs()[0].id
    sent = {"do": "assign", "items": BLOCK, "words": "I heard two such calls.", "start_on": TODAY.isoformat(), **more}
    answer = browser(shop).post(f"/needs/{need}/decide", data=sent)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return need


def test_both_sides_read_the_same_evidence_and_nobody_else_reads_it(shop: Shop) -> None:
    shop.diagnosed({shop.jonas: "act"})
    need = shop.needs()[0].id
    for person in (shop.ruth, shop.jonas):
        page = browser(shop, person).get(f"/needs/{need}").get_data(as_text=True)
        assert "83 % sure" in page
        assert "104 of 140, 74 % met" in page
        assert "Promise a time that you can keep" in page
    for other in (shop.head, shop.auditor, shop.people[1]):
        assert browser(shop, other).get(f"/needs/{need}").status_code == 404
    assert "Jonas" not in browser(shop, shop.auditor).get("/needs").get_data(as_text=True)
    assert "Jonas" not in browser(shop, shop.auditor).get("/needs/export.csv").get_data(as_text=True)
    assert "Jonas Petit" in browser(shop).get("/needs").get_data(as_text=True)


def test_a_look_of_the_leader_is_written_down_for_the_person(shop: Shop) -> None:
    shop.diagnosed({shop.jonas: "act"})
    need = shop.needs()[0].id
    for _time in range(2):
        browser(shop).get(f"/needs/{need}")
        browser(shop, shop.jonas).get(f"/needs/{need}")
    with shop.house.database.reading() as db:
        looks = db.query(Entry).filter(Entry.kind == "figures.looked").all()
    assert [(one.subject_id, one.actor_id) for one in looks] == [(shop.jonas, shop.ruth)]


def test_the_proposal_is_the_block_and_not_the_course(shop: Shop) -> None:
    shop.diagnosed({shop.jonas: "act"})
    page = browser(shop).get(f"/needs/{shop.needs()[0].id}").get_data(as_text=True)
    assert f'value="{BLOCK}" checked' in page
    assert "module:taking-a-call:&#34;" not in page
    assert 'value="module:taking-a-call:"' not in page
    assert "4 minutes in all" in page


def test_an_assignment_without_a_second_source_is_refused_and_keeps_what_was_typed(shop: Shop) -> None:
    shop.diagnosed({shop.jonas: "act"})
    need = shop.needs()[0].id
    sent = {"do": "assign", "items": BLOCK, "words": "", "start_on": TODAY.isoformat()}
    answer = browser(shop).post(f"/needs/{need}/decide", data=sent)
    assert answer.status_code == 422
    assert "only one source" in answer.get_data(as_text=True)
    assert shop.needs()[0].state == "open"


def test_pressing_twice_assigns_once(shop: Shop) -> None:
    need = assigned(shop)
    sent = {"do": "assign", "items": BLOCK, "words": "I heard two such calls.", "start_on": TODAY.isoformat()}
    assert browser(shop).post(f"/needs/{need}/decide", data=sent).status_code == 303
    with shop.house.database.reading() as db:
        assert db.query(Round).count() == 1
        assert db.query(NeedItem).count() == 1


def test_jonas_reads_the_part_answers_its_question_and_is_trained(shop: Shop) -> None:
    need = assigned(shop)
    jonas = browser(shop, shop.jonas)
    assert "4 min on “Call back within two hours”" in jonas.get("/").get_data(as_text=True)
    url = f"/needs/{need}/do/1"
    assert "By when" in jonas.get(url).get_data(as_text=True) or "by when" in jonas.get(url).get_data(as_text=True)
    assert jonas.post(url).status_code == 422
    assert jonas.post(f"{url}/check", data={"question": "which-time", "answer-which-time": "b"}).status_code == 303
    for _time in range(2):
        assert jonas.post(url).status_code == 303
    row = shop.house.get(Need, need)
    assert (row.state, row.trained_at) == ("trained", NOW)
    with shop.house.database.reading() as db:
        assert db.query(Entry).filter(Entry.kind == "need.trained", Entry.subject_id == shop.jonas).count() == 1
    assert "All of it is done" in jonas.get(f"/needs/{need}/do").get_data(as_text=True)


def test_a_later_wave_is_not_due_before_its_day(shop: Shop, clock: FixedClock) -> None:
    need = assigned(shop, start_on=(TODAY + 7 * DAY).isoformat())
    jonas = browser(shop, shop.jonas)
    assert "Call back within two hours" not in jonas.get("/").get_data(as_text=True)
    answer = {"question": "which-time", "answer-which-time": "b"}
    assert jonas.post(f"/needs/{need}/do/1").status_code == 404
    assert jonas.post(f"/needs/{need}/do/1/check", data=answer).status_code == 404
    clock.at = NOW + 7 * DAY
    assert "Call back within two hours" in jonas.get("/").get_data(as_text=True)


def test_both_sides_comment_and_each_is_told_until_they_have_read_it(shop: Shop) -> None:
    shop.diagnosed({shop.jonas: "act"})
    need = shop.needs()[0].id
    jonas, ruth = browser(shop, shop.jonas), browser(shop)
    for _time in range(2):
        jonas.post(f"/needs/{need}/comments", data={"text": "The line was dead that week."})
    assert "Jonas Petit has said something" in ruth.get("/board").get_data(as_text=True) + ruth.get("/").get_data(
        as_text=True
    )
    assert ruth.get(f"/needs/{need}").get_data(as_text=True).count("The line was dead that week.") == 1
    assert "has said something" not in ruth.get("/").get_data(as_text=True)
    ruth.post(f"/needs/{need}/comments", data={"text": "I look into it."})
    assert "A word for you" in jonas.get("/").get_data(as_text=True)
    assert browser(shop, shop.people[1]).post(f"/needs/{need}/comments", data={"text": "Ha."}).status_code == 404


def test_the_process_gets_an_owner_a_day_and_an_end(shop: Shop) -> None:
    shop.diagnosed(team="process")
    need, ruth = shop.needs()[0].id, browser(shop)
    sent = {"text": "One more at the phones from ten to twelve", "owner": str(shop.ruth), "by_on": "2026-04-01"}
    for _time in range(2):
        assert ruth.post(f"/needs/{need}/improve", data=sent).status_code == 303
    row = shop.house.get(Need, need)
    assert (row.state, row.kind) == ("assigned", "process")
    voice = browser(shop, shop.jonas).get("/voice").get_data(as_text=True)
    assert "One more at the phones" in voice
    assert "Call back within two hours" in voice
    done = {**sent, "is_done": "y"}
    assert ruth.post(f"/voice/improvements/{row.improvement_id}", data=done).status_code == 303
    assert shop.house.get(Need, need).state == "trained"
    assert ruth.post(f"/voice/improvements/{row.improvement_id}", data=sent).status_code == 303
    assert shop.house.get(Need, need).state == "assigned"


def test_it_is_the_process_dismisses_the_person_and_opens_one_for_the_team(shop: Shop) -> None:
    shop.diagnosed({shop.jonas: "act"})
    need, ruth = shop.needs()[0].id, browser(shop)
    for _time in range(2):
        sent = {"do": "process", "words": "The fitters tell us nothing."}
        assert ruth.post(f"/needs/{need}/decide", data=sent).status_code == 303
    assert [(one.kind, one.state) for one in shop.needs()] == [("skill", "dismissed"), ("process", "open")]


def test_chance_draws_waves_that_anybody_can_draw_again(shop: Shop) -> None:
    shop.diagnosed(dict.fromkeys(shop.people, "act"))
    ruth, ids = browser(shop), [one.id for one in shop.needs()]
    page = ruth.get(f"/needs/rounds/new?standard={SLUG}").get_data(as_text=True)
    assert "If chance decides who waits" in page
    sent = {
        "people": ids,
        "items": BLOCK,
        "capacity": "3",
        "weeks": "6",
        "start_on": TODAY.isoformat(),
        "words": "I listened to calls of all of you.",
        "do": "random",
    }
    answers = [ruth.post(f"/needs/rounds/new?standard={SLUG}", data=sent) for _time in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    with shop.house.database.reading() as db:
        (made,) = db.query(Round).all()
    assert made.waves == start_order(shop.people, 3, made.seed)
    assert made.starts == [TODAY.isoformat(), (TODAY + 42 * DAY).isoformat()]
    assert {one.start_on for one in shop.needs()} == {TODAY, TODAY + 42 * DAY}
    assert "Jonas Petit" in ruth.get(answers[0].location).get_data(as_text=True)
    assert browser(shop, shop.head).get(answers[0].location).status_code == 404


def test_choosing_the_order_takes_a_reason(shop: Shop) -> None:
    shop.diagnosed(dict.fromkeys(shop.people[:3], "act"))
    needs = shop.needs()
    sent = {
        "people": [one.id for one in needs],
        "items": BLOCK,
        "capacity": "2",
        "weeks": "4",
        "start_on": TODAY.isoformat(),
        "words": "Heard it.",
        "do": "chosen",
        **{f"place-{one.id}": str(3 - place) for place, one in enumerate(needs)},
    }
    ruth = browser(shop)
    answer = ruth.post(f"/needs/rounds/new?standard={SLUG}", data=sent)
    assert answer.status_code == 422
    assert "why chance should not decide" in answer.get_data(as_text=True)
    answer = ruth.post(f"/needs/rounds/new?standard={SLUG}", data={**sent, "declined": "The rota allows no other."})
    assert answer.status_code == 303
    with shop.house.database.reading() as db:
        (made,) = db.query(Round).all()
    assert (made.design, made.declined) == ("chosen", "The rota allows no other.")
    assert made.waves == [[needs[2].person_id, needs[1].person_id], [needs[0].person_id]]


def test_a_lesson_that_goes_out_of_use_is_left_out_and_the_leader_decides_anew(shop: Shop) -> None:
    need = assigned(shop)
    with shop.app.test_request_context(), shop.house.database.writing() as db:
        retire(db, Actor.house(), "module", "taking-a-call", now=NOW)
    jonas = browser(shop, shop.jonas)
    assert "You need not do it" in jonas.get(f"/needs/{need}/do").get_data(as_text=True)
    assert "out of use" in jonas.get(f"/needs/{need}/do/1").get_data(as_text=True)
    assert jonas.post(f"/needs/{need}/do/1").status_code == 303
    assert shop.house.get(Need, need).state == "confirmed"
    sent = {"do": "assign", "items": "talk::", "start_on": TODAY.isoformat()}
    assert browser(shop).post(f"/needs/{need}/decide", data=sent).status_code == 303
    assert browser(shop).post(f"/needs/{need}/items/2/talked").status_code == 303
    assert shop.house.get(Need, need).state == "trained"


def test_a_standard_that_goes_out_of_use_can_only_be_dismissed(shop: Shop) -> None:
    shop.diagnosed({shop.jonas: "act"})
    need, ruth = shop.needs()[0].id, browser(shop)
    with shop.app.test_request_context(), shop.house.database.writing() as db:
        retire(db, Actor.house(), "module", "taking-a-call", now=NOW)
        retire(db, Actor.house(), "standard", SLUG, now=NOW)
    page = ruth.get(f"/needs/{need}").get_data(as_text=True)
    assert "not in force any more" in page
    assert "Confirm and assign" not in page
    sent = {"do": "assign", "words": "x", "start_on": TODAY.isoformat()}
    assert ruth.post(f"/needs/{need}/decide", data=sent).status_code == 422
    assert ruth.post(f"/needs/{need}/decide", data={"do": "dismiss", "words": "Gone."}).status_code == 303
    assert shop.needs()[0].state == "dismissed"


def test_who_moves_to_another_team_is_read_by_the_new_leader_and_who_leaves_is_let_go(shop: Shop) -> None:
    need = assigned(shop)
    other = shop.house.person("Lea Brandt")
    counter = shop.house.team("Counter", shop.house.root, leader=other)
    with shop.house.database.writing() as db:
        db.get_one(Person, shop.jonas).team_id = counter
    assert browser(shop, other).get(f"/needs/{need}").status_code == 200
    assert browser(shop).get(f"/needs/{need}").status_code == 404


def test_a_need_is_opened_by_hand_once(shop: Shop) -> None:
    ruth = browser(shop)
    sent = {"person": str(shop.jonas), "standard": SLUG, "words": "Two callers rang again at noon."}
    places = {ruth.post("/needs/new", data=sent).location for _time in range(2)}
    (need,) = shop.needs()
    assert places == {f"/needs/{need.id}"}
    assert need.sources == ["manager"]
    assert json.loads(json.dumps(need.evidence)) == {"words": "Two callers rang again at noon."}
    page = browser(shop, shop.jonas).get(f"/needs/{need.id}").get_data(as_text=True)
    assert "Two callers rang again at noon." in page
    assert "The figures do not show it" in page
    answer = ruth.post(
        f"/needs/{need.id}/decide", data={"do": "assign", "items": BLOCK, "words": "x", "start_on": TODAY.isoformat()}
    )
    assert answer.status_code == 422


def test_who_leaves_midway_is_let_go_and_their_round_still_counts_them(shop: Shop) -> None:
    need = assigned(shop)
    with shop.app.test_request_context(), shop.house.database.writing() as db:
        db.get_one(Person, shop.jonas).left_on = TODAY
        assert dismiss_left(db, "Has left.", now=NOW) == 0
        assert dismiss_left(db, "Has left.", now=NOW + DAY) == 1
        assert dismiss_left(db, "Has left.", now=NOW + DAY) == 0
        row = db.get_one(Need, need)
        assert (row.state, row.reason, row.decided_by_id) == ("dismissed", "Has left.", None)
        assert needs_of_round(db, row.round_id or 0) == [row]


def test_what_nobody_decided_goes_when_its_figures_expire(shop: Shop) -> None:
    shop.diagnosed({shop.jonas: "look"})
    with shop.app.test_request_context(), shop.house.database.writing() as db:
        assert dismiss_expired(db, "Too late.", now=NOW + 90 * DAY) == 0
        assert dismiss_expired(db, "Too late.", now=NOW + 91 * DAY) == 1
    assert shop.needs()[0].state == "dismissed"


def test_after_an_erasure_the_pages_still_open(shop: Shop) -> None:
    need = assigned(shop)
    with shop.app.test_request_context(), shop.house.database.writing() as db:
        erase(db, shop.jonas)
    assert browser(shop).get(f"/needs/{need}").status_code == 200
    assert browser(shop, shop.jonas).get(f"/needs/{need}/do").status_code == 200


def test_what_is_done_elsewhere_counts_from_the_first_day_on(shop: Shop) -> None:
    need = assigned(shop, start_on=(TODAY + 7 * DAY).isoformat())
    with shop.app.test_request_context(), shop.house.database.writing() as db:
        module = live(db, "module", "taking-a-call")
        assert module is not None
        facts: dict[str, Any] = {"subject_id": shop.jonas, "actor_id": shop.jonas, "document_id": module.document_id}
        said = {"slug": module.slug, "title": module.title, "version": module.number}
        record(db, "module.done", at=NOW + 6 * DAY, version_id=module.id, payload=said, **facts)
        assert db.get_one(Need, need).state == "assigned"
        record(db, "module.done", at=NOW + 7 * DAY, version_id=module.id, payload=said, **facts)
        assert db.get_one(Need, need).state == "trained"


SCORECARD = """\
title: A call, reviewed
summary: Nobody had to say anything twice.
items:
  - {id: promise, text: Promises a time, standard: call-backs-kept}
  - {id: greets, text: Says the shop}
"""


@pytest.mark.parametrize("together", [False, True])
def test_an_item_missed_in_a_review_is_the_second_source(shop: Shop, together: bool) -> None:
    put(shop.app, "scorecard", SCORED, SCORECARD)
    shop.diagnosed({shop.jonas: "act"})
    need, ruth = shop.needs()[0].id, browser(shop)
    with shop.app.test_request_context(), shop.house.database.writing() as db:
        reviewed(db, shop.leader(), shop.jonas, {"promise": "no", "greets": "yes"}, slug=SCORED)
    page = ruth.get(f"/needs/{need}").get_data(as_text=True)
    assert "Promises a time" in page
    assert "Two sources agree" in page
    sent = {"do": "assign", "items": BLOCK, "start_on": TODAY.isoformat()}
    round_ = {"people": str(need), "capacity": "1", "weeks": "1"}
    place = f"/needs/rounds/new?standard={SLUG}" if together else f"/needs/{need}/decide"
    assert ruth.post(place, data=sent | round_).status_code == 303
    assert shop.needs()[0].sources == ["metric", "scorecard"]


def test_the_list_is_narrowed_and_goes_on_over_pages(shop: Shop) -> None:
    shop.diagnosed(dict.fromkeys(shop.people, "look"))
    shop.diagnosed(team="process")
    ruth = browser(shop)
    everything = ruth.get("/needs/").get_data(as_text=True)
    assert "7 needs wait for your decision" in everything
    assert f"/needs/rounds/new?standard={SLUG}" in everything
    only = ruth.get("/needs?kind=process").get_data(as_text=True)
    assert "One need waits for your decision" in only
    assert "Jonas Petit" not in only
    assert ruth.get("/needs?kind=nonsense&standard=x&page=-3").status_code == 200
    table = browser(shop, shop.auditor).get("/needs/export.csv").get_data(as_text=True)
    assert "Phones" in table


def test_what_cannot_be_meant_is_refused_in_words_and_changes_nothing(shop: Shop) -> None:
    shop.diagnosed({shop.jonas: "act"})
    need, ruth = shop.needs()[0].id, browser(shop)
    assert ruth.get(f"/needs?standard={'9' * 20}").status_code == 200
    assert ruth.get("/needs?kind=%00").status_code == 404
    sent = {"do": "assign", "items": BLOCK, "words": "I heard two such calls.", "start_on": TODAY.isoformat()}
    # The last day of the calendar, a lesson that is off the list meanwhile, a novel.
    for odd in ({"start_on": "9999-12-31"}, {"items": "module:gone:away"}, {"words": "a" * 2001}):
        assert ruth.post(f"/needs/{need}/decide", data=sent | odd).status_code == 422
    assert shop.needs()[0].state == "open"


def test_who_plans_a_round_looks_at_everybody_who_could_take_part(shop: Shop) -> None:
    shop.diagnosed(dict.fromkeys(shop.people[:2], "act"))
    for _time in range(2):
        assert browser(shop).get(f"/needs/rounds/new?standard={SLUG}").status_code == 200
    with shop.house.database.reading() as db:
        looks = db.execute(select(FigureLook.person_id, FigureLook.by_id)).all()
    assert sorted(looks) == [(one, shop.ruth) for one in sorted(shop.people[:2])]


def test_whoever_was_let_go_of_starts_in_a_new_round(shop: Shop) -> None:
    shop.diagnosed(dict.fromkeys(shop.people, "act"))
    ruth, ids = browser(shop), [one.id for one in shop.needs()]
    sent = {"people": ids, "items": BLOCK, "capacity": "6", "weeks": "6", "start_on": TODAY.isoformat(), "words": "Yes"}
    first, again = (ruth.post(f"/needs/rounds/new?standard={SLUG}", data=sent).location for _ in range(2))
    assert first == again
    with shop.house.database.writing() as db:
        for need in db.scalars(select(Need)):  # as where everything that was assigned is out of use
            need.state = "confirmed"
    assert ruth.post(f"/needs/rounds/new?standard={SLUG}", data=sent).location not in (None, first)


def test_who_only_reads_the_need_of_a_team_adds_nothing_to_it(shop: Shop) -> None:
    shop.diagnosed(team="process")
    place = f"/needs/{shop.needs()[0].id}"
    for person, status in ((shop.auditor, 404), (shop.ruth, 303)):
        assert ("Add the comment" in browser(shop, person).get(place).text) == (status == 303)
        assert browser(shop, person).post(f"{place}/comments", data={"text": "Two were ill."}).status_code == status


@pytest.mark.parametrize(("people", "is_told"), [(5, True), (4, False)])
def test_the_process_of_fewer_than_five_is_for_their_nearest_leader_alone(
    shop: Shop, people: int, is_told: bool
) -> None:
    shop.diagnosed(team="process")
    with shop.house.database.writing() as db:
        need = db.scalars(select(Need)).one()
        need.evidence = need.evidence | {"team": need.evidence["team"] | {"people": people}}
    place = f"/needs/{need.id}"
    assert browser(shop).get(place).status_code == 200
    for other in (shop.head, shop.auditor):
        assert browser(shop, other).get(place).status_code == (200 if is_told else 404)
        for page in ("/needs", f"/diagnosis/{SLUG}"):
            assert (place in browser(shop, other).get(page).text) == is_told
        assert ("Phones" in browser(shop, other).get("/needs/export.csv").text) == is_told
    with shop.app.test_request_context(), shop.house.database.reading() as db:
        asked = what_waits(notices.NOTICES, db, [shop.ruth, shop.head, shop.auditor], TODAY)
    assert {one.person_id for one in asked} == {shop.ruth}
