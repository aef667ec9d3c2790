"""The first page: one next thing, what is due, how far one is, what is held, and words when there is nothing."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.house import House
from tests.shelf import MODULE, PROGRAMME, RIGHT, WRONG, follow_roles, put, put_module, put_programme
from training.core.clock import FixedClock
from training.core.permissions import PermissionSet
from training.people.models import Person


@pytest.fixture
def person(house: House) -> int:
    """A new hire at the counter, who is asked to read a module and to pass a quiz."""
    put_programme(house.app)
    person = house.person("Nora Brandt")
    house.role(person)
    follow_roles(house.app, person)
    return person


@pytest.fixture
def nora(house: House, person: int) -> FlaskClient:
    return house.browser(person)


def hurry(house: House) -> None:
    """The programme gives five days instead of thirty, so that nobody has to be signed in for a month."""
    text = PROGRAMME.replace("due: 30 days", "due: 5 days")
    put(house.app, "programme", "telephone", text, {"terms": "editorial"})


def next_panel(page: str) -> str:
    start = page.index('<section class="next">')
    return page[start : page.index("</section>", start)]


def read_module(browser: FlaskClient) -> None:
    url = "/learn/taking-a-call"
    browser.post(f"{url}/pick-up/check", data={"question": "first-words", "answer-first-words": "b"})
    browser.post(f"{url}/pick-up")
    browser.post(f"{url}/listen")
    browser.post(f"{url}/end/check", data={"question": "promise", "answer-promise": ["what", "when"]})
    browser.post(f"{url}/end")


def take_quiz(browser: FlaskClient, answers: dict[str, list[str]]) -> None:
    attempt = browser.post("/quizzes/calls-quiz/start").location
    for number, question in enumerate(("first", "note", "hold"), start=1):
        browser.post(f"{attempt}/{number}", data={"answer": answers[question]})
    browser.post(f"{attempt}/hand-in")


@pytest.mark.parametrize(
    ("hour", "greeting"), [(8, "Good morning, Nora"), (13, "Good afternoon, Nora"), (20, "Good evening, Nora")]
)
def test_it_greets_by_name_and_by_the_clock_of_the_site(
    nora: FlaskClient, clock: FixedClock, hour: int, greeting: str
) -> None:
    clock.at = datetime(2026, 3, 12, hour, tzinfo=UTC)
    page = nora.get("/").text
    assert f"<h1>{greeting}</h1>" in page
    assert "Thursday 12 March" in page


def test_a_preferred_name_is_the_one_that_is_greeted(house: House) -> None:
    browser = house.browser(house.person("Eleanor Brandt", preferred_name="Nora"))
    assert "Good morning, Nora" in browser.get("/").text


def test_a_new_hire_is_told_the_one_next_thing_and_what_follows(nora: FlaskClient) -> None:
    page = nora.get("/").text
    panel = next_panel(page)
    assert "Next, about 6 minutes" in panel
    assert "Taking a call" in panel
    assert "You can take a call so that nobody has to repeat anything." in panel
    assert '<a class="button" href="/learn/taking-a-call">Start</a>' in panel
    assert page.count('class="button"') == 1
    assert "Calls, quiz" in page
    assert "3 questions, about 5 minutes. You may pause." in page
    assert "By Tuesday 21 April" in page  # 40 days from when the programme began
    assert "0 of 2 done." in page
    assert "Each thing that you finish hangs out a pennant." in page


def test_what_is_begun_is_continued_where_one_stopped(nora: FlaskClient) -> None:
    nora.post("/learn/taking-a-call")
    nora.post("/learn/taking-a-call/pick-up/check", data={"question": "first-words", "answer-first-words": "b"})
    nora.post("/learn/taking-a-call/pick-up")
    panel = next_panel(nora.get("/").text)
    assert "You stopped at “Let them finish”. 2 parts are left, about 4 minutes." in panel
    assert '<a class="button" href="/learn/taking-a-call/listen">Continue</a>' in panel


def test_a_quiz_in_the_middle_is_gone_on_with(nora: FlaskClient) -> None:
    attempt = nora.post("/quizzes/calls-quiz/start").location
    nora.post(f"{attempt}/1", data={"answer": "a"})
    panel = next_panel(nora.get("/").text)
    assert "1 of 3 questions answered." in panel
    assert f'href="{attempt}">Continue' in panel


def test_what_is_done_moves_to_what_is_held(nora: FlaskClient) -> None:
    read_module(nora)
    page = nora.get("/").text
    assert "Calls, quiz" in next_panel(page)
    assert "1 of 2 done." in page
    assert "With the one that is left you are certified." in page
    held = page[page.index("You hold") :]
    assert "Taking a call" in held
    assert "Done on 12 March 2026" in held


def test_with_everything_done_it_says_so_and_shows_the_certificate(nora: FlaskClient) -> None:
    read_module(nora)
    take_quiz(nora, RIGHT)
    page = nora.get("/").text
    panel = next_panel(page)
    assert "Everything is done" in panel
    assert "You hold what your work asks for. The next date is 11 March 2027." in panel
    assert 'class="button"' not in page
    assert "On the telephone" in page[page.index("You hold") :]
    assert "Valid until 11 March 2027" in page
    assert 'href="/certificates/' in page


def test_a_failed_quiz_stays_the_next_thing(nora: FlaskClient) -> None:
    read_module(nora)
    take_quiz(nora, WRONG)
    panel = next_panel(nora.get("/").text)
    assert "Calls, quiz" in panel
    assert 'href="/quizzes/calls-quiz">Start' in panel


def test_what_is_late_says_by_how_much(nora: FlaskClient, house: House, person: int, clock: FixedClock) -> None:
    hurry(house)
    clock.at = datetime(2026, 3, 24, 9, tzinfo=UTC)
    follow_roles(house.app, person)
    assert "7 days overdue" in next_panel(nora.get("/").text)


def test_somebody_of_whom_nothing_is_asked_learns_where_it_comes_from(house: House) -> None:
    page = house.browser(house.person("Sam Whitlock")).get("/").text
    assert "No programme yet" in page
    assert "A programme comes with your role" in page
    assert 'class="button"' not in page


def test_what_holds_but_ends_soon_can_be_renewed(
    nora: FlaskClient, house: House, person: int, clock: FixedClock
) -> None:
    put(house.app, "programme", "telephone", PROGRAMME.replace("12 months", "15 days"), {"terms": "editorial"})
    read_module(nora)
    take_quiz(nora, RIGHT)
    clock.at = datetime(2026, 3, 22, 9, tzinfo=UTC)
    follow_roles(house.app, person)
    page = nora.get("/").text
    assert "Everything is done" in next_panel(page)
    assert "Ends soon" in page
    assert "Renew by Thursday 26 March" in page


def test_a_manager_is_told_whether_anybody_is_late(
    nora: FlaskClient, house: House, person: int, clock: FixedClock
) -> None:
    hurry(house)
    boss = house.browser(house.someone_with(PermissionSet.TEAM_MANAGER, team=house.root))
    page = boss.get("/").text
    assert "Nobody is late with anything." in next_panel(page)  # who only leads is led to the board first
    assert 'href="/board">See the board' in page
    assert "Your people" not in nora.get("/").text
    clock.at = datetime(2026, 3, 24, 9, tzinfo=UTC)
    follow_roles(house.app, person)
    assert "1 person is late with something." in boss.get("/").text


def test_who_leads_and_learns_sees_their_own_next_thing_first(house: House, person: int, nora: FlaskClient) -> None:
    house.lead(house.root, person)
    page = nora.get("/").text
    assert "Taking a call" in next_panel(page)
    assert "Your people" in page
    assert page.count('class="button"') == 1


def test_somebody_on_leave_is_not_late(house: House, person: int, clock: FixedClock) -> None:
    hurry(house)
    boss = house.browser(house.someone_with(PermissionSet.TEAM_MANAGER, team=house.root))
    with house.database.writing() as db:
        db.get_one(Person, person).leave_from = date(2026, 3, 20)
    clock.at = datetime(2026, 3, 24, 9, tzinfo=UTC)
    follow_roles(house.app, person)
    assert "Nobody is late with anything." in boss.get("/").text


def test_a_manager_counts_only_the_own_people(nora: FlaskClient, house: House, person: int, clock: FixedClock) -> None:
    hurry(house)
    elsewhere = house.team("Fennel Street", house.root)
    boss = house.browser(house.someone_with(PermissionSet.TEAM_MANAGER, team=elsewhere))
    clock.at = datetime(2026, 3, 24, 9, tzinfo=UTC)
    follow_roles(house.app, person)
    assert "Nobody is late with anything." in boss.get("/").text


def test_a_changed_lesson_is_asked_for_again(nora: FlaskClient, house: House, person: int, clock: FixedClock) -> None:
    from tests.web.test_modules_reading import CHANGED  # noqa: PLC0415 -- the same change, told once

    read_module(nora)
    take_quiz(nora, RIGHT)
    put_module(house.app, CHANGED, {"listen": "behaviour"})
    follow_roles(house.app, person)
    page = nora.get("/").text
    assert "Taking a call" in next_panel(page)
    assert "Only the parts that changed are asked of you again." in next_panel(page)
    assert "about" not in next_panel(page)
    assert "You are certified; the one that is left keeps it so." in page


def test_it_is_read_in_at_most_eleven_queries(nora: FlaskClient, house: House, person: int, statements) -> None:
    nora.post("/learn/taking-a-call")
    nora.post("/quizzes/calls-quiz/start")
    nora.get("/")
    with statements() as seen:
        assert nora.get("/").status_code == 200
    assert len(seen) <= 11, seen.texts
    house.grant(person, PermissionSet.TEAM_MANAGER)
    with statements() as seen:
        assert nora.get("/").status_code == 200
    assert len(seen) <= 12, seen.texts  # one more: how many of their people are late


def test_signed_out_it_asks_to_sign_in(client: FlaskClient, house: House) -> None:
    assert client.get("/").location == "/sign-in"


def test_of_a_choice_each_part_names_the_others(house: House, app: Flask) -> None:
    put_module(app)
    put(app, "module", "tills", MODULE.replace("Taking a call", "Tills"))
    choice = "  - {id: one, any: 1, of: [{id: calls, module: taking-a-call}, {id: tills, module: tills}]}"
    put(app, "programme", "either", PROGRAMME[: PROGRAMME.index("  - {id: read")] + choice)
    person = house.person("Nora Brandt")
    house.role(person)
    follow_roles(app, person)
    page = house.browser(person).get("/").text
    assert "One is enough, this or “Tills”." in page or "One is enough, this or “Taking a call”." in page
