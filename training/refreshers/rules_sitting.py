"""A test-out, judged; and the plan after one that was not passed: what was missed is read, and asked again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from training.quizzes.rules import Marked, Result, mark_attempt
from training.refreshers.rules import Asked, Doing, Part, Plan, Reason, Skipped, Why
from training.refreshers.rules_draw import once_more


@dataclass(frozen=True, slots=True)
class Judged:
    """The worth of a test-out. `missed` are skills and `blocks` parts of modules that were not known well enough."""

    result: Result
    passed: bool
    missed: frozenset[str] = frozenset()
    blocks: frozenset[tuple[int, str]] = frozenset()  # (version of the module, block)


def judge(
    asked: Sequence[Asked], questions: Sequence[Marked], responses: Sequence[Iterable[str]], *, pass_mark: int
) -> Judged:
    """Passed with `pass_mark` per cent of all points and, in each skill, with half of its points.

    So nobody makes up for a skill that is gone with one that they know well. Whoever passes has missed nothing.
    """
    result = mark_attempt(questions, responses, pass_mark=pass_mark)
    scored = list(zip(asked, questions, result.earned, strict=True))
    skills = {skill for one in asked for skill in one.skills}
    weak = {skill for skill in skills if _is_weak([(q.points, e) for one, q, e in scored if skill in one.skills])}
    if result.passed and not weak:
        return Judged(result, passed=True)
    wrong = [one for one, question, earned in scored if earned < question.points]
    of_banks = {skill for one in wrong if not one.block for skill in one.skills}
    missed = (weak & of_banks) or of_banks
    return Judged(result, False, frozenset(missed), frozenset((one.version, one.block) for one in wrong if one.block))


def _is_weak(scores: Sequence[tuple[int, Fraction]]) -> bool:
    return 2 * sum(earned for _points, earned in scores) < sum(points for points, _earned in scores)


def after_missing(plan: Plan, number: int, judged: Judged, *, seed: int) -> Plan:
    """The plan after a test-out that was not passed: the blocks that were missed are read, then it is asked again.

    The words of a script are not asked again: it is rehearsed.
    """
    part = plan.parts[number - 1]
    if part.kind == "script":
        rehearse = replace(part, doing=Doing.ELSEWHERE, minutes=part.whole_minutes, reasons=(Reason(Why.MISSED),))
        again = replace(rehearse, asked=(), spare=())
        kept = tuple(one for one in plan.renewed if one.requirement != part.requirement)
        return replace(plan, parts=(*plan.parts, again), renewed=kept)
    reads = [one for one in plan.skipped if _was_missed(one, part, judged)]
    asked, spare = once_more(part.asked, part.spare, seed + number)
    again = replace(part, asked=asked, spare=spare, reasons=(Reason(Why.ONCE_MORE, {"questions": len(asked)}),))
    return replace(
        plan,
        parts=(*plan.parts, *(_to_read(one, Reason(Why.MISSED)) for one in reads), again),
        skipped=tuple(one for one in plan.skipped if one not in reads),
    )


def _was_missed(one: Skipped, part: Part, judged: Judged) -> bool:
    if (one.version_id, one.block) in judged.blocks:
        return True
    # A test-out on a module is about its own parts, one of a quiz about whatever teaches the skill.
    return (part.kind == "quiz" or one.requirement == part.requirement) and not judged.missed.isdisjoint(one.skills)


def _to_read(one: Skipped, reason: Reason) -> Part:
    return Part(
        Doing.READ,
        one.requirement,
        "module",
        one.document_id,
        one.version_id,
        one.slug,
        one.title,
        one.minutes,
        (reason,),
        language=one.language,
        block=one.block,
    )
