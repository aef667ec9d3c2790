from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.evidence import (
    CALLS,
    LEAVES,
    MODULE,
    QUIZ,
    SOME_DAYS,
    START,
    TARGETS,
    VALIDITIES,
    YEAR,
    fact,
    histories,
    withdrawn,
)
from training.certification.rules import Change, Evidence, Level, Programme, Target, TargetId, Term
from training.certification.rules_dates import Validity
from training.certification.rules_programme import Outcome, certify

DAY = timedelta(days=1)
READ_ON, PASSED_ON = date(2026, 3, 3), date(2026, 3, 10)
FIRST = [fact(1, "module.done", READ_ON), fact(2, "quiz.passed", PASSED_ON, score=90)]
HELD = Term(PASSED_ON, PASSED_ON, 1, date(2027, 3, 9))


def calls(evidence: list[Evidence], today: date, **other: Any) -> Outcome:
    known: dict[str, Any] = {"start": START, "targets": {}, "terms": []}
    return certify(CALLS, evidence, today=today, **(known | other))


def test_somebody_new_is_in_training_and_told_the_first_thing() -> None:
    outcome = calls([], date(2026, 3, 2) - 10 * DAY)
    assert (outcome.programme.level, outcome.programme.held, outcome.programme.total) == (Level.TRAINING, 0, 2)
    assert outcome.programme.next_requirement == "calls"
    assert outcome.programme.next_due == date(2026, 3, 16)


def test_what_is_due_soon_or_late_shows_on_the_programme() -> None:
    assert calls([], date(2026, 3, 16)).programme.level is Level.SOON
    assert calls([], date(2026, 3, 17)).programme.level is Level.OVERDUE


def test_the_next_thing_is_the_first_that_is_not_held() -> None:
    programme = calls(FIRST[:1], READ_ON).programme
    assert (programme.next_requirement, programme.next_due, programme.held) == ("calls-quiz", date(2026, 4, 1), 1)


def test_a_certificate_is_earned_on_the_day_that_fulfils_everything() -> None:
    outcome = calls(FIRST, PASSED_ON)
    assert outcome.earned == (HELD,)
    assert outcome.programme.level is Level.CERTIFIED
    assert (outcome.programme.certified_on, outcome.programme.until) == (PASSED_ON, date(2027, 3, 9))
    assert outcome.programme.next_requirement is None


def test_it_is_dated_on_that_day_even_if_noticed_later() -> None:
    assert calls(FIRST, date(2026, 8, 1)).earned == (HELD,)


def test_it_is_earned_once() -> None:
    assert calls(FIRST, date(2026, 8, 1), terms=[HELD]).earned == ()
    assert calls([*FIRST, fact(3, "quiz.passed", date(2026, 7, 1))], date(2026, 8, 1), terms=[HELD]).earned == ()


def test_a_renewal_needs_every_part_again_and_keeps_the_anniversary() -> None:
    again = [*FIRST, fact(3, "module.done", date(2027, 2, 10))]
    waiting = calls(again, date(2027, 2, 20), terms=[HELD])
    assert (waiting.programme.level, waiting.earned) == (Level.SOON, ())
    assert (waiting.programme.next_requirement, waiting.programme.next_due) == ("calls-quiz", date(2027, 3, 9))
    renewed = calls([*again, fact(4, "quiz.passed", date(2027, 2, 20))], date(2027, 2, 20), terms=[HELD])
    assert renewed.earned == (Term(date(2027, 2, 20), PASSED_ON, 2, date(2028, 3, 9)),)
    assert renewed.programme.level is Level.CERTIFIED


def test_a_late_renewal_begins_a_new_anniversary_and_leaves_a_gap() -> None:
    again = [*FIRST, fact(3, "module.done", date(2027, 2, 10)), fact(4, "quiz.passed", date(2027, 3, 20))]
    assert calls(again, date(2027, 3, 15), terms=[HELD]).programme.level is Level.EXPIRED
    renewed = calls(again, date(2027, 3, 20), terms=[HELD])
    assert renewed.earned == (Term(date(2027, 3, 20), date(2027, 3, 20), 1, date(2028, 3, 19)),)


def test_an_expired_certificate_says_until_when_it_held() -> None:
    programme = calls(FIRST, date(2027, 3, 10), terms=[HELD]).programme
    assert (programme.level, programme.until, programme.certified_on) == (Level.EXPIRED, date(2027, 3, 9), None)
    assert programme.next_requirement == "calls"


def test_twenty_renewals_in_time_keep_the_day() -> None:
    leap_day = date(2028, 2, 29)
    evidence = [fact(1, "module.done", leap_day), fact(2, "quiz.passed", leap_day)]
    terms: list[Term] = []
    for cycle in range(20):
        outcome = calls(evidence, evidence[-1].on, start=leap_day, terms=terms)
        assert len(outcome.earned) == 1
        terms += outcome.earned
        last_day = terms[-1].until
        assert last_day is not None
        assert last_day == YEAR.last_day(leap_day, cycle + 1)
        early = last_day - (cycle % 30) * DAY
        evidence += [fact(len(evidence) + 1, "module.done", early), fact(len(evidence) + 2, "quiz.passed", early)]


def test_evidence_from_an_earlier_role_counts_from_its_own_day() -> None:
    outcome = calls(FIRST, date(2026, 9, 1), start=date(2026, 9, 1))
    assert outcome.earned == (Term(date(2026, 9, 1), PASSED_ON, 1, date(2027, 3, 9)),)


def test_a_revoked_certificate_is_not_earned_again_by_the_same_evidence() -> None:
    revoked = Term(PASSED_ON, PASSED_ON, 1, date(2027, 3, 9), (withdrawn(date(2026, 6, 1)),))
    outcome = calls(FIRST, date(2026, 6, 2), terms=[revoked])
    assert (outcome.earned, outcome.programme.level) == ((), Level.EXPIRED)
    again = [*FIRST, fact(3, "module.done", date(2026, 6, 3)), fact(4, "quiz.passed", date(2026, 6, 4))]
    assert calls(again, date(2026, 6, 4), terms=[revoked]).earned[0].anchor_on == date(2026, 6, 4)


def test_a_change_asks_holders_to_learn_it_but_leaves_their_certificate() -> None:
    targets = {MODULE: Target((Change(2, date(2026, 9, 1)),))}
    programme = calls(FIRST, date(2026, 9, 2), terms=[HELD], targets=targets).programme
    assert (programme.level, programme.certified_on, programme.held) == (Level.SOON, PASSED_ON, 1)
    assert (programme.next_requirement, programme.next_due) == ("calls", date(2026, 9, 15))
    assert calls(FIRST, date(2026, 9, 16), terms=[HELD], targets=targets).programme.level is Level.OVERDUE


def test_a_certificate_without_an_end_is_for_good() -> None:
    lasting = Programme(Validity(), CALLS.requirements)
    outcome = certify(lasting, FIRST, start=START, targets={}, terms=[], today=date(2046, 1, 1))
    assert [term.until for term in outcome.earned] == [None]
    assert outcome.programme.level is Level.CERTIFIED


def test_an_older_certificate_keeps_the_end_it_was_issued_with() -> None:
    shorter = Programme(Validity(months=6), CALLS.requirements)
    outcome = certify(shorter, FIRST, start=START, targets={}, terms=[HELD], today=date(2026, 12, 1))
    assert outcome.programme.until == date(2027, 3, 9)
    again = [*FIRST, fact(3, "module.done", date(2027, 3, 1)), fact(4, "quiz.passed", date(2027, 3, 1))]
    renewed = certify(shorter, again, start=START, targets={}, terms=[HELD], today=date(2027, 3, 1))
    assert renewed.earned[0].until == date(2027, 9, 9)


HISTORY = histories("module.done", "quiz.passed", "exempted", "revoked", "reinstated", "extended", most=16)
MANY_TARGETS = st.fixed_dictionaries({MODULE: TARGETS, QUIZ: TARGETS})


PLACES = st.fixed_dictionaries({"targets": MANY_TARGETS, "validity": VALIDITIES, "leave": LEAVES, "today": SOME_DAYS})


@given(HISTORY, HISTORY, PLACES)
def test_the_past_of_a_programme_never_changes_by_what_comes_later(
    evidence: list[Evidence], more: list[Evidence], place: dict[str, Any]
) -> None:
    targets, validity, leave, today = place["targets"], place["validity"], place["leave"], place["today"]
    programme = replace(CALLS, validity=validity)
    later = [known for known in more if known.on > today]
    past = {key: Target(tuple(c for c in target.changes if c.on <= today)) for key, target in targets.items()}
    known: dict[str, Any] = {"start": START, "terms": [], "today": today}
    taken = [one for one in leave if one.from_on <= today]
    assert certify(programme, [*later, *evidence], targets=targets, leave=leave, **known) == certify(
        programme, evidence, targets=past, leave=taken, **known
    )


@given(HISTORY, MANY_TARGETS, VALIDITIES, st.lists(SOME_DAYS, max_size=5))
def test_looking_every_now_and_then_or_only_at_the_end_issues_the_same_certificates(
    evidence: list[Evidence], targets: dict[TargetId, Target], validity: Validity, looks: list[date]
) -> None:
    programme = replace(CALLS, validity=validity)
    last = START + timedelta(days=1300)
    terms: list[Term] = []
    for today in [*sorted(looks), last]:
        terms += certify(programme, evidence, start=START, targets=targets, terms=terms, today=today).earned
    assert tuple(terms) == certify(programme, evidence, start=START, targets=targets, terms=[], today=last).earned


@given(HISTORY, MANY_TARGETS, VALIDITIES)
def test_certificates_follow_each_other_in_order(
    evidence: list[Evidence], targets: dict[TargetId, Target], validity: Validity
) -> None:
    programme = replace(CALLS, validity=validity)
    last = START + timedelta(days=1300)
    terms = certify(programme, evidence, start=START, targets=targets, terms=[], today=last).earned
    for term in terms:
        assert term.anchor_on <= term.issued_on or term.periods > 1
        assert term.until is None or term.until >= term.issued_on
    for earlier, later in pairwise(terms):
        assert earlier.issued_on < later.issued_on
        assert earlier.until is not None
        assert later.until is None or later.until > earlier.until


@given(HISTORY, PLACES, st.integers(0, 500))
def test_time_alone_changes_a_programme_only_on_the_day_it_names(
    evidence: list[Evidence], place: dict[str, Any], days: int
) -> None:
    targets, validity, leave, today = place["targets"], place["validity"], place["leave"], place["today"]
    programme = replace(CALLS, validity=validity)
    evidence = [known for known in evidence if known.on <= today]
    targets = {key: Target(tuple(c for c in target.changes if c.on <= today)) for key, target in targets.items()}
    # Leave that begins later is known only then.
    leave = [one for one in leave if one.from_on <= today]
    known: dict[str, Any] = {"start": START, "targets": targets, "leave": leave}
    now = certify(programme, evidence, terms=[], today=today, **known)
    later = today + timedelta(days=days)
    if today >= START and (now.programme.changes_on is None or later < now.programme.changes_on):
        then = certify(programme, evidence, terms=now.earned, today=later, **known)
        assert then.earned == ()
        assert (then.programme, then.requirements) == (now.programme, now.requirements)
