"""The starter library: complete, free of problems, and fair to whoever answers its questions."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from training.certification import files as certification_files
from training.certification.files import Programme
from training.checklists import files as checklist_files
from training.complaints import files as complaint_files
from training.content.kinds import Kinds
from training.content.questions import Question, Single
from training.content.tree import Tree, read_tree
from training.credentials import files as credential_files
from training.diagnosis import files as diagnosis_files
from training.feedback import files as feedback_files
from training.modules import files as module_files
from training.modules.files import Module
from training.policies import files as policy_files
from training.quizzes import files as quiz_files
from training.quizzes.files import Bank, Quiz
from training.scenarios import kind as scenario_kind
from training.scorecards import files as scorecard_files
from training.scripts import files as script_files
from training.standards import files as standard_files

ROOT = Path(__file__).parents[2]
SUBJECTS = (
    "greeting-a-customer",
    "taking-a-call",
    "handling-a-complaint",
    "returns-and-refunds",
    "keeping-a-promise",
    "coaching-a-colleague",
    "deciding-a-complaint",
)
ROLES = {"counter-staff", "phone-agent", "service-desk", "team-leader", "shop-manager"}
PARTS = (
    *(standard_files, module_files, script_files, scenario_kind, quiz_files),
    *(checklist_files, policy_files, credential_files, certification_files),
    *(complaint_files, feedback_files, scorecard_files, diagnosis_files),
)
PAPER = 'd="M0 0h640v300H0z"'  # without a painted ground the ink of a drawing is lost on a dark page


@cache
def library() -> Tree:
    return read_tree(ROOT, Kinds(kind for part in PARTS for kind in part.KINDS))


def module(slug: str) -> Module:
    model = library().documents["module", slug].model
    assert isinstance(model, Module)
    return model


def bank(slug: str) -> Bank:
    model = library().documents["bank", slug].model
    assert isinstance(model, Bank)
    return model


def quiz(slug: str) -> Quiz:
    model = library().documents["quiz", slug].model
    assert isinstance(model, Quiz)
    return model


def programme(slug: str) -> Programme:
    model = library().documents["programme", slug].model
    assert isinstance(model, Programme)
    return model


def singles(questions: Iterable[Question]) -> list[Single]:
    return [question for question in questions if isinstance(question, Single)]


def correct_place(question: Single) -> int:
    return next(place for place, option in enumerate(question.options) if option.correct)


def giveaways(questions: list[Single]) -> list[str]:
    """The ways in which somebody who knows nothing could find the correct options."""
    lengths = [[len(option.text) for option in question.options] for question in questions]
    correct = [row[correct_place(question)] for row, question in zip(lengths, questions, strict=True)]
    longest = sum(length == max(row) for length, row in zip(correct, lengths, strict=True))
    shortest = sum(length == min(row) for length, row in zip(correct, lengths, strict=True))
    place, times = Counter(correct_place(question) for question in questions).most_common(1)[0]
    found = {
        f"the longest option is correct in {longest}": longest >= 0.45 * len(questions),
        f"the shortest option is correct in {shortest}": shortest >= 0.45 * len(questions),
        f"place {place + 1} is correct in {times}": times > 0.5 * len(questions),
    }
    return [f"{words} of {len(questions)}" for words, holds in found.items() if holds]


def question(lengths: list[int], correct: int) -> Single:
    options = [{"id": f"o{i}", "text": "x" * n, "correct": i == correct} for i, n in enumerate(lengths)]
    return Single.model_validate({"id": "one", "type": "single", "text": "What now?", "options": options})


def test_the_library_loads_without_a_problem_or_a_warning() -> None:
    assert [str(problem) for problem in library().problems + library().warnings] == []


def test_there_are_modules_banks_and_quizzes_for_each_subject() -> None:
    for kind in ("module", "bank", "quiz"):
        assert {slug for name, slug in library().documents if name == kind} >= set(SUBJECTS)


def test_each_sample_role_has_a_programme_that_pairs_what_is_read_with_what_is_proven() -> None:
    assert {role for slug in ROLES for role in programme(slug).roles} == ROLES
    for slug in ROLES:
        read = [item for item in programme(slug).items if item.module]
        proven = [item for item in programme(slug).items if item.quiz]
        assert [item.slug for item in read] == [item.slug for item in proven]
        assert 3 <= len(read) <= 5
        assert str(programme(slug).validity) == "12 months"
        for item in (*read, *proven):
            assert item.due is not None
            assert 7 <= item.due.count <= 30


@pytest.mark.parametrize("slug", SUBJECTS)
def test_a_lesson_has_four_to_six_pages_of_a_minute_or_so_and_asks_a_few_questions(slug: str) -> None:
    blocks = module(slug).blocks
    assert 4 <= len(blocks) <= 6
    assert [block.id for block in blocks if not 120 <= block.words <= 260] == []
    asked = [question for block in blocks for question in block.questions]
    assert 2 <= len(asked) <= 4
    for question in singles(asked):
        assert all(option.feedback for option in question.options), question.id


@pytest.mark.parametrize("slug", SUBJECTS)
def test_a_quiz_asks_ten_of_its_bank_and_passes_at_eighty_per_cent(slug: str) -> None:
    assert 12 <= len(bank(slug).questions) <= 14
    assert {type(question).__name__ for question in bank(slug).questions} == {"Single", "Several", "TrueFalse"}
    assert sum(item.draw or 1 for item in quiz(slug).items) == 10
    assert quiz(slug).pass_mark == 80


@pytest.mark.parametrize("slug", SUBJECTS)
def test_every_question_of_a_bank_explains_itself_and_names_its_skills(slug: str) -> None:
    assert [question.id for question in bank(slug).questions if not (question.explanation and question.skills)] == []


@pytest.mark.parametrize("slug", SUBJECTS)
def test_neither_place_nor_length_gives_the_correct_option_of_a_bank_away(slug: str) -> None:
    assert giveaways(singles(bank(slug).questions)) == []


def test_neither_place_nor_length_gives_away_what_the_lessons_ask() -> None:
    assert giveaways(singles(question for slug in SUBJECTS for question in _asked(module(slug)))) == []


@pytest.mark.parametrize("slug", SUBJECTS)
def test_no_option_of_a_bank_is_twice_as_long_as_another(slug: str) -> None:
    for question in singles(bank(slug).questions):
        lengths = [len(option.text) for option in question.options]
        assert max(lengths) < 2 * min(lengths), question.id


def test_a_bank_that_gives_itself_away_is_noticed() -> None:
    assert giveaways([question([20, 30, 25], correct=place) for place in (0, 1, 2)]) == []
    assert giveaways([question([20, 30, 25], correct=1)] * 2) == [
        "the longest option is correct in 2 of 2",
        "place 2 is correct in 2 of 2",
    ]
    assert giveaways([question([20, 30, 25], correct=0), question([30, 25, 20], correct=2)]) == [
        "the shortest option is correct in 2 of 2"
    ]


@pytest.mark.parametrize("slug", sorted(ROLES))
def test_what_a_role_rehearses_plays_signs_and_is_seen_doing_is_written_for_it(slug: str) -> None:
    asked = [item for item in programme(slug).items if item.kind in ("script", "scenario", "checklist", "policy")]
    assert {item.kind for item in asked} & {"script", "scenario"}
    for item in asked:
        roles = library().documents[item.kind, item.slug].model.roles
        assert set(programme(slug).roles) <= set(roles or ROLES), item.id


def test_drawings_are_light_bring_their_own_paper_and_say_what_they_show() -> None:
    assert 3 <= len(library().media) <= 6
    for path in library().media.values():
        drawing = path.read_text(encoding="utf-8")
        assert len(drawing.encode()) < 4_000, path.name
        assert PAPER in drawing, path.name
    for slug in SUBJECTS:
        shown = re.findall(r"!\[([^\]]*)\]\(", library().documents["module", slug].text)
        assert shown, slug
        assert all(len(alt) > 40 for alt in shown), slug


def test_nothing_is_shouted_and_quotation_marks_are_curly() -> None:
    shouting = re.compile(r"!(?!\[)(?!standard|tip|warning|example)")
    for document in library().documents.values():
        assert not shouting.search(document.text), document.where
        assert not re.search(r"\w'\w", document.text), document.where


def _asked(lesson: Module) -> list[Question]:
    return [question for block in lesson.blocks for question in block.questions]
