"""How the sample company serves: its services, steps, standards and profiles agree with what it teaches and signs."""

from collections.abc import Iterator
from typing import TypeVar

import pytest

from tests.files.test_starter_library import ROLES, library
from tests.files.test_starter_proofs import limits, policy
from training.complaints.files import ComplaintRules
from training.content.kinds import Reference
from training.feedback.files import Feedback
from training.standards.files_profile import Profile
from training.standards.files_service import Service
from training.standards.files_standard import Standard
from training.standards.files_transaction import Step, Transaction

M = TypeVar("M")
TEACHES, ASKS, WATCHES = {"module"}, {"bank", "scenario"}, {"checklist", "scorecard"}


def all_of(kind: str, schema: type[M]) -> dict[str, M]:
    found = {slug: document.model for (name, slug), document in library().documents.items() if name == kind}
    return {slug: model for slug, model in found.items() if isinstance(model, schema)}


def steps() -> Iterator[tuple[str, Step]]:
    for slug, transaction in all_of("transaction", Transaction).items():
        for step in transaction.steps:
            yield f"{slug}/{step.id}", step


def aims(*kinds: str) -> Iterator[tuple[str, Reference]]:
    """Each reference of documents of some kinds, with the kind that makes it."""
    for (name, _slug), document in library().documents.items():
        if name in kinds or not kinds:
            yield from ((name, reference) for reference in document.kind.references(document.model))


def test_there_are_services_a_package_and_a_model_and_each_says_how_it_runs() -> None:
    services = all_of("service", Service)
    assert sum(service.model for service in services.values()) == 1
    assert sum(bool(service.bundles) for service in services.values()) == 1
    for slug, service in services.items():
        assert any(part.transaction for part in service.parts), slug
        assert service.model or service.based_on, slug


@pytest.mark.parametrize("slug", sorted(all_of("transaction", Transaction)))
def test_a_transaction_has_five_to_eight_steps_that_fit_on_a_card(slug: str) -> None:
    transaction = all_of("transaction", Transaction)[slug]
    assert 5 <= len(transaction.steps) <= 8
    assert [step.id for step in transaction.steps if not (step.do and len(step.do) <= 3)] == []
    assert [step.id for step in transaction.steps if len(step.title) > 46] == []
    assert [line for step in transaction.steps for line in step.do if len(line) > 80] == []
    works = {role for step in transaction.steps for role in (*step.role, *step.helps)}
    decides = {step.authority.then for step in transaction.steps if step.authority and step.authority.then}
    assert works <= set(transaction.lanes) <= works | decides


def test_what_a_step_may_decide_is_what_the_page_of_limits_says() -> None:
    page = policy("who-may-decide-how-much").block("limits")
    assert page is not None
    rules = all_of("complaint-rules", ComplaintRules).values()
    offered = {rung.up_to for one in rules for rung in one.authority if rung.up_to}
    decided = {step.authority.up_to for _key, step in steps() if step.authority and step.authority.up_to}
    assert offered | decided == limits(page.text)


def test_every_part_of_the_promises_is_kept_at_some_step() -> None:
    kept = {promise for _key, step in steps() for promise in step.promises}
    assert {f"our-promises-to-customers/{block.id}" for block in policy("our-promises-to-customers").blocks} <= kept


@pytest.mark.parametrize("kinds", [TEACHES, ASKS, WATCHES], ids=["taught", "asked", "watched"])
def test_every_standard_is_taught_asked_and_watched(kinds: set[str]) -> None:
    serves = {(one.slug, None) for _kind, one in aims(*kinds) if one.kind == "standard"}
    assert all_of("standard", Standard).keys() - {slug for slug, _item in serves} == set()


def test_every_skill_that_a_standard_or_a_profile_takes_is_taught() -> None:
    taught = {
        skill for (name, _slug), one in library().documents.items() if name == "module" for skill in one.model.skills
    }
    taken = {one.skill for model in all_of("standard", Standard).values() for one in model.skills}
    taken |= {one.skill for model in all_of("profile", Profile).values() for one in model.skills}
    assert taken <= taught


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_thinks_it_owns_what_it_owns_and_asks_every_candidate_the_same(role: str) -> None:
    profile = all_of("profile", Profile)[role]
    assert set(profile.steps) == {key for key, step in steps() if step.owner == role}
    assert 4 <= len(profile.interview) <= 6
    assert profile.programme == role


def test_every_form_speaks_german_and_a_language_that_is_read_from_the_right() -> None:
    forms = all_of("feedback", Feedback)
    assert {form.asks for form in forms.values()} >= {"anybody", "after-complaint"}
    for slug, form in forms.items():
        assert {one.language for one in form.translations} == {"de", "ar"}, slug
