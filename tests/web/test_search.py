"""“What do I say when …” is answered with the line itself, and only with what this person may see."""

import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from tests.findable import REFUND, SECRET, ask, put_all, urls
from tests.house import House
from tests.moment import NOW, TODAY
from tests.naughty import NAUGHTY
from tests.shelf import BANK, QUIZ, put
from training.content import actions
from training.core import logs
from training.core.permissions import Actor, PermissionSet
from training.people.models import Role, RolePeriod
from training.search.queries import MOST, ON_A_PAGE

LINE = "/scripts/a-return#hello"
RECEIPT = "/scripts/a-return#receipt"
SECRET_LINE = "/scripts/a-threat#bomb"


def holder(house: House, role: str, name: str = "Jonas Okafor") -> FlaskClient:
    """Somebody who holds a role."""
    person = house.person(name)
    house.role(person, role)
    return house.browser(person)


@pytest.fixture
def nora(house: House) -> FlaskClient:
    """Counter staff, with everything there is to find."""
    put_all(house.app)
    for role in ("Phone agent", "Shop manager"):
        house.role(house.person(f"Some {role}"), role)
    return holder(house, "Counter staff", "Nora Brandt")


def test_the_page_shows_the_line_with_its_gaps_its_limits_and_where_to_go_on(nora: FlaskClient) -> None:
    page = nora.get("/search?q=what+do+I+say+when+they+want+their+money+back").text
    assert "They put a bag on the counter." in page
    gap = '<span class="gap">Name of the customer</span>'
    assert f"“Thank you for bringing it back, {gap}. <mark>What would you like best</mark>?”" in page
    assert "Up to 50 alone." in page
    assert 'href="/scripts/a-return/live/hello"' in page
    assert f'href="{LINE}"' in page
    assert "{customer}" not in page


@pytest.mark.parametrize(
    ("asked", "url"),
    [
        ("refund", LINE),
        ("REFUNDS", LINE),
        ("refunding", LINE),
        ("refu", LINE),
        ("what do I say when they want their money back", LINE),
        ("proof of purchase", RECEIPT),
        ("lost receipt", RECEIPT),
        ("receipt hasslich", RECEIPT),
        ("häßlich", RECEIPT),
        ("three rings", "/learn/taking-a-call/pick-up"),
        ("card", RECEIPT),
        ("ca", RECEIPT),
    ],
)
def test_a_question_is_answered_with_the_part_that_says_it(nora: FlaskClient, asked: str, url: str) -> None:
    assert urls(ask(nora, asked))[0] == url


def test_a_line_of_a_script_comes_before_a_page_of_a_module(house: House, nora: FlaskClient) -> None:
    assert urls(ask(nora, "thank you back"))[0].startswith("/scripts/")
    kinds = [url.split("/")[1] for url in urls(ask(nora, "name shop telephone counter"))]
    assert kinds == sorted(kinds, reverse=True)


@pytest.mark.parametrize(("typed", "meant"), [("refnud", "refund"), ("reciept", "receipt"), ("purchsae", "purchase")])
def test_a_mistyped_word_is_put_right_and_the_reader_is_told(nora: FlaskClient, typed: str, meant: str) -> None:
    found = ask(nora, typed)
    assert f"Showing results for “{meant}”." in found["said"]
    assert urls(found) == urls(ask(nora, meant))


def test_a_word_that_is_there_is_never_corrected(nora: FlaskClient) -> None:
    assert "Showing" not in ask(nora, "refund")["said"]


def test_when_no_part_has_all_of_the_words_those_come_that_have_some(nora: FlaskClient) -> None:
    found = ask(nora, "receipt rings umbrella")
    assert "None has all of these words" in found["said"]
    assert {RECEIPT, "/learn/taking-a-call/pick-up"} <= set(urls(found))


def test_a_module_is_answered_with_the_words_around(nora: FlaskClient) -> None:
    (answer,) = ask(nora, "rings")["answers"]
    assert answer["said"] == []
    assert ["mark", "rings"] in answer["excerpt"]
    assert answer["where"] == "Module: Taking a call"


def test_what_nobody_wrote_is_no_dead_end(nora: FlaskClient) -> None:
    page = nora.get("/search?q=xylophone").text
    assert "Nothing says that yet" in page
    assert "Ask your team leader" in page
    assert 'href="/scripts"' in page
    assert "0 answers." in page


def test_before_anything_is_typed_the_scripts_for_ones_work_are_there(house: House, nora: FlaskClient) -> None:
    put(house.app, "script", "for-others", REFUND.replace("[counter-staff]", "[shop-manager]").replace("A return", "B"))
    page = nora.get("/search").text
    assert "Changed lately" in page
    assert "A return without a reason" in page
    assert "B without a reason" not in page
    assert "A threat on the telephone" not in page
    newcomer = house.browser(house.person("Sam Whitlock")).get("/search").text
    assert "B without a reason" in newcomer


def test_nothing_that_has_a_right_answer_is_found(house: House, nora: FlaskClient) -> None:
    put(house.app, "bank", "calls", BANK)
    put(house.app, "quiz", "calls-quiz", QUIZ)
    assert ask(nora, "weather")["answers"] == []
    assert ask(nora, "whom they reached")["answers"] == []
    assert ask(nora, "wonder")["answers"] == []  # said to a wrong answer inside a module


# Only what this person may see.


@pytest.mark.parametrize(
    "asked", ["bombardment", "evacuation", "threat telephone", "bombardmant", "evacuatoin", "police"]
)
def test_a_restricted_script_is_neither_shown_nor_counted_nor_spelled(nora: FlaskClient, asked: str) -> None:
    found = ask(nora, asked)
    assert not any("a-threat" in url for url in urls(found))
    assert "Showing" not in found["said"]
    page = nora.get("/search", query_string={"q": asked}).text
    assert "A threat" not in page
    assert "I hear you" not in page
    assert found["said"].endswith(f"{len(found['answers'])} answers.") or found["answers"]


def test_it_is_not_counted_beside_what_may_be_seen(nora: FlaskClient, house: House) -> None:
    phones = holder(house, "Phone agent")
    assert SECRET_LINE in urls(ask(phones, "refund"))
    assert len(ask(phones, "refund")["answers"]) == len(ask(nora, "refund")["answers"]) + 1
    assert ask(nora, "refund")["said"] == "1 answer."


def test_whoever_holds_the_role_finds_it_until_the_role_ends(house: House, nora: FlaskClient) -> None:
    phones = holder(house, "Phone agent")
    assert urls(ask(phones, "evacuation")) == [SECRET_LINE]
    with house.database.writing() as db:
        ended = {"until_on": TODAY - timedelta(days=1)}
        phone_agent = select(Role.id).where(Role.slug == "phone-agent").scalar_subquery()
        db.execute(update(RolePeriod).where(RolePeriod.role_id == phone_agent).values(ended))
    assert urls(ask(phones, "evacuation")) == []


@pytest.mark.parametrize("permission_set", [PermissionSet.AUTHOR, PermissionSet.AUDITOR, PermissionSet.ADMINISTRATOR])
def test_whoever_reads_documents_finds_it(house: House, nora: FlaskClient, permission_set: PermissionSet) -> None:
    reader = house.browser(house.someone_with(permission_set))
    assert urls(ask(reader, "evacuation")) == [SECRET_LINE]


def test_its_words_correct_nobody_not_even_those_who_may_see_it(house: House, nora: FlaskClient) -> None:
    assert urls(ask(holder(house, "Phone agent"), "evacuatoin")) == []


def test_a_script_that_becomes_restricted_is_gone_with_its_words(house: House, nora: FlaskClient) -> None:
    open_to_all = SECRET.replace("audience: roles\n", "")
    put(house.app, "script", "a-warning", open_to_all.replace("bombardment", "explosion"))
    assert urls(ask(nora, "explosoin")) == ["/scripts/a-warning#bomb"]
    put(house.app, "script", "a-warning", SECRET.replace("bombardment", "explosion"))
    assert ask(nora, "explosion")["answers"] == []
    assert "Showing" not in ask(nora, "explosoin")["said"]


def test_scripts_for_ones_own_roles_come_first(house: House) -> None:
    for role in ("counter-staff", "phone-agent", "shop-manager"):
        put(house.app, "script", f"for-{role}", REFUND.replace("[counter-staff]", f"[{role}]"))
    for role in ("Phone agent", "Shop manager", "Counter staff"):
        first = urls(ask(holder(house, role, f"Some {role}"), "refund"))[0]
        assert first == f"/scripts/for-{role.casefold().replace(' ', '-')}#hello"


# Kept with publishing.


def test_a_retired_script_is_not_found_any_more(house: House, nora: FlaskClient) -> None:
    with house.app.app_context(), house.database.writing() as db:
        actions.retire(db, Actor.house(), "script", "a-return", now=NOW)
    assert ask(nora, "refund")["answers"] == []
    assert "Showing" not in ask(nora, "refnud")["said"]


def test_a_new_version_is_found_at_once_and_the_old_one_no_more(house: House, nora: FlaskClient) -> None:
    put(house.app, "script", "a-return", REFUND.replace("refund, money back", "voucher"), {"hello": "editorial"})
    assert ask(nora, "refund")["answers"] == []
    assert urls(ask(nora, "vuocher")) == [LINE]


# Whatever is typed.


def test_what_is_written_and_typed_is_text_and_never_markup(house: House, nora: FlaskClient) -> None:
    put(house.app, "script", "markup", REFUND.replace("They put a bag", "<script>alert(1)</script> put a bag"))
    page = nora.get("/search", query_string={"q": 'script alert "><script>'}).text
    assert "<script>alert" not in page
    assert "&lt;<mark>script</mark>&gt;<mark>alert</mark>" in page
    assert 'value="script alert &#34;&gt;&lt;script&gt;"' in page


def test_naughty_strings_are_questions_like_any_other(nora: FlaskClient) -> None:
    for text in NAUGHTY:
        ask(nora, text)


WORDS = st.sampled_from(
    ["refund", "re", "a", '"', "'", "AND", "NOT", "NEAR(a b)", "*", "heading:", ":*", "<->", "&", "!", "退款"]
)
TYPED = st.text(st.characters(exclude_characters="\x00"))  # no keyboard has it: no address of ours does either


def test_nothing_that_is_typed_is_a_command_or_an_error(nora: FlaskClient) -> None:
    @settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.one_of(WORDS, TYPED), max_size=9).map(" ".join))
    def whatever_is_typed_is_answered(typed: str) -> None:
        ask(nora, typed)

    whatever_is_typed_is_answered()


def test_a_question_is_cut_where_it_is_longer_than_anybody_types(nora: FlaskClient) -> None:
    page = nora.get("/search", query_string={"q": "refund " * 200}).text
    assert 'maxlength="200"' in page
    assert "Thank you for bringing it back" in page
    assert "refund " * 40 not in page


def test_many_answers_have_pages_and_an_end(house: House, nora: FlaskClient) -> None:
    for number in range(30):
        put(house.app, "script", f"more-{number}", REFUND.replace("A return", f"Return {number}"))
    found = ask(nora, "bag counter money back")
    assert (len(found["answers"]), found["more"]) == (ON_A_PAGE, True)
    second = ask(nora, "bag counter money back", page=2)
    assert not set(urls(found)) & set(urls(second))
    assert ask(nora, "money", page=99)["answers"] == []
    assert ask(nora, "bring counter")["said"] in {f"The best {MOST} answers.", "31 answers.", "32 answers."}
    for page in ("0", "-1", "x", "99999999999999999999999"):
        assert nora.get("/search", query_string={"q": "money", "page": page}).status_code == 200
    assert 'href="/search?q=money&amp;page=2"' in nora.get("/search?q=money").text


# Around it.


def test_a_search_asks_the_database_little(nora: FlaskClient, statements: object) -> None:
    for asked, most in (("refund", 7), ("", 6), ("refnud", 11)):
        ask(nora, asked)
        with statements() as seen:  # type: ignore[operator] # a fixture that is a function
            ask(nora, asked)
        assert len(seen) <= most, seen.texts


def test_the_log_names_the_page_and_not_what_was_typed(nora: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    stream = io.StringIO()
    logs.configure(stream)
    nora.get("/search?q=my+secret+worry")
    written = stream.getvalue() + "".join(capsys.readouterr())
    assert "worry" not in written


def test_a_signed_out_visitor_is_asked_to_sign_in(app: Flask, house: House) -> None:
    client = app.test_client()
    assert client.get("/search?q=refund").location.startswith("/sign-in?next=")
    assert client.get("/search?q=refund", headers={"Accept": "application/json"}).status_code == 401


def test_every_page_has_the_way_to_search_and_a_page_of_one_thing_has_not(house: House, nora: FlaskClient) -> None:
    assert "data-find" in nora.get("/").text
    assert "data-find" not in nora.get("/search").text
    assert "data-find" not in nora.get("/scripts/a-return/live/hello").text
    assert "data-find" not in house.app.test_client().get("/sign-in").text
