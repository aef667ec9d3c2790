from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.evidence import (
    QUIZ,
    READ,
    SOME_DAYS,
    START,
    TARGETS,
    TERMS,
    TEST,
    VALIDITIES,
    YEAR,
    fact,
    histories,
    withdrawn,
)
from training.certification.rules import FOREVER, Change, Evidence, Requirement, Standing, State, Target, Term, Why
from training.certification.rules_dates import Validity
from training.certification.rules_standing import assess

DAY = timedelta(days=1)
NEVER_CHANGED = Target()


def reading(evidence: list[Evidence], today: date, **other: Any) -> Standing:
    known = {"start": START, "validity": YEAR, "target": NEVER_CHANGED} | other
    return assess(READ, evidence, today=today, **known)


def quiz(evidence: list[Evidence], today: date, **other: Any) -> Standing:
    known = {"start": START, "validity": YEAR, "target": NEVER_CHANGED} | other
    return assess(TEST, evidence, today=today, **known)


def test_what_was_just_asked_for_is_due() -> None:
    standing = quiz([], START)
    assert (standing.state, standing.due_on) == (State.DUE, date(2026, 4, 1))
    assert standing.reason.why is Why.STARTED


def test_it_is_due_soon_in_the_last_fourteen_days() -> None:
    assert quiz([], date(2026, 3, 17)).state is State.DUE
    assert quiz([], date(2026, 3, 18)).state is State.SOON
    assert quiz([], date(2026, 4, 1)).state is State.SOON


def test_the_notice_before_a_due_day_is_a_setting() -> None:
    assert quiz([], date(2026, 3, 18), due_notice=3).state is State.DUE
    assert quiz([], date(2026, 3, 29), due_notice=3).state is State.SOON


def test_it_is_overdue_from_the_day_after_it_was_due() -> None:
    standing = quiz([], date(2026, 4, 2))
    assert (standing.state, standing.since) == (State.OVERDUE, date(2026, 4, 2))


def test_without_a_limit_it_stays_due() -> None:
    relaxed = Requirement("calls", "module", 1)
    standing = assess(relaxed, [], start=START, validity=YEAR, target=NEVER_CHANGED, today=START + 900 * DAY)
    assert (standing.state, standing.due_on, standing.changes_on) == (State.DUE, None, None)


def test_a_passed_quiz_is_met_with_its_score_and_version_until_the_eve_of_the_anniversary() -> None:
    passed = fact(7, "quiz.passed", date(2026, 3, 3), version=2, score=90)
    standing = quiz([passed], date(2026, 3, 12))
    assert (standing.state, standing.since, standing.until) == (State.MET, date(2026, 3, 3), date(2027, 3, 2))
    assert standing.evidence_ids == (7,)
    assert standing.reason.values == {
        "on": date(2026, 3, 3),
        "score": 90,
        "version": 2,
        "until": date(2027, 3, 2),
    }


def test_a_failed_try_is_named_but_changes_nothing() -> None:
    failed = fact(7, "quiz.failed", date(2026, 3, 3), score=60)
    standing = quiz([failed], date(2026, 3, 12))
    assert (standing.state, standing.evidence_ids) == (State.DUE, (7,))
    assert (standing.reason.values["tried_on"], standing.reason.values["score"]) == (date(2026, 3, 3), 60)


def test_what_was_met_is_soon_to_be_renewed_and_then_expired() -> None:
    done = [fact(1, "module.done", date(2026, 3, 3))]
    assert reading(done, date(2027, 1, 30)).state is State.MET
    assert reading(done, date(2027, 1, 31)).state is State.SOON
    assert reading(done, date(2027, 3, 2)).state is State.SOON
    expired = reading(done, date(2027, 3, 3))
    assert (expired.state, expired.since, expired.until) == (State.EXPIRED, date(2027, 3, 3), date(2027, 3, 2))


def test_a_module_done_is_not_a_quiz_passed() -> None:
    other = Evidence(1, "module.done", QUIZ, 1, START, fact(1, "module.done", START).at)
    assert not quiz([other], START + DAY).held


def test_a_version_that_changes_what_people_do_asks_again_with_the_whole_time() -> None:
    done = [fact(1, "module.done", date(2026, 3, 3))]
    target = Target((Change(3, date(2026, 9, 1)),))
    assert reading(done, date(2026, 8, 31), target=target).state is State.MET
    standing = reading(done, date(2026, 9, 1), target=target)
    assert (standing.state, standing.since, standing.due_on) == (State.CHANGED, date(2026, 9, 1), date(2026, 9, 15))
    assert standing.reason.values["version"] == 3
    assert reading(done, date(2026, 9, 16), target=target).state is State.OVERDUE
    again = [*done, fact(2, "module.done", date(2026, 9, 10), version=3)]
    assert reading(again, date(2026, 9, 16), target=target).state is State.MET


def test_what_was_outdated_may_also_come_to_its_end() -> None:
    done = [fact(1, "module.done", date(2026, 3, 3))]
    target = Target((Change(3, date(2027, 2, 25)),))
    changed = reading(done, date(2027, 3, 1), target=target)
    assert (changed.state, changed.due_on, changed.changes_on) == (State.CHANGED, date(2027, 3, 11), date(2027, 3, 3))
    assert reading(done, date(2027, 3, 3), target=target).state is State.EXPIRED


def test_a_version_that_only_clarifies_asks_nobody_again() -> None:
    done = [fact(1, "module.done", date(2026, 3, 3), version=3)]
    assert reading(done, date(2026, 9, 30), target=Target((Change(3, date(2026, 1, 1)),))).state is State.MET


def test_a_revocation_beats_what_came_before_it_and_gives_the_whole_time_again() -> None:
    facts = [fact(1, "module.done", date(2026, 3, 3)), fact(2, "revoked", date(2026, 6, 1))]
    standing = reading(facts, date(2026, 6, 1))
    assert (standing.held, standing.due_on) == (False, date(2026, 6, 15))
    assert standing.reason.why is Why.WITHDRAWN
    assert reading([*facts, fact(3, "module.done", date(2026, 6, 1))], date(2026, 6, 2)).held


def test_an_exemption_holds_whatever_changes_until_its_own_end() -> None:
    exempt = fact(1, "exempted", date(2026, 3, 3))
    target = Target((Change(3, date(2026, 9, 1)),))
    standing = reading([exempt], date(2030, 1, 1), target=target)
    assert (standing.state, standing.reason.why, standing.until) == (State.MET, Why.EXEMPT, None)
    ending = Evidence(1, "exempted", 1, 1, date(2026, 3, 3), exempt.at, until=date(2026, 12, 31))
    assert reading([ending], date(2027, 1, 1)).state is State.EXPIRED


def test_what_lapsed_before_it_was_asked_for_is_due_and_not_expired() -> None:
    years_ago = [fact(1, "module.done", START - 800 * DAY)]
    assert reading(years_ago, START).state is State.SOON
    assert reading(years_ago, START + 15 * DAY).state is State.EXPIRED


def test_a_requirement_that_joins_later_counts_its_days_from_then() -> None:
    later = Requirement("tills", "module", 1, READ.due, added_on=date(2026, 9, 1))
    standing = assess(later, [], start=START, validity=YEAR, target=NEVER_CHANGED, today=date(2026, 9, 2))
    assert (standing.due_on, standing.reason.why) == (date(2026, 9, 15), Why.ADDED)


def test_a_certificate_carries_what_it_was_issued_for_until_its_own_end() -> None:
    done = [fact(1, "module.done", date(2026, 3, 3))]
    term = Term(date(2026, 5, 4), date(2026, 5, 4), 1, date(2027, 5, 3))
    assert reading(done, date(2027, 3, 20), term=term).state is State.MET
    assert reading(done, date(2027, 4, 3), term=term).state is State.SOON
    expired = reading(done, date(2027, 5, 4), term=term)
    assert (expired.state, expired.until) == (State.EXPIRED, date(2027, 5, 3))


def test_a_certificate_does_not_carry_what_was_too_old_to_earn_it() -> None:
    ancient = [fact(1, "module.done", date(2023, 3, 3))]
    term = Term(date(2026, 5, 4), date(2026, 5, 4), 1, date(2027, 5, 3))
    assert not reading(ancient, date(2026, 6, 1), term=term).held


def test_renewing_in_the_last_thirty_days_keeps_the_anniversary() -> None:
    term = Term(date(2026, 3, 3), date(2026, 3, 3), 1, date(2027, 3, 2))
    done = [fact(1, "module.done", date(2026, 3, 3)), fact(2, "module.done", date(2027, 2, 10))]
    standing = reading(done, date(2027, 2, 11), term=term)
    assert (standing.state, standing.until) == (State.MET, date(2028, 3, 2))


def test_doing_it_again_in_the_middle_does_not_renew_the_certificate() -> None:
    term = Term(date(2026, 3, 3), date(2026, 3, 3), 1, date(2027, 3, 2))
    done = [fact(1, "module.done", date(2026, 3, 3)), fact(2, "module.done", date(2026, 12, 1))]
    assert reading(done, date(2027, 2, 11), term=term).state is State.SOON
    # Once the certificate has ended, what is younger than its own validity still counts.
    assert reading(done, date(2027, 3, 3), term=term).held


def test_a_revoked_certificate_takes_its_evidence_with_it() -> None:
    term = Term(date(2026, 3, 3), date(2026, 3, 3), 1, date(2027, 3, 2), (withdrawn(date(2026, 6, 1)),))
    done = [fact(1, "module.done", date(2026, 3, 3))]
    assert reading(done, date(2026, 5, 31), term=term).held
    standing = reading(done, date(2026, 6, 1), term=term)
    assert (standing.held, standing.reason.why, standing.due_on) == (False, Why.WITHDRAWN, date(2026, 6, 15))


HISTORY = histories("module.done", "exempted", "revoked")
GOOD = histories("module.done", "exempted", least=1, most=1)
CASES = st.fixed_dictionaries({"term": TERMS, "target": TARGETS, "validity": VALIDITIES, "today": SOME_DAYS})


@given(HISTORY, GOOD, CASES)
def test_more_evidence_never_worsens_a_standing(
    evidence: list[Evidence], more: list[Evidence], case: dict[str, Any]
) -> None:
    before, after = reading(evidence, **case), reading([*more, *evidence], **case)
    assert after.held >= before.held
    assert after.late <= before.late
    if before.held:
        assert (after.until or FOREVER) >= (before.until or FOREVER)
    elif not after.held:
        assert (after.due_on or date.min) >= (before.due_on or date.min) or State.EXPIRED in (before.state, after.state)


@given(HISTORY, HISTORY, CASES)
def test_a_standing_on_a_past_day_never_changes_by_what_comes_later(
    evidence: list[Evidence], more: list[Evidence], case: dict[str, Any]
) -> None:
    today, target, term = case["today"], case["target"], case["term"]
    later = [known for known in more if known.on > today]
    past = case | {
        "target": Target(tuple(change for change in target.changes if change.on <= today)),
        "term": term.as_of(today) if term else None,
    }
    assert reading([*later, *evidence], **case) == reading(evidence, **past)


@given(HISTORY, CASES, st.integers(0, 500))
def test_time_alone_changes_a_standing_only_on_the_day_it_names(
    evidence: list[Evidence], case: dict[str, Any], days: int
) -> None:
    today, target, term = case["today"], case["target"], case["term"]
    evidence = [known for known in evidence if known.on <= today]
    # A version published later is not the passing of time.
    past = case | {
        "target": Target(tuple(change for change in target.changes if change.on <= today)),
        "term": term.as_of(today) if term else None,
    }
    now = reading(evidence, **past)
    assert now.changes_on is None or now.changes_on > today
    later = today + timedelta(days=days)
    if now.changes_on is None or later < now.changes_on:
        assert reading(evidence, **(past | {"today": later})) == now


@given(HISTORY, TARGETS, VALIDITIES, SOME_DAYS)
def test_the_evidence_that_is_named_was_there(
    evidence: list[Evidence], target: Target, validity: Validity, today: date
) -> None:
    standing = reading(evidence, today, target=target, validity=validity)
    known = {seen.id for seen in evidence if seen.on <= today}
    assert set(standing.evidence_ids) <= known
    assert not standing.held or standing.evidence_ids


@given(st.permutations(range(6)), histories("module.done", "exempted", "revoked", least=6, most=6), SOME_DAYS)
def test_the_order_in_which_facts_arrive_does_not_matter(
    order: list[int], evidence: list[Evidence], today: date
) -> None:
    assert reading([evidence[place] for place in order], today) == reading(evidence, today)
