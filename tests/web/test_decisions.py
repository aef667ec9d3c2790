import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.house import House
from tests.moment import NOW
from tests.school import School
from training.certification.models import Assignment, Award, AwardWithdrawal, CurrentStanding
from training.core.clock import FixedClock
from training.core.ledger import Entry
from training.core.permissions import PermissionSet

DAY = timedelta(days=1)


@pytest.fixture
def school(app: Flask) -> School:
    return School(app)


@pytest.fixture
def nora(house: House, school: School) -> Iterator[int]:
    """Counter staff since 2 March, where a programme of a module and a quiz has been live since January."""
    school.open(at=datetime(2026, 1, 5, 9, tzinfo=UTC))
    person = house.person()
    house.role(person)
    school.follow(person)
    return person


@pytest.fixture
def ruth(house: House) -> int:
    """Who leads everybody."""
    person = house.person("Ruth Adeyemi")
    house.lead(house.root, person)
    return person


def text(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return plain(answer.get_data(as_text=True))


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def standing(school: School, person: int) -> CurrentStanding:
    with school.database.reading() as db:
        return db.scalars(select(CurrentStanding).where(CurrentStanding.person_id == person)).one()


def facts(school: School, person: int, *kinds: str) -> list[Entry]:
    with school.database.reading() as db:
        query = select(Entry).where(Entry.subject_id == person, Entry.kind.in_(kinds))
        return list(db.scalars(query.order_by(Entry.id)))


def address(school: School, person: int, what: str) -> str:
    with school.database.reading() as db:
        assignment = db.scalars(select(Assignment.id).where(Assignment.person_id == person)).one()
    return f"/record/{person}/decide/{assignment}/{what}"


class Desk:
    """Somebody who decides, page after page, as a browser without scripts does."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def seen(self, where: str) -> str:
        found = re.search(r'name="seen"[^>]*value="(\d*)"', self.client.get(where).get_data(as_text=True))
        assert found is not None
        return found[1]

    def send(self, where: str, step: str = "decide", *, seen: str | None = None, **typed: str) -> tuple[int, str]:
        data = {"seen": self.seen(where) if seen is None else seen, "step": step, **typed}
        answer = self.client.post(where, data=data)
        return answer.status_code, plain(answer.get_data(as_text=True))


def test_an_exemption_counts_until_its_end_with_reason_and_author(
    nora: int, ruth: int, house: House, school: School, clock: FixedClock
) -> None:
    desk, where = Desk(house.browser(ruth)), address(school, nora, "calls/exempt")
    typed = {"reason": "Took the course at her last shop.", "until": "2026-06-30"}
    status, page = desk.send(where, "", **typed)
    assert status == 200
    assert "One requirement is met by it." in page
    assert "To do, due on 16 March 2026 Exempt, until 30 June 2026" in page.replace("Due soon", "To do")
    assert facts(school, nora, "exempted") == []  # shown, not done
    assert desk.send(where, **typed)[0] == 303
    (entry,) = facts(school, nora, "exempted")
    assert entry.facts == {"reason": typed["reason"], "until": "2026-06-30"}
    assert entry.actor_id == ruth
    record = text(house.browser(nora), "/record")  # the person reads who decided, and why
    assert (
        "Exempt since 12 March 2026. Holds until 30 June 2026. Ruth Adeyemi: “Took the course at her last shop.”"
        in record
    )
    assert "Exempted from “Calls” until 30 June 2026" in record
    assert standing(school, nora).held == 1
    why = text(house.browser(ruth), where.replace("/decide/", "/why/").removesuffix("/exempt"))
    assert "Take back the exemption" in why
    assert "An exemption counts as met until its end." in why
    revoke = where.replace("exempt", "revoke")
    assert "Take back the exemption of Nora Brandt from “Calls”?" in text(house.browser(ruth), revoke)
    clock.at = datetime(2026, 7, 1, 9, tzinfo=UTC)
    assert "Exempt since" not in text(house.browser(nora), "/record").split("What happened")[0]


def test_more_time_moves_the_last_day_and_says_so(nora: int, ruth: int, house: House, school: School) -> None:
    desk, where = Desk(house.browser(ruth)), address(school, nora, "calls/extend")
    assert "There is time until 16 March 2026 already." in desk.send(where, reason="Busy.", until="2026-03-16")[1]
    status, page = desk.send(where, "", reason="Stocktaking week.", until="2026-03-30")
    assert (status, "due on 30 March 2026" in page) == (200, True)
    assert desk.send(where, reason="Stocktaking week.", until="2026-03-30")[0] == 303
    record = text(house.browser(nora), "/record")
    assert "Due on 30 March 2026" in record
    assert "More time was given, until 30 March 2026. Ruth Adeyemi: “Stocktaking week.”" in record


def test_more_time_for_the_whole_programme_moves_every_day(nora: int, ruth: int, house: House, school: School) -> None:
    where = address(school, nora, "extend")
    assert Desk(house.browser(ruth)).send(where, reason="Stocktaking.", until="2026-04-20")[0] == 303
    assert {part[4] for part in standing(school, nora).parts} == {"2026-04-20"}


def test_what_was_proven_is_taken_back_and_given_back(nora: int, ruth: int, house: House, school: School) -> None:
    school.done(nora, at=NOW - DAY)
    desk = Desk(house.browser(ruth))
    revoke, reinstate = address(school, nora, "calls/revoke"), address(school, nora, "calls/reinstate")
    assert "Nothing was taken back here." in desk.send(reinstate, reason="A slip.")[1]
    _status, page = desk.send(revoke, "", reason="Somebody else clicked through it.")
    assert "One requirement opens again." in page
    assert desk.send(revoke, reason="Somebody else clicked through it.")[0] == 303
    assert standing(school, nora).held == 0
    assert "Nothing is proven here that could be taken back." in desk.send(revoke, reason="Again.")[1]
    assert desk.send(reinstate, reason="It was her after all.")[0] == 303
    assert standing(school, nora).held == 1
    record = text(house.browser(nora), "/record")
    assert "What was proven in “Calls” was taken back Ruth Adeyemi: “Somebody else clicked through it.”" in record
    assert "What was proven in “Calls” counts again Ruth Adeyemi: “It was her after all.”" in record


@pytest.mark.parametrize(
    ("what", "typed", "told"),
    [
        ("calls/exempt", {"reason": "", "until": ""}, "Give the reason."),
        ("calls/exempt", {"reason": "  \n ", "until": ""}, "Give the reason."),
        ("calls/exempt", {"reason": "Kept.", "until": "2026-03-11"}, "This day is over."),
        ("calls/exempt", {"reason": "Kept.", "until": "31.2.2026"}, "There is no such day."),
        ("calls/exempt", {"reason": "x" * 501}, "Say it in at most 500 signs."),
        ("calls/extend", {"reason": "Kept.", "until": "2026-03-12"}, "This day is no later than today."),
        ("calls/extend", {"reason": "Kept.", "until": ""}, "Enter a day."),
        ("extend", {"reason": "Kept.", "until": "2026-03-01"}, "This day is no later than today."),
    ],
)
def test_what_cannot_be_decided_is_said_and_the_typed_text_stays(  # noqa: PLR0917 -- fixtures and a table
    nora: int, ruth: int, house: House, school: School, what: str, typed: dict[str, str], told: str
) -> None:
    for step in ("", "decide"):
        status, page = Desk(house.browser(ruth)).send(address(school, nora, what), step, **typed)
        assert status == 422
        assert told in page
        assert typed["reason"].strip() in page
    assert facts(school, nora, "exempted", "extended") == []


def test_a_second_click_decides_once_and_another_tab_is_told(
    nora: int, ruth: int, house: House, school: School
) -> None:
    desk, where = Desk(house.browser(ruth)), address(school, nora, "calls/exempt")
    seen = desk.seen(where)
    for _click in range(2):
        assert desk.send(where, seen=seen, reason="Did it elsewhere.")[0] == 303
    assert len(facts(school, nora, "exempted")) == 1
    gus = house.someone_with(PermissionSet.ADMINISTRATOR, name="Gus Moreau")
    status, page = Desk(house.browser(gus)).send(where, seen=seen, reason="I know better.", until="2026-09-01")
    assert status == 422
    assert "Ruth Adeyemi decided about this meanwhile." in page
    assert "Exempt for good, decided by Ruth Adeyemi on 12 March 2026." in page
    assert "I know better." in page
    assert len(facts(school, nora, "exempted")) == 1


def test_nobody_decides_about_themselves_or_outside_their_teams(
    nora: int, ruth: int, house: House, school: School
) -> None:
    house.role(ruth)
    school.follow(ruth)
    house.grant(ruth, PermissionSet.ADMINISTRATOR)
    other = house.team("Phones", house.root)
    house.lead(other, gus := house.person("Gus Moreau", team=other))
    school.done(ruth, at=NOW)
    school.passed(ruth, at=NOW)
    award = the_award(school)
    for person, where in (
        (ruth, address(school, ruth, "calls/exempt")),
        (ruth, f"/record/{ruth}/certificates/{award.id}/withdraw"),
        (gus, address(school, nora, "calls/exempt")),
        (nora, address(school, nora, "calls/exempt")),
        (ruth, address(school, nora, "no-such/exempt")),
    ):
        browser = house.browser(person)
        assert browser.get(where).status_code == 404
        assert browser.post(where, data={"reason": "Because.", "step": "decide"}).status_code == 404
    assert "Decide" not in text(house.browser(ruth), address(school, ruth, "calls").replace("decide", "why"))


def the_award(school: School) -> Award:
    with school.database.reading() as db:
        return db.scalars(select(Award)).one()


@pytest.fixture
def award(nora: int, school: School) -> Award:
    school.done(nora, at=NOW - DAY)
    school.passed(nora, at=NOW - DAY)
    return the_award(school)


def test_a_withdrawn_certificate_ends_and_comes_back_with_its_dates(
    nora: int, house: House, school: School, award: Award, clock: FixedClock
) -> None:
    gus = house.someone_with(PermissionSet.ADMINISTRATOR, name="Gus Moreau")
    where = f"/record/{nora}/certificates/{award.id}"
    _status, page = Desk(house.browser(gus)).send(f"{where}/withdraw", "", reason="Somebody else sat the quiz.")
    assert "2 requirements open again. The certificate ends." in page
    assert Desk(house.browser(gus)).send(f"{where}/withdraw", reason="Somebody else sat the quiz.")[0] == 303
    assert standing(school, nora).level == "expired"
    record = text(house.browser(nora), "/record")
    assert "Certificate “Counter” withdrawn. Gus Moreau: “Somebody else sat the quiz.”" in record
    clock.at = NOW + 5 * DAY
    assert Desk(house.browser(gus)).send(f"{where}/reinstate", reason="It was her.")[0] == 303
    assert standing(school, nora).level == "certified"
    assert standing(school, nora).certified_on == award.issued_on
    with school.database.reading() as db:
        kept = db.scalars(select(AwardWithdrawal)).one()
    assert (kept.withdrawn_reason, kept.reinstated_reason) == ("Somebody else sat the quiz.", "It was her.")
    assert (kept.reinstated_by_id, (kept.reinstated_at or NOW) - kept.withdrawn_at) == (gus, 5 * DAY)
    # Each past day stays what it was.
    for day, level, word in (
        ("11", "Certified", "Valid"),
        ("13", "Expired", "Withdrawn"),
        ("17", "Certified", "Valid"),
    ):
        past = text(house.browser(nora), f"/record?on=2026-03-{day}")
        assert f"Counter {level}" in past
        assert word in past.split("Certificates", 1)[1].split("What happened")[0]


def test_a_certificate_is_not_given_back_beside_a_newer_one_of_its_term(
    nora: int, house: House, school: School, award: Award
) -> None:
    gus = house.someone_with(PermissionSet.ADMINISTRATOR, name="Gus Moreau")
    where = f"/record/{nora}/certificates/{award.id}"
    desk = Desk(house.browser(gus))
    assert "is not withdrawn" in desk.send(f"{where}/reinstate", reason="Why not.")[1]
    assert desk.send(f"{where}/withdraw", reason="A slip.")[0] == 303
    with school.database.writing() as db:
        values = {column.name: getattr(award, column.name) for column in Award.__table__.columns}
        db.add(Award(**{**values, "id": None, "public_id": "000000000001", "revoked_at": None}))
    status, page = desk.send(f"{where}/reinstate", reason="It was her.")
    assert status == 422
    assert "A newer certificate was issued for the same term since: 000000000001." in page


def test_withdrawing_certificates_takes_an_administrator(nora: int, ruth: int, house: House, award: Award) -> None:
    where = f"/record/{nora}/certificates/{award.id}/withdraw"
    assert house.browser(ruth).post(where, data={"reason": "No.", "step": "decide"}).status_code == 404
    assert "Withdraw it" not in text(house.browser(ruth), f"/record/{nora}")


def test_two_who_decide_at_the_same_moment_decide_once(nora: int, ruth: int, house: House, school: School) -> None:
    where = address(school, nora, "calls/exempt")
    answers: list[int] = []

    def press(browser: FlaskClient) -> None:
        data = {"reason": "Did it elsewhere.", "seen": "0", "step": "decide"}
        answers.append(browser.post(where, data=data).status_code)

    hands = [Thread(target=press, args=(house.browser(ruth),)) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert answers == [303] * 4
    assert len(facts(school, nora, "exempted")) == 1
