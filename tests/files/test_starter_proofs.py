"""The checklists, policies and certificates of the starter library: of one mind with the lessons and each other."""

import re
from collections.abc import Iterator
from itertools import chain

import pytest

from tests.files.test_starter_conversations import SCRIPTS, numbers, script
from tests.files.test_starter_library import ROLES, ROOT, SUBJECTS, bank, library, module
from training.checklists.files import Checklist, Criterion
from training.credentials.files import Credential
from training.policies.files import DEFAULT_MEANING, Policy


def names(kind: str) -> list[str]:
    return sorted(path.stem for path in (ROOT / "content" / kind).iterdir())


CHECKLISTS, POLICIES, CREDENTIALS = names("checklists"), names("policies"), names("credentials")

# What we tell customers and each other, in the words of the lessons: phrase, where it is said, where it is taught.
SAID_AND_TAUGHT = [
    ("within ten seconds", "our-promises-to-customers", "greeting-a-customer"),
    ("within one minute", "our-promises-to-customers", "greeting-a-customer"),
    ("within two minutes", "our-promises-to-customers", "greeting-a-customer"),
    ("by the third ring", "our-promises-to-customers", "taking-a-call"),
    ("on the same working day", "our-promises-to-customers", "handling-a-complaint"),
    ("i’ll take this from here", "our-promises-to-customers", "handling-a-complaint"),
    ("at least an hour before", "our-promises-to-customers", "keeping-a-promise"),
    ("the lower of two prices is", "our-promises-to-customers", "greeting-a-customer"),
    ("for each customer and day", "who-may-decide-how-much", "returns-and-refunds"),
    ("once for each complaint", "who-may-decide-how-much", "handling-a-complaint"),
    ("until closing time tomorrow", "who-may-decide-how-much", "greeting-a-customer"),
    ("within three working days", "who-may-decide-how-much", "keeping-a-promise"),
    ("within five minutes", "who-may-decide-how-much", "handling-a-complaint"),
    ("red box", "who-may-decide-how-much", "returns-and-refunds"),
    ("press the bell twice", "how-we-treat-each-other", "handling-a-complaint"),
    ("without asking", "how-we-treat-each-other", "handling-a-complaint"),
    ("i’d better not say more", "customers-data-and-the-telephone", "taking-a-call"),
    ("secure link", "customers-data-and-the-telephone", "taking-a-call"),
    ("you do not know who listens", "customers-data-and-the-telephone", "keeping-a-promise"),
]


def checklist(slug: str) -> Checklist:
    model = library().documents["checklist", slug].model
    assert isinstance(model, Checklist)
    return model


def policy(slug: str) -> Policy:
    model = library().documents["policy", slug].model
    assert isinstance(model, Policy)
    return model


def credential(slug: str) -> Credential:
    model = library().documents["credential", slug].model
    assert isinstance(model, Credential)
    return model


def words_taught() -> str:
    return " ".join(library().documents["module", slug].text for slug in SUBJECTS)


def plain(text: str) -> str:
    return " ".join(text.replace("*", "").replace("> ", "").split()).lower()


def limits(text: str) -> set[int]:
    """The numbers in the rows of its tables that say who may decide."""
    return {number for row in re.findall(r"^\|.*$", text, re.M) for number in numbers(row)}


def criteria() -> Iterator[Criterion]:
    return chain.from_iterable(checklist(slug).criteria for slug in CHECKLISTS)


def test_there_is_something_to_see_to_sign_and_to_bring() -> None:
    assert 4 <= len(CHECKLISTS) <= 6
    assert 6 <= len(POLICIES) <= 9
    assert len(CREDENTIALS) >= 2
    assert {role for slug in CHECKLISTS for role in checklist(slug).roles} == ROLES - {"shop-manager"}
    assert {policy(slug).sort for slug in POLICIES} == {"value", "promise", "handbook", "rule"}


def test_the_checklists_show_two_observers_levels_of_their_own_and_what_may_be_left_out() -> None:
    assert [slug for slug in CHECKLISTS if checklist(slug).second_observer] == ["a-return-within-your-limit"]
    own = [checklist(slug) for slug in CHECKLISTS if checklist(slug).levels]
    assert [model.needed != model.steps[-1] for model in own] == [True]
    assert all(any(one.optional for one in checklist(slug).criteria) for slug in CHECKLISTS)


@pytest.mark.parametrize("slug", CHECKLISTS)
def test_a_checklist_says_when_to_watch_and_who_may_and_two_would_see_the_same(slug: str) -> None:
    model = checklist(slug)
    assert model.owner
    assert set(model.observers) <= {"team-leader", "shop-manager"}
    assert model.observers
    assert model.situation
    assert 100 < len(model.situation) < 320
    assert 5 <= len(model.criteria) <= 8
    assert [one.id for one in model.criteria if not (one.look_for and 60 <= len(one.look_for) <= 220)] == []
    assert [one.id for one in model.criteria if len(one.text) > 80 or one.text.endswith(".")] == []
    assert sum(one.optional for one in model.criteria) <= len(model.criteria) // 2


@pytest.mark.parametrize("slug", CHECKLISTS)
def test_what_is_looked_for_is_taught_and_has_a_place_among_the_standards(slug: str) -> None:
    model = checklist(slug)
    taught = {skill for subject in SUBJECTS for skill in module(subject).skills}
    asked = {skill for subject in SUBJECTS for question in bank(subject).questions for skill in question.skills}
    assert set(model.skills) == {skill for one in model.criteria for skill in one.skills} <= taught & asked
    assert any(one.standard for one in model.criteria)


def test_every_number_that_an_observer_counts_by_stands_in_a_lesson() -> None:
    known = numbers(words_taught())
    told = " ".join(f"{one.text} {one.look_for} {one.standard}" for one in criteria())
    assert numbers(told) <= known
    assert {50, 20, 15} <= numbers(told)


@pytest.mark.parametrize(("phrase", "said", "taught"), SAID_AND_TAUGHT, ids=[said for said, *_ in SAID_AND_TAUGHT])
def test_what_people_sign_is_what_they_are_taught(phrase: str, said: str, taught: str) -> None:
    assert phrase in plain(library().documents["policy", said].text)
    assert phrase in plain(library().documents["module", taught].text)


def test_the_page_of_limits_has_those_of_the_lessons_and_no_other() -> None:
    page = policy("who-may-decide-how-much").block("limits")
    lessons = [
        ("greeting-a-customer", "to-the-shelf"),
        ("returns-and-refunds", "your-limit"),
        ("handling-a-complaint", "put-it-right"),
    ]
    assert page is not None
    parts = [library().documents["module", slug].text.partition(f"{{#{item} ")[2] for slug, item in lessons]
    assert limits(page.text) == set().union(*(limits(part.partition("\n## ")[0]) for part in parts))
    assert limits(page.text) == {15, 20, 50, 100, 250}


@pytest.mark.parametrize("slug", POLICIES)
def test_a_policy_is_short_has_an_owner_and_says_what_a_signature_means(slug: str) -> None:
    model = policy(slug)
    assert model.owner
    assert model.review_on
    assert model.review_on.year == 2027
    assert (3 if model.sort == "value" else 5) <= len(model.blocks) <= 7
    assert [block.id for block in model.blocks if not 40 <= block.words <= 240] == []
    assert model.meaning != DEFAULT_MEANING
    assert model.meaning.startswith("I ")
    assert 40 < len(model.meaning) < 80  # it stands on the button


@pytest.mark.parametrize("slug", CREDENTIALS)
def test_a_certificate_from_elsewhere_says_what_to_photograph_and_how_long_it_counts(slug: str) -> None:
    assert len(credential(slug).proof) > 100
    assert credential(slug).validity is not None


def test_whoever_answers_for_something_is_called_alike_everywhere() -> None:
    of_scripts = {script(slug).owner for slug in SCRIPTS}
    assert {checklist(slug).owner for slug in CHECKLISTS} <= of_scripts
    assert {policy(slug).owner for slug in POLICIES} <= of_scripts | {"Managing director"}
