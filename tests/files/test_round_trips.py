"""Whatever an author writes comes back from its file as it was, and the file is always the same bytes."""

from typing import Any

from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.files import documents
from tests.files.checklists import checklists
from tests.files.scorecards import scorecards
from tests.files.services import opening_hours, services, transactions
from tests.files.standards import profiles, standards
from training.certification.files import KIND as PROGRAMME
from training.checklists.files import KIND as CHECKLIST
from training.complaints.files import KIND as COMPLAINT_RULES
from training.content.kinds import Kind
from training.content.schema import canonical
from training.core.problems import Problems
from training.credentials.files import KIND as CREDENTIAL
from training.diagnosis.files import KIND as REVIEW_RULES
from training.modules.files import KIND as MODULE
from training.policies.files import KIND as POLICY
from training.quizzes.files import BANK, QUIZ
from training.scorecards.files import KIND as SCORECARD
from training.standards.files_hours import KIND as HOURS
from training.standards.files_profile import KIND as PROFILE
from training.standards.files_service import KIND as SERVICE
from training.standards.files_standard import KIND as STANDARD
from training.standards.files_transaction import KIND as TRANSACTION

patient = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def comes_back(kind: Kind[Any], value: dict[str, Any]) -> None:
    model = kind.schema.model_validate(value)
    text = kind.to_text(model)
    again = kind.parse(text, "file")
    assert again == model
    assert kind.to_text(again) == text
    assert kind.load(canonical(model)) == model


@given(documents.banks)
@patient
def test_a_bank_comes_back_from_its_file(value: dict[str, Any]) -> None:
    comes_back(BANK, value)


@given(documents.quizzes)
@patient
def test_a_quiz_comes_back_from_its_file(value: dict[str, Any]) -> None:
    comes_back(QUIZ, value)


@given(documents.programmes())
@patient
def test_a_programme_comes_back_from_its_file(value: dict[str, Any]) -> None:
    comes_back(PROGRAMME, value)


@given(checklists())
@patient
def test_a_checklist_comes_back_from_its_file(value: dict[str, Any]) -> None:
    comes_back(CHECKLIST, value)


@given(scorecards())
@patient
def test_a_scorecard_comes_back_from_its_file(value: dict[str, Any]) -> None:
    comes_back(SCORECARD, value)


@given(documents.modules)
@patient
def test_a_module_comes_back_from_its_file(value: dict[str, Any]) -> None:
    try:
        MODULE.schema.model_validate(value)
    except ValidationError:
        reject()  # two questions with one id, or a text that is a heading
    comes_back(MODULE, value)


@given(documents.policies)
@patient
def test_a_policy_comes_back_from_its_file(value: dict[str, Any]) -> None:
    try:
        POLICY.schema.model_validate(value)
    except ValidationError:
        reject()  # a text that is a heading
    comes_back(POLICY, value)


@given(documents.credentials)
@patient
def test_a_certificate_from_elsewhere_comes_back_from_its_file(value: dict[str, Any]) -> None:
    comes_back(CREDENTIAL, value)


@given(documents.complaint_rules())
@patient
def test_complaint_rules_come_back_from_their_file(value: dict[str, Any]) -> None:
    try:
        COMPLAINT_RULES.schema.model_validate(value)
    except ValidationError:
        reject()  # a category and a severity with one id
    comes_back(COMPLAINT_RULES, value)


@given(documents.review_rules)
@patient
def test_rules_of_the_review_come_back_from_their_file(value: dict[str, Any]) -> None:
    comes_back(REVIEW_RULES, value)


@given(services())
@patient
def test_a_service_comes_back_from_its_file(value: dict[str, Any]) -> None:
    comes_back(SERVICE, value)


@given(transactions())
@patient
def test_a_transaction_comes_back_from_its_file(value: dict[str, Any]) -> None:
    comes_back(TRANSACTION, value)


@given(opening_hours())
@patient
def test_opening_hours_come_back_from_their_file(value: dict[str, Any]) -> None:
    comes_back(HOURS, value)


@given(standards())
@patient
def test_a_standard_comes_back_from_its_file(value: dict[str, Any]) -> None:
    comes_back(STANDARD, value)


@given(profiles())
@patient
def test_a_role_profile_comes_back_from_its_file(value: dict[str, Any]) -> None:
    comes_back(PROFILE, value)


def test_a_question_that_shows_a_fence_stands_in_a_longer_one() -> None:
    text = "What does this do?\n```\ncode\n````\nSay."
    question = {"id": "q", "type": "true-false", "text": text, "answer": True}
    block = {
        "id": "a",
        "title": "A {#b}",
        "pieces": [question, {"type": "text", "text": "    code\n\n````\n## x\n````"}],
    }
    value = {"title": "x", "summary": "y", "blocks": [block]}
    comes_back(MODULE, value)
    assert "`````question" in MODULE.to_text(MODULE.schema.model_validate(value))


@given(st.text(max_size=300))
@patient
def test_no_text_at_all_breaks_the_readers(text: str) -> None:
    for kind in (BANK, QUIZ, PROGRAMME, MODULE, CHECKLIST, POLICY, CREDENTIAL):
        for whole in (text, f"---\ntitle: x\nsummary: y\n---\n\n## A {{#a}}\n\n{text}"):
            try:
                model = kind.parse(whole, "file")
            except Problems:
                continue
            assert kind.parse(kind.to_text(model), "file") == model
