"""A certificate: its page, its paper, and the check by an outsider."""

import re
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import pypdf
import pytest
import typst
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from tests.house import House
from tests.moment import NOW
from tests.school import CALLS, PROGRAMME, School
from training.awards import check, jobs
from training.awards.models import AwardPaper, HiddenAward
from training.awards.queries import verified
from training.certification.models import Award, AwardWithdrawal
from training.content.release import Change
from training.core import typeset
from training.core.clock import FixedClock
from training.core.jobs import enqueue
from training.core.ledger import Entry, record
from training.core.site import SiteRow
from training.core.typeset import TEMPLATES, Undrawable
from training.people.models import Person

DAY = timedelta(days=1)
on_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def school(app: Flask) -> School:
    return School(app)


@pytest.fixture
def nora(house: House, school: School) -> int:
    """Counter staff since 2 March, where a programme has been live since January."""
    school.open(at=datetime(2026, 1, 5, 9, tzinfo=UTC))
    person = house.person()
    house.role(person)
    school.follow(person)
    return person


def text(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return re.sub(r"[ \n]+", " ", answer.get_data(as_text=True))


def certified(school: School, person: int) -> Award:
    school.done(person, at=NOW)
    school.passed(person, at=NOW)
    with school.database.reading() as db:
        return db.scalars(select(Award)).one()


@on_one_database
def test_a_certificate_is_for_its_holder_and_their_manager(nora: int, house: House, school: School) -> None:
    award = certified(school, nora)
    page = text(house.browser(nora), f"/certificates/{award.id}")
    assert "Nora Brandt" in page
    assert award.public_id in page
    assert f'href="http://localhost:8000/verify/{award.public_id}"' in page
    assert '<svg class="qr"' in page or 'class="qr"' in page
    assert " style=" not in page
    stranger = house.person("Omar Haddad")
    text(house.browser(stranger), f"/certificates/{award.id}", 404)
    text(house.browser(nora), "/certificates/999", 404)


@on_one_database
def test_an_outsider_learns_name_title_dates_and_state_and_no_more(
    nora: int, house: House, school: School, client: FlaskClient
) -> None:
    award = certified(school, nora)
    page = text(client, f"/verify/{award.public_id}")
    assert "This certificate is genuine and valid today." in page
    for told in ("Nora Brandt", "Counter", "12 March 2026", "11 March 2027", award.public_id):
        assert told in page
    for untold in ("T001", "90\u00a0%", "Counter staff", "/people", "/record"):
        assert untold not in page


@on_one_database
def test_an_expired_and_a_withdrawn_certificate_say_so(
    nora: int, school: School, client: FlaskClient, clock: FixedClock
) -> None:
    award = certified(school, nora)
    clock.at = datetime(2027, 3, 12, 9, tzinfo=UTC)
    assert "It expired on 11 March 2027." in text(client, f"/verify/{award.public_id}")
    with school.database.writing() as db:
        db.execute(update(Award).values(revoked_on=date(2026, 9, 1), revoked_at=datetime(2026, 9, 1, tzinfo=UTC)))
    assert "This certificate was withdrawn on 1 September 2026." in text(client, f"/verify/{award.public_id}")


@on_one_database
def test_a_number_is_found_however_it_is_typed(nora: int, school: School, client: FlaskClient) -> None:
    award = certified(school, nora)
    typed = award.public_id.lower().replace("-", " ")
    answer = client.get("/verify", query_string={"number": typed})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/verify/{award.public_id}")
    assert "Nora Brandt" in text(client, f"/verify/{award.public_id.lower()}")


@on_one_database
def test_a_wrong_number_is_said_at_the_field(client: FlaskClient, house: House) -> None:
    page = text(client, "/verify?number=4F7K", 422)
    assert "This is not a certificate’s number." in page
    assert 'value="4F7K"' in page
    assert "Enter the number that stands on the certificate." in text(client, "/verify?number=", 422)
    assert "No such certificate" in text(client, "/verify/N5YF-4HWX-XHD7", 404)
    assert "No such certificate" in text(client, "/verify/nonsense", 404)


@on_one_database
def test_the_check_of_a_certificate_asks_the_database_little(
    nora: int,
    school: School,
    client: FlaskClient,
    statements,  # type: ignore[no-untyped-def] # a fixture of many shapes
) -> None:
    award = certified(school, nora)
    client.get("/verify")
    with statements() as seen:
        text(client, f"/verify/{award.public_id}")
    assert len(seen) <= 2


def paper(browser: FlaskClient, award: Award) -> pypdf.PdfReader:
    answer = browser.get(f"/certificates/{award.id}.pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={award.public_id}.pdf"
    return pypdf.PdfReader(BytesIO(answer.get_data()))


def tags(element: Any) -> list[str]:
    """The kinds of a paper’s parts, in the order in which they are read aloud."""
    element = element.get_object()
    if isinstance(element, list):
        return [tag for part in element for tag in tags(part)]
    if not isinstance(element, dict):
        return []
    own = [str(element["/S"])[1:]] if "/S" in element else []
    return own + (tags(element["/K"]) if "/K" in element else [])


@on_one_database
def test_a_certificate_is_saved_as_a_tagged_pdf_with_all_that_the_page_says(
    nora: int, house: House, school: School
) -> None:
    award = certified(school, nora)
    sheet = paper(house.browser(nora), award)
    root = sheet.trailer["/Root"]
    assert "/StructTreeRoot" in root
    read_aloud = [tag for tag in tags(root["/StructTreeRoot"]) if tag != "Div"]
    assert read_aloud == ["Document", "P", "P", "H1", "P", "H2", *["P"] * 7, "Link", "Figure", "P"]
    assert root["/Lang"] == "en"
    assert sheet.metadata is not None
    assert sheet.metadata.title == "Certificate: Counter"
    assert len(sheet.pages) == 1
    said = sheet.pages[0].extract_text()
    for words in ("Juniper & Vale", "Nora Brandt", "Counter", "12 March 2026", "11 March 2027", award.public_id):
        assert words in said
    links = [note.get_object()["/A"]["/URI"] for note in sheet.pages[0]["/Annots"]]
    assert links == [f"http://localhost:8000/verify/{award.public_id}"]
    stranger = house.person("Omar Haddad")
    text(house.browser(stranger), f"/certificates/{award.id}.pdf", 404)


@on_one_database
@pytest.mark.parametrize(
    "name", ["Łukasz Żółć", "Nguyễn Thị Ánh", "Юлія Ковальчук", "محمد الأحمد", "W" * 150, "आरव शर्मा"]
)
def test_a_name_in_any_script_and_of_any_length_stands_on_one_page(
    nora: int, house: House, school: School, name: str
) -> None:
    with school.database.writing() as db:
        db.execute(update(Person).where(Person.id == nora).values(given_name=name, family_name=""))
    sheet = paper(house.browser(nora), certified(school, nora))
    assert len(sheet.pages) == 1
    # What a reader of another maker makes of joined letters and of two directions is its own affair.
    assert set(name) - {" "} <= set(sheet.pages[0].extract_text())


@on_one_database
def test_nothing_that_changes_later_changes_an_issued_certificate(nora: int, house: House, school: School) -> None:
    award = certified(school, nora)
    browser = house.browser(nora)
    before = browser.get(f"/certificates/{award.id}.pdf").get_data()
    with school.database.writing() as db:
        db.execute(update(Person).where(Person.id == nora).values(family_name="Married", language="xx"))
        db.execute(update(SiteRow).values(company="Another Company", timezone="Asia/Tokyo"))
    house.app.extensions["site"].forget()
    later = PROGRAMME.format(title="X", roles="counter-staff", validity="none", due="30 days", requirements=CALLS)
    school.publish("programme", "counter", later, change=Change.EDITORIAL)
    assert browser.get(f"/certificates/{award.id}.pdf").get_data() == before
    page = text(browser, f"/certificates/{award.id}")
    assert "Juniper & Vale" in page.replace("&amp;", "&")
    assert "Nora Brandt" in page


def test_a_template_that_certificates_were_set_with_is_never_edited() -> None:
    """A new look is a new file: certificate-2.typ, and papers.TEMPLATE names it."""
    issued_with = {"certificate-1": "8fd8fe0fb418bdf22a7a4045f758020bfe1a76ded92b102d39d39f3658c6a7f2"}
    assert {path.stem for path in TEMPLATES.glob("certificate-*.typ")} == set(issued_with)
    for template, checksum in issued_with.items():
        assert sha256((TEMPLATES / f"{template}.typ").read_bytes()).hexdigest() == checksum


def test_a_certificate_from_before_papers_were_kept_gets_its_paper(nora: int, house: House, school: School) -> None:
    award = certified(school, nora)
    with school.database.writing() as db:
        db.execute(delete(AwardPaper))
    paper(house.browser(nora), award)
    with school.database.writing() as db:
        assert db.scalars(select(AwardPaper.award_id)).all() == [award.id]
        db.execute(delete(AwardPaper))
    with school.database.writing() as db:
        enqueue(db, jobs.PAPERS, now=NOW)
    school.work()
    with school.database.reading() as db:
        assert db.scalars(select(AwardPaper.award_id)).all() == [award.id]


@on_one_database
def test_a_name_without_a_font_is_printed_from_the_page(
    nora: int, house: House, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    award = certified(school, nora)
    with school.database.writing() as db:
        db.execute(update(Award).values(name="Nora 漢字"))

    def fails(*_args: object, **_values: object) -> bytes:
        raise Undrawable("漢")

    monkeypatch.setattr(typeset, "pdf", fails)
    browser = house.browser(nora)
    answer = browser.get(f"/certificates/{award.id}.pdf")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/certificates/{award.id}")
    assert "There is no font for “漢” here yet." in text(browser, f"/certificates/{award.id}")


def test_the_check_names_the_words_that_no_font_can_set(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = typeset._compiler

    def without_the_machine(template: str, *, machine: bool) -> typst.Compiler:
        return ours(template, machine=False)

    monkeypatch.setattr(typeset, "_compiler", without_the_machine)
    assert check.undrawable(["Nora 漢字", "Łukasz Żółć", "محمد", "Ἀριστοτέλης"]) == ["漢字"]


def test_its_holder_hides_a_certificate_and_shows_it_again(
    nora: int, house: House, school: School, client: FlaskClient
) -> None:
    award = certified(school, nora)
    browser = house.browser(nora)
    number = f"/verify/{award.public_id}"
    for _twice in range(2):
        assert browser.post(f"/certificates/{award.id}/hide").status_code == 303
    page = text(client, number)
    assert "Its holder does not show it at present." in page
    for untold in ("Nora", "Brandt", "Counter", "12 March 2026</dd>"):
        assert untold not in page
    with school.database.reading() as db:
        found = verified(db, award.public_id, NOW.date())
    assert found is not None
    assert (found.name, found.title) == ("", "")
    assert client.get(f"{number}.jwt").status_code == 404
    assert "Show it again" in text(browser, f"/certificates/{award.id}")
    assert browser.post(f"/certificates/{award.id}/show").status_code == 303
    assert "Nora Brandt" in text(client, number)
    with school.database.reading() as db:
        assert db.scalars(select(HiddenAward)).all() == []
        kinds = db.scalars(select(Entry.kind).where(Entry.kind.in_(("award.hidden", "award.shown")))).all()
    assert kinds == ["award.hidden", "award.shown"]


@on_one_database
def test_hiding_does_not_hide_that_a_certificate_holds_no_more(
    nora: int, house: House, school: School, client: FlaskClient, clock: FixedClock
) -> None:
    award = certified(school, nora)
    house.browser(nora).post(f"/certificates/{award.id}/hide")
    clock.at = datetime(2027, 3, 12, 9, tzinfo=UTC)
    page = text(client, f"/verify/{award.public_id}")
    assert "It expired on 11 March 2027." in page
    assert "Nora" not in page


@on_one_database
def test_nobody_else_hides_a_certificate_or_takes_its_badge(nora: int, house: House, school: School) -> None:
    award = certified(school, nora)
    house.lead(house.root, ruth := house.person("Ruth Adeyemi"))
    manager = house.browser(ruth)
    page = text(manager, f"/certificates/{award.id}")
    assert "Save as PDF" in page
    assert "Hide it" not in page
    for act in ("hide", "show"):
        assert manager.post(f"/certificates/{award.id}/{act}").status_code == 404
    assert manager.get(f"/certificates/{award.id}.jwt").status_code == 404


def test_a_certificate_that_was_given_back_says_since_when_it_holds_again(
    nora: int, school: School, client: FlaskClient
) -> None:
    award = certified(school, nora)
    with school.database.writing() as db:
        db.add(
            AwardWithdrawal(
                award_id=award.id,
                withdrawn_on=date(2026, 3, 10),
                withdrawn_at=NOW - 2 * DAY,
                withdrawn_reason="A secret",
                reinstated_on=date(2026, 3, 11),
                reinstated_at=NOW - DAY,
                reinstated_reason="Another",
            )
        )
    page = text(client, f"/verify/{award.public_id}")
    assert "genuine and valid today" in page
    assert "holds again since 11 March 2026." in page
    assert "secret" not in page


@on_one_database
def test_a_certificate_that_was_extended_holds_to_its_new_last_day(
    nora: int, house: House, school: School, client: FlaskClient, clock: FixedClock
) -> None:
    award = certified(school, nora)
    with school.database.writing() as db:
        record(
            db,
            "extended",
            at=NOW,
            actor_id=None,
            subject_id=nora,
            document_id=award.document_id,
            payload={"reason": "A secret", "until": "2027-06-30"},
        )
    clock.at = datetime(2027, 6, 30, 9, tzinfo=UTC)
    page = text(client, f"/verify/{award.public_id}")
    assert "genuine and valid today" in page
    assert "Its last day was moved to 30 June 2027" in page
    assert "secret" not in page
    assert "Its last day was moved to 30 June 2027" in text(house.browser(nora), f"/certificates/{award.id}")
    clock.at = datetime(2027, 7, 1, 9, tzinfo=UTC)
    assert "It expired on 30 June 2027." in text(client, f"/verify/{award.public_id}")
