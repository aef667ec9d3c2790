"""The manager's board: who stands where, narrowed, ordered, downloaded, and reminded."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.house import House
from tests.moment import NOW, TODAY
from tests.school import School
from training.certification import actions_standing
from training.certification.models import CurrentStanding
from training.core.ledger import Entry
from training.core.mail import Mail
from training.core.permissions import PermissionSet
from training.core.web import site
from training.people.models import Person
from training.reports import queries_export

DAY = timedelta(days=1)


@pytest.fixture
def school(house: House) -> School:
    return School(house.app)


@pytest.fixture
def shop(house: House, school: School) -> dict[str, int]:
    """A shop with its leader and a person in each state; today is ten days after the programme began."""
    school.open(at=NOW - 60 * DAY)
    shop = house.team("Canal Side", house.root)
    people = {"shop": shop, "leader": house.person("Grace Lindqvist", team=shop)}
    house.lead(shop, people["leader"])
    for name, since in {"Nora Brandt": 3, "Omar Haddad": 55, "Mina Rahimi": 40, "Sam Whitlock": 50}.items():
        person = house.person(name, team=shop, email=f"{name.split()[0].lower()}@example.com")
        people[name] = person
        house.role(person, since=TODAY - since * DAY)
        settle(house, [person], at=NOW - since * DAY)
    school.done(people["Mina Rahimi"], at=NOW - 20 * DAY)
    school.passed(people["Mina Rahimi"], at=NOW - 19 * DAY)
    with house.database.writing() as db:
        db.get_one(Person, people["Sam Whitlock"]).leave_from = TODAY - DAY
    settle(house, list(people.values())[2:], at=NOW)
    return people


def settle(house: House, people: list[int], *, at) -> None:
    with house.app.test_request_context(), house.database.writing() as db:
        actions_standing.follow(db, people, now=at, zone=site().zone)


def board_of(house: House, shop: dict[str, int]) -> FlaskClient:
    return house.browser(shop["leader"])


def names_on(page: str) -> list[str]:
    every = ("Grace", "Nora", "Omar", "Mina", "Sam", "Stranger")
    table = page[page.find("<tbody>") : page.find("</tbody>")]
    places = {name: table.find(f">{name} ") for name in every}
    return [name for name in sorted(every, key=lambda name: places[name]) if places[name] >= 0]


def test_the_board_says_first_what_is_late_and_lists_the_most_urgent_first(house: House, shop: dict[str, int]) -> None:
    page = board_of(house, shop).get("/board").text
    assert "1 person is overdue or expired" in page
    assert names_on(page)[0] == "Omar"
    assert names_on(page)[-1] in {"Sam", "Grace"}
    assert "Calls, since" in page
    assert "On leave" in page


def test_the_board_shows_nobody_outside_the_subtree(house: House, shop: dict[str, int]) -> None:
    house.person("Stranger Danger", team=house.team("Fennel Street", house.root))
    browser = board_of(house, shop)
    assert "Stranger" not in browser.get("/board").text
    assert "Stranger" not in browser.get("/board.csv").text
    assert "Stranger" in house.administrator().get("/board").text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"state": "certified"}, {"Mina"}),
        ({"state": "overdue"}, {"Omar"}),
        ({"state": "leave"}, {"Sam"}),
        ({"state": "none"}, {"Grace"}),
        ({"q": "omar"}, {"Omar"}),
        ({"q": "nobody"}, set()),
        ({"state": "nonsense", "team": "x"}, {"Grace", "Nora", "Omar", "Mina", "Sam"}),
    ],
)
def test_the_board_narrows(house: House, shop: dict[str, int], query: dict[str, str], names: set[str]) -> None:
    page = board_of(house, shop).get("/board", query_string=query).text
    assert set(names_on(page)) == names


def test_the_board_can_be_ordered_by_name(house: House, shop: dict[str, int]) -> None:
    page = board_of(house, shop).get("/board", query_string={"order": "name"}).text
    assert names_on(page) == ["Nora", "Omar", "Grace", "Mina", "Sam"]


def test_narrowing_to_a_programme_leaves_out_whom_it_is_not_asked_of(house: House, shop: dict[str, int], db: Session):
    programme = db.scalar(select(CurrentStanding.document_id))
    page = board_of(house, shop).get("/board", query_string={"programme": programme}).text
    assert set(names_on(page)) == {"Nora", "Omar", "Mina", "Sam"}


def test_the_board_asks_few_questions_however_many_people(house: House, shop: dict[str, int], statements) -> None:
    for number in range(55):
        house.person(f"Person{number} Family", team=shop["shop"])
    browser = board_of(house, shop)
    browser.get("/board")
    with statements() as seen:
        assert "60 people" in browser.get("/board").text
    assert len(seen) <= 10


def test_the_file_has_a_row_for_each_person_and_a_column_for_each_requirement(house: House, shop: dict[str, int]):
    answer = board_of(house, shop).get("/board.csv")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = {row["Name"]: row for row in csv.DictReader(StringIO(answer.text.removeprefix("\ufeff")))}
    assert set(rows) == {"Grace Lindqvist", "Nora Brandt", "Omar Haddad", "Mina Rahimi", "Sam Whitlock"}
    assert rows["Mina Rahimi"]["State"] == "Certified"
    assert rows["Mina Rahimi"]["Held"] == "2"
    assert rows["Mina Rahimi"]["Calls, the quiz"].startswith("Met 2027-")
    assert rows["Omar Haddad"]["Calls"].startswith("Overdue 2026-")
    assert rows["Grace Lindqvist"]["Programme"] == ""


def test_the_file_says_the_same_when_it_is_too_long_to_look_people_up_one_by_one(
    house: House, shop: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = board_of(house, shop)
    looked_up = browser.get("/board.csv").text
    monkeypatch.setattr(queries_export, "FEW", 0)
    assert browser.get("/board.csv").text == looked_up


def test_a_name_that_looks_like_a_formula_is_made_harmless_in_the_file(house: House, shop: dict[str, int]) -> None:
    house.person('=HYPERLINK("x") Fiore', team=shop["shop"])
    assert "'=HYPERLINK" in board_of(house, shop).get("/board.csv").text


def mails(house: House) -> list[str]:
    with house.database.reading() as db:
        return list(db.scalars(select(Mail.recipient).order_by(Mail.recipient)))


def test_a_reminder_goes_once_a_day_and_only_to_those_with_something_open(house: House, shop: dict[str, int]) -> None:
    browser = board_of(house, shop)
    everyone = {"who": [str(person) for name, person in shop.items() if name != "shop"]}
    page = browser.post("/board/remind", data=everyone, follow_redirects=True).text
    assert "2 reminders are on their way." in page
    assert "Nothing is open for Grace Lindqvist, Mina Rahimi." in page
    assert "Not at work now, so not reminded: Sam Whitlock." in page
    again = browser.post("/board/remind", data=everyone, follow_redirects=True).text
    assert "Reminded today already: Nora Brandt, Omar Haddad." in again
    assert mails(house) == ["nora@example.com", "omar@example.com"]
    with house.database.reading() as db:
        assert db.scalar(select(func.count()).where(Entry.kind == "reminder.sent")) == 2


def test_a_reminder_says_what_is_open_and_why_it_came(house: House, shop: dict[str, int], db: Session) -> None:
    board_of(house, shop).post("/board/remind", data={"who": [str(shop["Omar Haddad"])]})
    mail = db.scalars(select(Mail)).one()
    assert "Hello Omar," in mail.text
    assert "* Calls\n  Was due on " in mail.text
    assert "because Grace Lindqvist looks after your training" in mail.text


def test_a_manager_cannot_remind_somebody_elses_people(house: House, shop: dict[str, int]) -> None:
    other = house.someone_with(PermissionSet.TEAM_MANAGER, team=house.team("Fennel Street", house.root))
    house.browser(other).post("/board/remind", data={"who": [str(shop["Omar Haddad"])]})
    assert mails(house) == []


def test_people_without_an_address_are_named_so_that_somebody_tells_them(house: House, shop: dict[str, int]) -> None:
    person = house.person("Éabha Ó Cuinn", team=shop["shop"])
    house.role(person, since=TODAY - DAY)
    settle(house, [person], at=NOW)
    page = board_of(house, shop).post("/board/remind", data={"who": str(person)}, follow_redirects=True).text
    assert "No e-mail address, so they find it when they sign in: Éabha Ó Cuinn." in page


def test_a_programme_is_assigned_to_the_chosen_people_once(house: House, school: School, shop: dict[str, int]) -> None:
    programme = school.programme("boot-camp", roles="")
    browser = board_of(house, shop)
    chosen = [str(shop["Nora Brandt"]), str(shop["Omar Haddad"])]
    page = browser.get("/board/assign", query_string={"who": chosen}).text
    assert "Assign a programme to 2 people" in page
    form = {"who": chosen, "programme": str(programme)}
    assert "is asked of 2 people from today." in browser.post("/board/assign", data=form, follow_redirects=True).text
    again = browser.post("/board/assign", data=form, follow_redirects=True).text
    assert "Asked of them already: Nora Brandt, Omar Haddad." in again


def test_nobody_assigns_to_people_they_do_not_lead(house: House, school: School, shop: dict[str, int]) -> None:
    programme = school.programme("boot-camp", roles="")
    other = house.someone_with(PermissionSet.TEAM_MANAGER, team=house.team("Fennel Street", house.root))
    form = {"who": str(shop["Nora Brandt"]), "programme": str(programme)}
    page = house.browser(other).post("/board/assign", data=form, follow_redirects=True).text
    assert "Choose the people to assign a programme to first." in page
