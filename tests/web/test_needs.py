"""Training needs: opened by reviews, decided in writing, held back by processes, trained and judged."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.house import House
from tests.moment import NOW, TODAY
from tests.needing import Shop
from training.core.problems import Problems
from training.core.web import NotFound
from training.needs import actions
from training.needs.actions_training import Item, Said, Start, assign, done, judge
from training.needs.models import Need
from training.needs.queries import items_of, need_to_decide, needs_of_round
from training.needs.rules import Design

DAY = timedelta(days=1)
LESSON = Item("module", "taking-a-call", "promise", "Promise a time that you can keep", 4)
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def shop(app: Flask, house: House) -> Shop:
    return Shop(app, house)


def assigned(shop: Shop, need_id: int, *, words: str = "I heard two such calls.", item: Item = LESSON) -> None:
    with shop.app.test_request_context(), shop.house.database.writing() as db:
        need = need_to_decide(db, shop.leader(), need_id)
        assign(db, shop.leader(), Start(Design.TOGETHER, [[need]], [TODAY]), {need.id: [item]}, Said(words), now=NOW)


def test_a_review_opens_a_need_once_and_keeps_what_it_rests_on(shop: Shop) -> None:
    shop.diagnosed({shop.jonas: "act"})
    shop.diagnosed({shop.jonas: "act"}, last=TODAY + DAY, now=NOW + DAY)
    (need,) = shop.needs()
    assert (need.person_id, need.kind, need.state, need.sources) == (shop.jonas, "skill", "open", ["metric"])
    assert need.evidence["n"] == 140
    assert need.evidence["figures"]["phi"] == 1.2
    assert need.evidence["chance"] == 0.83
    assert need.evidence["team"]["chance"] == 0.04


def test_a_low_team_opens_one_need_of_its_process_however_many_nights_it_is_low(shop: Shop) -> None:
    for night in range(3):
        shop.diagnosed(team="process", last=TODAY + night * DAY, now=NOW + night * DAY)
    (need,) = shop.needs()
    assert (need.person_id, need.team_id, need.kind) == (None, shop.phones, "process")


def test_a_need_goes_from_open_to_judged_and_waits_for_a_second_source(shop: Shop) -> None:
    shop.diagnosed({shop.jonas: "act"})
    (need,) = shop.needs()
    with pytest.raises(Problems, match="only one source"):
        assigned(shop, need.id, words="")
    assert shop.needs()[0].state == "open"
    assigned(shop, need.id)
    (need,) = shop.needs()
    assert (need.state, need.sources, need.start_on) == ("assigned", ["metric", "manager"], TODAY)
    with shop.app.test_request_context(), shop.house.database.writing() as db:
        row = db.get_one(Need, need.id)
        (item,) = items_of(db, row.id)
        assert done(db, row, item, shop.jonas, NOW + DAY)
        assert done(db, row, item, shop.jonas, NOW + 2 * DAY)
        assert row.trained_at == NOW + DAY
        assert judge(db, [row.id], NOW + 90 * DAY) == 1
        assert judge(db, [row.id], NOW + 91 * DAY) == 0
        assert needs_of_round(db, row.round_id or 0) == [row]
    assert shop.needs()[0].state == "judged"


def test_a_process_holds_lessons_back_until_somebody_overrides_it_in_writing(shop: Shop) -> None:
    shop.diagnosed(team="both")
    shop.diagnosed({shop.jonas: "act"}, team="both")
    process, need = shop.needs()
    with pytest.raises(Problems, match="process is in the way"):
        assigned(shop, need.id)
    with shop.app.test_request_context(), shop.house.database.writing() as db:
        with pytest.raises(Problems, match="why a lesson helps"):
            actions.override(db, shop.leader(), process.id, words="", now=NOW)
        actions.override(db, shop.leader(), process.id, words="The rota is mended.", now=NOW)
    assigned(shop, need.id)
    process, need = shop.needs()
    assert (process.overridden, need.state) == ("The rota is mended.", "assigned")


def test_dismissing_takes_a_reason_and_the_same_readings_do_not_ask_again(shop: Shop) -> None:
    shop.diagnosed({shop.jonas: "act"})
    (need,) = shop.needs()
    with shop.app.test_request_context(), shop.house.database.writing() as db:
        with pytest.raises(Problems):
            actions.dismiss(db, shop.leader(), need.id, reason="", now=NOW)
        actions.dismiss(db, shop.leader(), need.id, reason="He had the broken line.", now=NOW)
        actions.dismiss(db, shop.leader(), need.id, reason="Again.", now=NOW)
    shop.diagnosed({shop.jonas: "act"}, last=TODAY + 30 * DAY, now=NOW + 30 * DAY)
    assert [one.reason for one in shop.needs()] == ["He had the broken line."]
    shop.diagnosed({shop.jonas: "act"}, last=TODAY + 91 * DAY, now=NOW + 91 * DAY)
    assert [one.state for one in shop.needs()] == ["dismissed", "open"]


def test_only_the_nearest_leader_decides_about_a_person(shop: Shop) -> None:
    shop.diagnosed({shop.jonas: "act"})
    (need,) = shop.needs()
    with shop.app.test_request_context(), shop.house.database.writing() as db:
        for other in (shop.head, shop.auditor, shop.jonas, shop.people[1]):
            with pytest.raises(NotFound):
                actions.dismiss(db, shop.person(other), need.id, reason="No.", now=NOW)
