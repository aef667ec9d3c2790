"""A test-out judged, what follows from missing something, and what is published meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.refreshers import CHANGE, MODULE, TODAY, block, item, module, modules, quiz, quizzes
from training.refreshers.rules import Asked, Doing, Plan, Why
from training.refreshers.rules_draw import once_more
from training.refreshers.rules_news import Page, Published, with_published
from training.refreshers.rules_plan import plan_of
from training.refreshers.rules_sitting import Judged, after_missing, judge


@dataclass(frozen=True)
class Worth:
    fraction: Fraction


@dataclass(frozen=True)
class Right:
    """A question of one point: “yes” is right."""

    points: int = 1

    def mark(self, response: Sequence[str]) -> Worth:
        return Worth(Fraction(tuple(response) == ("yes",)))


def judged(asked: Sequence[Asked], answers: str, pass_mark: int = 80) -> Judged:
    """`answers` has a sign for each question: “+” right, “-” wrong."""
    responses = [("yes",) if sign == "+" else ("no",) for sign in answers]
    return judge(asked, [Right()] * len(asked), responses, pass_mark=pass_mark)


def asked(name: str, *skills: str, block: str = "") -> Asked:
    return item(name, *skills, block=block).asked(("a", "b"))


def test_nobody_makes_up_for_a_lost_skill_with_one_that_is_known_well() -> None:
    ten = [asked(str(n), "listening") for n in range(8)] + [asked(f"p{n}", "promises") for n in range(2)]
    assert judged(ten, "++++++++++").passed
    assert judged(ten, "+++++++++-").passed
    lost = judged(ten, "++++++++--")
    assert not lost.passed
    assert lost.result.per_cent == 80
    assert lost.missed == {"promises"}


def test_below_the_mark_every_skill_of_a_wrong_answer_is_missed() -> None:
    five = [asked(str(n), "listening") for n in range(3)] + [asked(f"p{n}", "promises") for n in range(2)]
    missed = judged(five, "++-+-")
    assert not missed.passed
    assert missed.missed == {"listening", "promises"}


def test_a_wrong_answer_to_a_modules_own_question_points_at_just_its_block() -> None:
    two = [asked("rings", "listening", block="pick-up"), asked("end", "listening", block="hear")]
    missed = judged(two, "+-")
    assert (missed.missed, missed.blocks) == (frozenset(), {(MODULE, "hear")})


def two_skills() -> Plan:
    """A module of three blocks and a quiz about two skills, all of it known."""
    blocks = (block("pick-up", 4), block("hear", 6), block("promise", 5, "promises"))
    own = tuple(item(f"about-{one.id}", *one.skills, block=one.id) for one in blocks)
    bank = [item(f"l{n}") for n in range(6)] + [item(f"p{n}", "promises") for n in range(6)]
    return plan_of([module(*blocks, items=own), quiz(*bank)], today=TODAY, seed=3)


def added(before: Plan, after: Plan) -> list[tuple[Doing, str, Why]]:
    return [(part.doing, part.block, part.reasons[0].why) for part in after.parts[len(before.parts) :]]


def test_just_the_blocks_of_the_missed_skill_are_read_and_then_other_questions_are_asked() -> None:
    before = two_skills()
    quiz_part = before.parts[1]
    signs = "".join("-" if "promises" in one.skills else "+" for one in quiz_part.asked)
    after = after_missing(before, 2, judged(quiz_part.asked, signs), seed=3)
    assert added(before, after) == [(Doing.READ, "promise", Why.MISSED), (Doing.PROVE, "", Why.ONCE_MORE)]
    assert {one.key for one in after.parts[-1].asked}.isdisjoint(one.key for one in quiz_part.asked)
    assert [one.block for one in after.skipped] == ["pick-up", "hear"]
    assert sorted(s for one in after.parts[-1].asked for s in one.skills) == sorted(
        s for one in quiz_part.asked for s in one.skills
    )


def test_of_a_module_only_the_block_that_was_missed_is_read() -> None:
    before = two_skills()
    part = before.parts[0]
    signs = "".join("-" if one.block == "hear" else "+" for one in part.asked)
    after = after_missing(before, 1, judged(part.asked, signs, 100), seed=3)
    assert ("hear", Why.MISSED) in [(block, why) for _doing, block, why in added(before, after)]
    assert after.parts[-1].doing is Doing.PROVE
    assert after.minutes > before.minutes


def test_a_script_that_was_not_recalled_is_rehearsed() -> None:
    lines = tuple(replace(item(f"line-{n}"), what="gap", skills=()) for n in range(3))
    before = plan_of([replace(quiz(*lines, minutes=4), kind="script")], today=TODAY, seed=1)
    after = after_missing(before, 1, judged(before.parts[0].asked, "---"), seed=1)
    assert added(before, after) == [(Doing.ELSEWHERE, "", Why.MISSED)]
    assert [part.minutes for part in after.parts] == [2, 4]
    assert after.renewed == ()


def test_questions_for_everybody_stay_in_each_round() -> None:
    must = replace(asked("must"), must=True)
    again, spare = once_more([must, asked("old")], [asked("new")], 1)
    assert {one.id for one in again} == {"must", "new"}
    assert [one.id for one in spare] == ["old"]


@given(modules(), quizzes(), st.integers(0, 9), st.data())
def test_missing_something_takes_nothing_away_and_asks_as_much_again(
    one: object, other: object, seed: int, data: st.DataObject
) -> None:
    plan = plan_of([one, other], today=TODAY, seed=seed)  # type: ignore[list-item] # drawn subjects
    number = data.draw(st.sampled_from([n for n, part in enumerate(plan.parts, 1) if part.doing is Doing.PROVE]))
    part = plan.parts[number - 1]
    after = after_missing(plan, number, judged(part.asked, "-" * len(part.asked)), seed=seed)
    assert after.parts[: len(plan.parts)] == plan.parts
    assert len(after.parts[-1].asked) == len(part.asked)
    reads = [one.block for one in after.parts if one.doing is Doing.READ]
    assert len(reads) == len(set(reads))
    assert set(reads).isdisjoint(one.block for one in after.skipped)


def news(number: int, *pages: str, document: int = 1) -> Published:
    return Published(document, 90 + number, number, TODAY, tuple(Page(page, page, 3) for page in pages))


def test_a_block_that_changes_meanwhile_is_read_as_it_is_now() -> None:
    before = two_skills()
    after = with_published(before, [news(4, "hear")], done={1})
    assert added(before, after) == [(Doing.READ, "hear", Why.CHANGED)]
    assert after.parts[-1].version_id == 94
    assert [one.block for one in after.skipped] == ["pick-up", "promise"]
    assert with_published(after, [news(4, "hear")], done={1}) == after


def test_a_block_still_to_be_read_is_read_once_in_its_newest_words() -> None:
    before = plan_of([module(block("pick-up", changed=CHANGE))], today=TODAY, seed=1)
    after = with_published(before, [news(4, "pick-up")], done=())
    assert [(part.version_id, part.minutes) for part in after.parts] == [(94, 3)]
    again = with_published(before, [news(4, "pick-up")], done={1})
    assert [part.version_id for part in again.parts] == [MODULE, 94]


def test_a_quiz_that_changes_meanwhile_is_taken_on_its_own_page() -> None:
    before = two_skills()
    after = with_published(before, [news(2, document=2)], done={2})
    assert added(before, after) == [(Doing.ELSEWHERE, "", Why.CHANGED)]
    assert [one.kind for one in after.renewed] == ["module"]


def test_older_versions_and_other_documents_are_no_news() -> None:
    before = two_skills()
    assert with_published(before, [news(3, "hear"), news(9, "hear", document=77)], done=()) == before
