"""The page for trainers: its examples work, every field stands in it, and what it promises is so."""

import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

import click
import pytest
from flask import Flask
from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo

from tests.structure.samples import PICTURE
from training.certification.files import Choice as OneOfSome
from training.certification.files import Gate, Programme, Requirement
from training.certification.rules import Term
from training.certification.rules_dates import Validity
from training.checklists.files import MOST_CRITERIA, USUAL, Checklist, Criterion, Level
from training.complaints.files import Category, ComplaintRules, Fed, Rung, Severity
from training.config import ROOT
from training.content.cli import content
from training.content.durations import Duration
from training.content.kinds import Kinds
from training.content.library import library
from training.content.questions import Several, Single, TrueFalse
from training.content.questions.question import Option
from training.content.release import Change, Release
from training.content.tree import read_tree
from training.content.yaml import load
from training.core.markdown import CALLOUTS
from training.credentials.files import Credential
from training.diagnosis.files import ReviewRules
from training.feedback.files import Feedback
from training.feedback.files_questions import Option as OptionToPick
from training.feedback.files_questions import Question as QuestionToCustomers
from training.feedback.files_translations import PageWords, TranslatedQuestion, Translation
from training.modules.files import Block, Module
from training.modules.prose import Prose
from training.policies.files import LONGEST, Policy
from training.policies.files import Block as BlockOfPolicy
from training.quizzes.files import Bank, Quiz, QuizItem
from training.scenarios.cli import scenarios
from training.scenarios.files import Choice, Ending, Exit, Outcome, Scenario, Turn, Variable
from training.scenarios.rules_state import condition, effect
from training.scorecards.files import MOST_ITEMS, Answer, Channel, Item, Scorecard, Section
from training.scripts.files import MOST_WORDS, Avoid, Blank, Branch, Script, ScriptLine
from training.standards.files_hours import Closed, Hours, Opening, Weekday
from training.standards.files_profile import Characteristic, InterviewQuestion, Profile
from training.standards.files_service import Outcome as OutcomeOfService
from training.standards.files_service import Part, Service
from training.standards.files_standard import SkillNeeded, Standard
from training.standards.files_transaction import Authority, Step, StepClock, Transaction, Way

PAGE = ROOT / "docs" / "authoring.md"
TEXT = PAGE.read_text(encoding="utf-8")
FENCE = re.compile(r"^(?:`(?P<path>\S+)`\n\n)?(?P<marks>`{3,})(?P<kind>\w*)\n(?P<text>.*?)^(?P=marks)$", re.M | re.S)
TABLE = re.compile(r"^\| Field of (?P<what>[^|]+) \| Means \| Default \|\n\|[-|]+\n(?P<rows>(?:\|.*\n)+)", re.M)
VIDEO = b"\x00\x00\x00\x18ftypmp42"

# Where the fields of each schema stand: in which table, and under which names before their own.
PLACES: dict[type[BaseModel], tuple[str, ...]] = {
    Module: ("a module", ""),
    Block: ("a module", "blocks."),
    Prose: ("a module", "blocks.pieces."),
    Single: ("a question", ""),
    Several: ("a question", ""),
    TrueFalse: ("a question", ""),
    Option: ("a question", "options."),
    Bank: ("a bank or a quiz", ""),
    Quiz: ("a bank or a quiz", ""),
    QuizItem: ("a bank or a quiz", "items."),
    Programme: ("a programme", ""),
    Requirement: ("a programme", "requirements."),
    OneOfSome: ("a programme", "requirements."),  # what there is to choose from has the fields of a requirement
    Gate: ("a programme", "gates."),
    Script: ("a script", ""),
    Blank: ("a script", "blanks."),
    Avoid: ("a script", "avoid."),
    ScriptLine: ("a script", "lines."),
    Branch: ("a script", "lines.branches."),
    Scenario: ("a scenario", ""),
    Variable: ("a scenario", "state."),
    Turn: ("a scenario", "turns."),
    Outcome: ("a scenario", "turns.late."),
    Choice: ("a scenario", "turns.choices."),
    Exit: ("a scenario", "turns.choices.go.", "turns.late.go."),
    Ending: ("a scenario", "endings."),
    Checklist: ("a checklist", ""),
    Level: ("a checklist", "levels."),
    Criterion: ("a checklist", "criteria."),
    Policy: ("a policy", ""),
    BlockOfPolicy: ("a policy", "blocks."),
    Credential: ("a certificate from elsewhere", ""),
    Release: ("a release", ""),
    Service: ("a service", ""),
    OutcomeOfService: ("a service", "outcomes."),
    Part: ("a service", "parts."),
    Transaction: ("a transaction", ""),
    Step: ("a transaction", "steps."),
    StepClock: ("a transaction", "steps.clock."),
    Authority: ("a transaction", "steps.authority."),
    Way: ("a transaction", "steps.next."),
    Hours: ("opening hours", ""),
    Opening: ("opening hours", "open."),
    Closed: ("opening hours", "closed."),
    Standard: ("a standard", ""),
    SkillNeeded: ("a skill that is needed", ""),  # standards and profiles name them alike
    Profile: ("a role profile", ""),
    Characteristic: ("a role profile", "characteristics."),
    InterviewQuestion: ("a role profile", "interview."),
    Scorecard: ("a scorecard", ""),
    Section: ("a scorecard", "sections."),
    Item: ("a scorecard", "items."),
    Answer: ("a scorecard", "items.answers."),
    Feedback: ("a feedback form", ""),
    QuestionToCustomers: ("a feedback form", "questions."),
    OptionToPick: ("a feedback form", "questions.options.", "translations.questions.options."),
    Translation: ("a feedback form", "translations."),
    TranslatedQuestion: ("a feedback form", "translations.questions."),
    PageWords: ("the words around the questions", ""),
    ComplaintRules: ("complaint rules", ""),
    Fed: ("complaint rules", "standards."),
    Category: ("complaint rules", "categories."),
    Severity: ("complaint rules", "severities."),
    Rung: ("complaint rules", "authority."),
    ReviewRules: ("rules of the review", ""),
}
SHARED = "every document"


def tables() -> dict[str, dict[str, str]]:
    """By the name of a table: what it gives as the default of each field."""
    found: dict[str, dict[str, str]] = {}
    for what, rows in TABLE.findall(TEXT):
        for row in rows.splitlines():
            names, _means, default = (cell.strip() for cell in row.strip("|").split(" | "))
            found.setdefault(what, {}).update(dict.fromkeys(re.findall(r"`([\w.]+)`", names), default))
    return found


def schemas(annotation: Any) -> set[type[BaseModel]]:
    """Every schema that can be reached from a type, itself included."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        inner = (field.annotation for field in annotation.model_fields.values())
        return {annotation}.union(*(schemas(item) for item in inner))
    return set().union(*(schemas(item) for item in get_args(annotation)))


def fields(kinds: Kinds) -> list[tuple[str, str, FieldInfo]]:
    """The table, the name in it and the field, of everything that an author can write."""
    reachable = set().union(schemas(Release), *(schemas(kind.schema) for kind in kinds))
    homeless = sorted(schema.__name__ for schema in reachable - PLACES.keys())
    assert not homeless, f"Say in PLACES where docs/authoring.md tells about {homeless}."
    shared = tables()[SHARED]
    return [
        (SHARED, name, field) if not prefix and name in shared else (table, prefix + name, field)
        for schema, (table, *prefixes) in PLACES.items()
        for prefix in prefixes
        for name, field in schema.model_fields.items()
    ]


@pytest.fixture
def kinds(plain_app: Flask) -> Kinds:
    with plain_app.app_context():
        return library().kinds


def test_every_field_of_every_document_is_explained(kinds: Kinds) -> None:
    known = tables()
    missing = {
        f"“{name}” is not in the table of {table}" for table, name, _ in fields(kinds) if name not in known[table]
    }
    assert sorted(missing) == []


def test_no_table_speaks_of_a_field_that_there_is_not(kinds: Kinds) -> None:
    there = {(table, name) for table, name, _ in fields(kinds)}
    spoken = {(table, name) for table, rows in tables().items() for name in rows}
    assert sorted(spoken - there) == []


def test_every_default_is_given_as_it_is(kinds: Kinds) -> None:
    known = tables()
    wrong = []
    for table, name, field in fields(kinds):
        said = known[table].get(name, "")
        if field.is_required():
            right = said == "needed"
        else:
            default = field.get_default(call_default_factory=True)
            written = str(default).lower() if isinstance(default, bool) else str(default)
            nothing = default in (None, (), {}) or isinstance(default, BaseModel)
            right = said != "needed" and (nothing or said == f"`{written}`")
        if not right:
            wrong.append(f"{name} of {table}: “{said}”")
    assert wrong == []


def examples(*kinds_of_fence: str) -> list[str]:
    """The examples without a path, by the word after the fence."""
    return [match["text"] for match in FENCE.finditer(TEXT) if not match["path"] and match["kind"] in kinds_of_fence]


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A library of the page's own examples, and nothing else."""
    files = {match["path"]: match["text"] for match in FENCE.finditer(TEXT) if match["path"]}
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (tmp_path / "content" / "media").mkdir()
    (tmp_path / "content" / "media" / "morning-round.svg").write_bytes(PICTURE)
    return tmp_path


def test_the_examples_are_a_library_in_which_nothing_is_wrong(shelf: Path, kinds: Kinds) -> None:
    tree = read_tree(shelf, kinds)
    assert [str(problem) for problem in (*tree.problems, *tree.warnings)] == []
    assert {kind for kind, _slug in tree.documents} == {kind.name for kind in kinds}


def test_pieces_of_markdown_can_stand_in_a_module(shelf: Path, kinds: Kinds) -> None:
    (piece,) = examples("markdown")
    module = shelf / "content" / "modules" / "opening-the-shop.md"
    module.write_text(f"{module.read_text()}\n{piece}", encoding="utf-8")
    (shelf / "content" / "media" / "counting.mp4").write_bytes(VIDEO)
    tree = read_tree(shelf, kinds)
    assert [str(problem) for problem in (*tree.problems, *tree.warnings)] == []


def test_a_question_that_stands_alone_is_one() -> None:
    (text,) = examples("question")
    question = TypeAdapter(Single | Several | TrueFalse).validate_python(load(text, "example").value)
    assert question.explanation


def test_each_kind_is_named_where_the_page_says_what_its_blocks_are(kinds: Kinds) -> None:
    rows = re.search(r"^\| Of a … \|.*\n\|[-|]+\n((?:\|.*\n)+)", TEXT, re.M)
    assert rows is not None
    named = {name.strip() for row in rows[1].splitlines() for name in row.split("|")[1].split(",")}
    assert named == {str(kind.label).lower().removeprefix("question ") for kind in kinds}


def test_what_a_file_says_of_a_change_is_read(shelf: Path, kinds: Kinds) -> None:
    (said,) = examples("yaml")
    module = shelf / "content" / "modules" / "opening-the-shop.md"
    text = module.read_text(encoding="utf-8").replace("skills: [opening]\n", f"skills: [opening]\n{said}", 1)
    release = kinds["module"].read(text, "example").release
    assert release.changes == {"morning-round": Change.BEHAVIOUR, "first-customer": Change.EDITORIAL}
    assert release.note


def test_the_table_of_marks_is_how_answers_are_marked() -> None:
    (text,) = examples("question")
    value = load(text, "example").value
    assert isinstance(value, dict)
    rows = re.findall(r"^\| (\d) right, (\d) wrong \| (\S+) \| (\S+) \| (\S+) \|$", TEXT, re.M)
    assert len(rows) == 4
    for right, wrong, *marks in rows:
        for partial, mark in zip(("none", "penalty", "plain"), marks, strict=True):
            question = Several.model_validate({**value, "partial": partial})
            chosen = [option.id for option in question.options if option.correct][: int(right)]
            chosen += [option.id for option in question.options if not option.correct][: int(wrong)]
            assert question.mark(chosen).fraction == Fraction(mark)


def test_the_days_on_which_certificates_of_the_page_end_are_right() -> None:
    rows = re.findall(
        r"^\| (\S+) \| `validity: ([^`]+)`(?:, `ends_on: (\S+)`)? \| (\S+) \| (\S+) \| (\S+) \|$", TEXT, re.M
    )
    assert len(rows) == 5
    for issued, span, ends_on, until, renewed_on, then in rows:
        validity = Validity.of(Duration.parse(span), ends_on=ends_on or None)
        issued_on = date.fromisoformat(issued)
        term = Term(issued_on, issued_on, 1, validity.last_day(issued_on))
        assert str(term.until) == until
        renewable_from = term.renewable_from(validity)
        assert renewable_from is not None
        assert str(renewable_from) <= renewed_on <= until
        assert str(term.renewed(validity, date.fromisoformat(renewed_on)).until) == then


def words_of(schema: type[BaseModel], field: str) -> set[str]:
    """The words that a field may hold."""
    annotation = schema.model_fields[field].annotation
    inner = [word for one in get_args(annotation) for word in (get_args(one) or (one,))]
    return {word for word in inner if isinstance(word, str)}


def test_every_word_with_a_meaning_is_explained(kinds: Kinds) -> None:
    words = {
        *CALLOUTS,
        *(change.value for change in Change),
        "single",
        "several",
        "true-false",
        "none",
        "penalty",
        "plain",
        "everyone",
        "suggested",
        "required",
        "now",
        "end",
        "late",
        *(word for field in ("renewal", "leave") for word in get_args(Programme.model_fields[field].annotation)),
        *get_args(Ending.model_fields["outcome"].annotation),
        *get_args(Policy.model_fields["sort"].annotation),
        *get_args(Part.model_fields["sort"].annotation),
        *get_args(Weekday),
        *(word for field in ("measure", "direction") for word in words_of(Standard, field)),
        *get_args(Channel),
        *(word for field in ("type", "good") for word in words_of(QuestionToCustomers, field)),
        *words_of(Feedback, "asks"),
        *USUAL,
    }
    words |= {kind.path("<name>") for kind in kinds}
    assert sorted(word for word in words if f"`{word}`" not in TEXT) == []


def code_in_table(heading: str) -> list[str]:
    """What stands as code in the first column of the table with this heading."""
    rows = re.search(rf"^\| {heading} \|.*\n\|[-|]+\n((?:\|.*\n)+)", TEXT, re.M)
    assert rows is not None
    return [code for row in rows[1].splitlines() for code in re.findall(r"`([^`]+)`", row.split(" | ")[0])]


def test_conditions_and_changes_of_the_page_are_understood() -> None:
    whole = re.search(r"`(not knows-why and [^`]+)`", TEXT)
    assert whole is not None
    asked = condition(whole[1])
    for patience, trust, holds in ((1, 1, True), (2, 0, True), (2, 1, False)):
        assert asked.holds({"knows-why": 0, "patience": patience, "trust": trust}) is holds
    assert not asked.holds({"knows-why": 1, "patience": 0, "trust": 0})
    for text in code_in_table("In a condition")[:2]:
        assert list(condition(text).names())
    for text in code_in_table("Under `set`"):
        for change in re.findall(r": (\S+?)[,}]", text):
            assert str(effect(change)) == change


def test_so_much_is_too_much_to_say_to_watch_or_to_sign() -> None:
    assert f"more than {MOST_WORDS} are a warning" in TEXT
    assert f"more than {MOST_CRITERIA}\ncriteria" in TEXT
    assert f"more than {MOST_ITEMS} are a warning" in TEXT
    assert f"more than {LONGEST} words" in TEXT


def test_levels_of_ones_own_can_stand_in_a_checklist(shelf: Path, kinds: Kinds) -> None:
    (levels,) = examples("levels")
    checklist = shelf / "content" / "checklists" / "opening-the-shop.yaml"
    model = kinds["checklist"].parse(checklist.read_text(encoding="utf-8") + levels, "example")
    assert isinstance(model, Checklist)
    assert [model.needed_of(criterion) for criterion in model.criteria] == ["unasked"] * 3


def test_commands_and_their_options_are_there() -> None:
    named = set(re.findall(r"`training content (\w+)", TEXT))
    assert named == set(content.commands)
    assert set(re.findall(r"`training scenarios (\w+)", TEXT)) == set(scenarios.commands)
    options = {
        option
        for command in content.commands.values()
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    }
    assert set(re.findall(r"`(--[a-z][a-z-]*)", TEXT)) <= options


def test_what_is_quoted_from_the_browser_stands_there() -> None:
    templates = "".join(path.read_text() for path in (ROOT / "training" / "templates" / "content").glob("*.html"))
    quoted = re.search(r"^## In the browser\n(.*)", TEXT, re.M | re.S)
    assert quoted is not None
    labels = re.findall(r"\*\*([^*]+)\*\*|“([^”]+)”", quoted[1])
    assert [label for pair in labels for label in pair if label and f'_("{label}")' not in templates] == []


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.name)
def test_every_file_that_a_page_points_at_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    examples_of_files = {match["path"] for match in FENCE.finditer(TEXT) if match["path"]}
    made = {"training/translations/de/LC_MESSAGES/messages.po"}
    named = set(re.findall(r"\b(?:training|tests|docs|content|quizzes)/[\w./-]*\.\w+\b", text))
    links = {target for target in re.findall(r"\]\(([^)#:]+)\)", text) if not target.startswith("media/")}
    gone = [path for path in named - examples_of_files - made if not (ROOT / path).exists()]
    gone += [target for target in links if not (page.parent / target).exists()]
    assert sorted(gone) == []
