"""Whether training helped: fixed before, judged once, and said honestly, on cells whose truth is known."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.house import House
from tests.judging import CHOSEN, Ground, begin, ground, plant
from tests.moment import NOW, TODAY
from training.core.ledger import Entry
from training.effects.actions import judge_due
from training.effects.models import Effect, PlanIsFixed
from training.needs.actions_training import before_training
from training.needs.models import Need, Round

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DAY = timedelta(days=1)
START = TODAY + DAY


def effect_of(house: House, effect_id: int | None) -> Effect:
    assert effect_id is not None
    found: Effect = house.get(Effect, effect_id)
    return found


def judge_on(house: House, day: date) -> tuple[int, int]:
    """What the morning’s job does on that day: (judged, waiting)."""
    with house.app.test_request_context(), house.database.writing() as db:
        done = judge_due(db, datetime(day.year, day.month, day.day, 5, tzinfo=UTC), day)
        return done.judged, done.waiting


def lived(ground: Ground, effect: Effect, *, better: float, seed: int) -> None:
    """Both groups before, when they were chosen, and after; only the trained have a lesson that does so much."""
    windows = [(effect.before_first, effect.before_last), CHOSEN, (effect.after_first, effect.after_last)]
    for at, (first, last) in enumerate(windows):
        low = 0.08 if at == 1 else 0.0  # they were chosen for being low just then
        plant(ground, ground.trained, first, last, missed=0.25 + low - (better if at == 2 else 0), seed=seed + at)
        plant(ground, ground.others, first, last, missed=0.20, seed=seed + 10 + at)


def test_what_is_judged_is_fixed_before_anybody_starts_and_never_changes(house: House) -> None:
    ground_ = ground(house)
    plant(ground_, [*ground_.trained, *ground_.others], *CHOSEN, missed=0.3, seed=1)
    round_id, effect_id = begin(ground_, [ground_.trained], [START])
    effect = effect_of(house, effect_id)
    assert (effect.tier, effect.state, effect.fixed_at) == ("B", "planned", NOW)
    assert effect.after_first == START + 14 * DAY
    assert effect.look_on > effect.after_last
    assert CHOSEN[0] - effect.before_last == effect.after_first - CHOSEN[1]
    assert not effect.plan["late"]
    with house.app.test_request_context(), house.database.writing() as db:
        before_training(db, db.get_one(Round, round_id), NOW + DAY)
        assert len(db.scalars(select(Effect)).all()) == 1
    with pytest.raises(PlanIsFixed), house.database.writing() as db:
        db.get_one(Effect, effect_id).look_on = TODAY
    with house.database.reading() as db:
        assert [one.kind for one in db.scalars(select(Entry).where(Entry.kind.startswith("effect.")))] == [
            "effect.planned"
        ]


@pytest.mark.parametrize(("better", "verdict"), [(0.0, {"nothing", "unclear"}), (0.12, {"helped"})])
def test_a_lesson_that_does_nothing_is_told_from_one_that_works(house: House, better: float, verdict: set[str]) -> None:
    ground_ = ground(house)
    effect = effect_of(house, begin(ground_, [ground_.trained], [START])[1])
    lived(ground_, effect, better=better, seed=3)
    assert judge_on(house, effect.look_on - DAY) == (0, 0)
    assert judge_on(house, effect.look_on) == (1, 0)
    assert judge_on(house, effect.look_on + DAY) == (0, 0)
    judged = effect_of(house, effect.id)
    assert judged.verdict in verdict
    assert judged.value == pytest.approx(better, abs=0.04)
    assert judged.result["rise"] == pytest.approx(better + 0.08, abs=0.04)
    assert {one.state for one in _needs(house)} == {"judged"}
    with pytest.raises(PlanIsFixed), house.database.writing() as db:
        db.get_one(Effect, effect.id).verdict = "helped!"


def _needs(house: House) -> list[Need]:
    with house.database.reading() as db:
        return list(db.scalars(select(Need)).all())


def test_a_reader_sees_one_honest_sentence_and_everybody_else_nothing(house: House) -> None:
    ground_ = ground(house)
    leader = house.person("Ruth Adeyemi", team=ground_.team)
    house.lead(ground_.team, leader)
    effect = effect_of(house, begin(ground_, [ground_.trained], [START], by=leader)[1])
    browser = house.browser(leader)
    before = browser.get(f"/effects/{effect.id}").text
    assert "We look once, on" in before
    assert "points (" not in before
    lived(ground_, effect, better=0.12, seed=3)
    judge_on(house, effect.look_on)
    page = browser.get(f"/effects/{effect.id}").text
    assert "were to be expected without training; training’s share is +1" in page
    assert "it helped" in page
    assert "Number3" not in page
    library = browser.get("/effects/").text
    assert "Promising a time" in library
    assert "from 1 round with 24 people" in library
    assert "The same comes out again" in browser.get(f"/effects/{effect.id}/again").text
    elsewhere = house.person("Tom Adler", team=ground_.elsewhere)
    house.lead(ground_.elsewhere, elsewhere)
    assert house.browser(elsewhere).get(f"/effects/{effect.id}").status_code == 404
    assert f"/effects/{effect.id}" not in house.browser(elsewhere).get("/effects/").text
    assert house.browser(ground_.trained[0]).get("/effects/").status_code == 404
