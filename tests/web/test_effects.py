"""Whether training helped: fixed before, judged once, and said honestly, on cells whose truth is known."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from tests.house import House
from tests.judging import CHOSEN, LESSON, STANDARD, Ground, begin, ground, plant
from tests.measuring import standard_text
from tests.moment import NOW, TODAY
from tests.shelf import put
from training.cli import training
from training.content.models import Version
from training.core import ledger
from training.core.clock import FixedClock
from training.core.jobs import enqueue
from training.core.ledger import Entry
from training.core.permissions import PermissionSet
from training.core.worker import Worker
from training.effects.actions import judge_due
from training.effects.check import check_effects
from training.effects.jobs import JUDGE
from training.effects.models import Effect, PlanIsFixed
from training.needs.actions_training import before_training
from training.needs.models import Need, Round
from training.people.models import Person
from training.voice.models import Improvement

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


def lived(ground: Ground, effect: Effect, *, better: float, seed: int, readings: int = 4) -> None:
    """Both groups before, when they were chosen, and after; only the trained have a lesson that does so much."""
    windows = [(effect.before_first, effect.before_last), CHOSEN, (effect.after_first, effect.after_last)]
    for at, (first, last) in enumerate(windows):
        low = 0.08 if at == 1 else 0.0  # they were chosen for being low just then
        missed = 0.25 + low - (better if at == 2 else 0)
        plant(ground, ground.trained, first, last, missed=missed, seed=seed + at, readings=readings)
        plant(ground, ground.others, first, last, missed=0.20, seed=seed + 10 + at, readings=readings)


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


def test_the_command_judges_what_is_due_and_a_check_reckons_it_again(house: House) -> None:
    ground_ = ground(house, trained=6, others=6)
    effect = effect_of(house, begin(ground_, [ground_.trained], [START])[1])
    lived(ground_, effect, better=0.1, seed=3)
    ask = house.app.test_cli_runner().invoke
    assert "Nothing is due." in ask(training, ["needs", "judge"]).output
    house.app.extensions["clock"].at = NOW + (effect.look_on - TODAY)
    assert "1 effect was judged." in ask(training, ["needs", "judge"]).output
    with house.app.app_context(), house.database.writing() as db:
        assert check_effects(db) == []
        db.execute(update(Effect).values(value=0.5))
        assert check_effects(db) == ["Effect 1 is not what its own sums give."]


def test_of_those_who_start_by_lot_the_waiting_ones_are_compared_with(house: House) -> None:
    ground_ = ground(house, trained=24, others=0)
    first, second = ground_.trained[:12], ground_.trained[12:]
    later = START + 56 * DAY
    effect = effect_of(house, begin(ground_, [first, second], [START, later], design="random")[1])
    assert (effect.tier, effect.after_first, effect.after_last) == ("A", START + 14 * DAY, later - DAY)
    for at, (one, better) in enumerate(((first, 0.15), (second, 0.0))):
        plant(ground_, one, effect.before_first, effect.before_last, missed=0.3, seed=at)
        plant(ground_, one, *CHOSEN, missed=0.4, seed=10 + at)
        plant(ground_, one, effect.after_first, effect.after_last, missed=0.3 - better, seed=20 + at)
    judge_on(house, effect.look_on)
    judged = effect_of(house, effect.id)
    assert (judged.verdict, judged.n, judged.result["controls"]) == ("helped", 12, 12)


def test_waves_too_close_together_or_too_small_are_no_drawing_by_lot(house: House) -> None:
    ground_ = ground(house, trained=8, others=8)
    few = begin(ground_, [ground_.trained[:5], ground_.trained[5:]], [START, START + 56 * DAY], design="random")
    assert effect_of(house, few[1]).tier == "B"
    assert effect_of(house, few[1]).after_first == START + 70 * DAY


def test_twelve_people_in_three_waves_are_judged_by_lot(house: House) -> None:
    ground_ = ground(house, trained=12, others=0)
    waves = [ground_.trained[at : at + 4] for at in (0, 4, 8)]
    starts = [START + 42 * number * DAY for number in range(3)]
    effect = effect_of(house, begin(ground_, waves, starts, design="random")[1])
    assert (effect.tier, effect.plan["estimator"]) == ("A", "staggered")


def changed(ground_: Ground, done: date) -> int:
    """A change of the process of the team that was done on that day, with its need."""
    with ground_.house.database.writing() as db:
        change = Improvement(text="A second line", category="", team_id=ground_.team, by_on=done, made_at=NOW)
        change.owner_id, change.done_on = ground_.trained[0], done
        db.add(change)
        db.flush()
        need = Need(standard_id=ground_.standard_id, team_id=ground_.team, kind="process", state="assigned")
        need.sources, need.evidence, need.opened_at, need.improvement_id = ["metric"], {}, NOW, change.id
        db.add(need)
        return change.id


def test_a_change_of_the_process_is_judged_by_the_weeks_of_its_team_and_of_others(house: House) -> None:
    ground_ = ground(house, trained=8, others=8)
    change = changed(ground_, TODAY)
    for kind in ("improvement.done", "improvement.reopened", "improvement.done"):
        with house.app.test_request_context(), house.database.writing() as db:
            ledger.record(db, kind, at=NOW, actor_id=ground_.trained[0], payload={"improvement": change})
    assert [effect_of(house, number).state for number in (1, 2)] == ["dropped", "planned"]
    effect = effect_of(house, 2)
    assert (effect.tier, effect.improvement_id, effect.lesson_id, effect.plan["late"]) == ("C", 1, None, False)
    for at, (people, team, better) in enumerate(
        ((ground_.trained, ground_.team, 0.15), (ground_.others, ground_.elsewhere, 0.0))
    ):
        plant(ground_, people, effect.before_first, effect.before_last, missed=0.3, seed=at, team=team)
        plant(ground_, people, effect.after_first, effect.after_last, missed=0.3 - better, seed=9 + at, team=team)
    judge_on(house, effect.look_on)
    judged = effect_of(house, 2)
    assert (judged.verdict, judged.n) == ("helped", 8)
    assert judged.value == pytest.approx(0.15, abs=0.06)
    assert {one.state for one in _needs(house)} == {"judged"}
    browser = house.administrator()
    page = browser.get("/effects/2").text
    assert "8 people of the team and 8 others are compared" in page
    assert "The team, week by week" in page
    assert "What was done was taken back." in browser.get("/effects/1").text


def test_few_people_are_not_enough_and_nothing_of_them_is_shown(house: House) -> None:
    ground_ = ground(house, trained=3, others=12)
    effect = effect_of(house, begin(ground_, [ground_.trained], [START])[1])
    lived(ground_, effect, better=0.2, seed=1)
    judge_on(house, effect.look_on)
    judged = effect_of(house, effect.id)
    assert (judged.verdict, judged.value) == ("unclear", None)
    page = house.administrator().get(f"/effects/{effect.id}").text
    assert "Cannot tell: 3 people are not enough." in page
    assert "Side by side" not in page


def test_where_too_few_work_beside_them_those_of_other_teams_are_compared_with(house: House) -> None:
    ground_ = ground(house, trained=12, others=2)
    plant(ground_, [*ground_.trained, *ground_.others], *CHOSEN, missed=0.3, seed=1)
    effect = effect_of(house, begin(ground_, [ground_.trained], [START])[1])
    assert effect.plan["teams"] is None
    elsewhere = [house.person(f"Far Number{n}", team=ground_.elsewhere) for n in range(12)]
    for days, better in (
        ((effect.before_first, effect.before_last), 0.0),
        ((effect.after_first, effect.after_last), 0.15),
    ):
        plant(ground_, ground_.trained, *days, missed=0.3 - better, seed=5)
        plant(ground_, elsewhere, *days, missed=0.2, seed=6, team=ground_.elsewhere)
    judge_on(house, effect.look_on)
    judged = effect_of(house, effect.id)
    assert (judged.verdict, judged.n, judged.result["controls"]) == ("helped", 12, 12)


def test_few_others_are_not_compared_with_either(house: House) -> None:
    ground_ = ground(house, trained=12, others=3)
    effect = effect_of(house, begin(ground_, [ground_.trained], [START])[1])
    lived(ground_, effect, better=0.2, seed=1)
    judge_on(house, effect.look_on)
    assert effect_of(house, effect.id).value is None
    assert "too few others" in house.administrator().get(f"/effects/{effect.id}").text


def test_late_figures_are_waited_for_and_whoever_left_is_counted_and_said(house: House) -> None:
    ground_ = ground(house, trained=16, others=16)
    effect = effect_of(house, begin(ground_, [ground_.trained], [START])[1])
    with house.database.writing() as db:
        for person in ground_.trained[:4]:
            db.get_one(Person, person).left_on = effect.after_first - DAY
    gone, ground_.trained = ground_.trained[:4], ground_.trained[4:]
    for window in ((effect.before_first, effect.before_last), CHOSEN):
        plant(ground_, gone, *window, missed=0.3, seed=5)
    assert judge_on(house, effect.look_on) == (0, 1)
    house.app.extensions["clock"].at = NOW + (effect.look_on - TODAY)
    browser = house.administrator()
    assert "Its figures are missing" in browser.get(f"/effects/{effect.id}").text
    lived(ground_, effect, better=0.0, seed=3)
    assert judge_on(house, effect.look_on + DAY) == (1, 0)
    judged = effect_of(house, effect.id)
    assert (judged.n, judged.result["lost"], judged.result["fate"]["left"]) == (12, 4, 4)
    page = browser.get(f"/effects/{effect.id}").text
    assert "16 people were to be trained. 4 left the company before the last day." in page
    assert "Many who were there before are not there after." in page


def test_what_was_written_down_too_late_is_no_plan(house: House) -> None:
    ground_ = ground(house, trained=6, others=6)
    late = effect_of(house, begin(ground_, [ground_.trained], [TODAY - 60 * DAY])[1])
    assert late.state == "dropped"
    assert "too late to be judged" in house.administrator().get(f"/effects/{late.id}").text
    soon = effect_of(house, begin(ground_, [ground_.others], [TODAY - 2 * DAY])[1])
    assert (soon.state, soon.plan["late"]) == ("planned", True)


def test_rounds_of_a_lesson_add_up_and_their_author_hears_of_what_does_not_help(house: House) -> None:
    ground_ = ground(house, trained=60, others=60)
    author = house.someone_with(PermissionSet.AUTHOR, name="Mira Holm")
    with house.database.writing() as db:
        db.execute(update(Version).where(Version.document_id == ground_.lesson_id).values(by_id=author))
    halves = [(ground_.trained[:30], ground_.others[:30]), (ground_.trained[30:], ground_.others[30:])]
    effects = [effect_of(house, begin(ground_, [trained], [START])[1]) for trained, _others in halves]
    for number, (effect, (trained, others)) in enumerate(zip(effects, halves, strict=True)):
        ground_.trained, ground_.others = trained, others
        lived(ground_, effect, better=0.0, seed=40 + number * 20, readings=40)
    assert judge_on(house, effects[0].look_on) == (2, 0)
    house.app.extensions["clock"].at = NOW + (effects[0].look_on - TODAY)
    page = house.administrator().get("/effects/").text
    assert "from 2 rounds with 60 people" in page
    assert "All rounds together" in page
    browser = house.browser(author)
    assert browser.get("/effects/").status_code == 404
    told = browser.get(f"/effects/lessons/module/{LESSON}").text
    assert "If it does not help yet" in told
    assert "/effects/1" not in told
    assert "What it did to the figures" in browser.get(f"/documents/module/{LESSON}").text
    judged = [effect_of(house, one.id) for one in effects]
    assert {one.verdict for one in judged} == {"nothing"}
    assert {one.result["controls"] for one in judged} == {60}  # those of the other round learn too
    assert "did not help yet" in browser.get("/").text


def test_an_effect_keeps_the_unit_in_which_it_was_planned(house: House) -> None:
    ground_ = ground(house, trained=8, others=8)
    effect = effect_of(house, begin(ground_, [ground_.trained], [START])[1])
    lived(ground_, effect, better=0.12, seed=3)
    judge_on(house, effect.look_on)
    measure = "measure: mean\ntarget: 300\ndirection: lower\nunit: seconds\nchanges: {measure: behaviour}"
    put(house.app, "standard", STANDARD, standard_text(STANDARD, measure))
    begin(ground_, [ground_.others], [START])
    browser = house.administrator()
    page = browser.get(f"/effects/{effect.id}").text
    assert "points" in page
    assert "seconds" not in page
    assert browser.get("/effects/").text.count("from 1 round with 8 people") == 1


def test_the_worker_judges_each_by_itself_so_that_one_that_fails_holds_no_other_up(
    house: House, clock: FixedClock
) -> None:
    ground_ = ground(house, trained=8, others=8)
    broken = effect_of(house, begin(ground_, [ground_.trained[:4]], [START])[1])
    effect = effect_of(house, begin(ground_, [ground_.trained[4:]], [START])[1])
    lived(ground_, effect, better=0.12, seed=3)
    with house.database.writing() as db:
        db.execute(update(Effect).where(Effect.id == broken.id).values(plan=broken.plan | {"estimator": "gone"}))
        enqueue(db, JUDGE, now=NOW)
    clock.at = datetime.combine(effect.look_on, NOW.timetz())
    Worker(house.app).run_due()
    assert [effect_of(house, one.id).state for one in (broken, effect)] == ["planned", "judged"]
