"""Certificates from elsewhere: handed in by their holders, kept apart, checked by somebody else."""

import hashlib
import html
import io
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import proofs
from tests.house import House
from tests.moment import NOW, TODAY
from tests.shelf import put
from training.core import ledger
from training.core.clock import FixedClock
from training.core.jobs import enqueue
from training.core.ledger import Entry
from training.core.permissions import PermissionSet
from training.core.problems import Problems
from training.core.worker import Worker
from training.credentials import drafts
from training.credentials.models import CredentialDraft, CredentialUpload
from training.credentials.rules_files import only_picture

FIRST_AID = """\
title: First aid
summary: You can help until help comes.
proof: A photo of both sides of the card.
issuers: [Red Harbour, Blue Lantern]
validity: 2 years
roles: [counter-staff]
"""
URL = "/credentials/first-aid/hand-in"
CHECKS = "/credentials/checks"
on_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CARD = {"issuer": "Red Harbour", "number": "FA 17", "issued_on": "2026-03-02", "ends_on": ""}


@pytest.fixture
def holder(house: House) -> int:
    put(house.app, "credential", "first-aid", FIRST_AID)
    person = house.person("Nora Brandt")
    house.role(person)
    return person


@pytest.fixture
def nora(house: House, holder: int) -> FlaskClient:
    return house.browser(holder)


@pytest.fixture
def ruth(house: House) -> FlaskClient:
    return house.browser(house.someone_with(PermissionSet.TEAM_MANAGER, team=house.root))


def hand_in(browser: FlaskClient, file: bytes | None = proofs.PDF, name: str = "card.pdf", **values: str) -> Any:
    data: dict[str, Any] = {**CARD, **values}
    if file is not None:
        data["file"] = (io.BytesIO(file), name)
    return browser.post(URL, data=data)


def words_of(page: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def uploads(house: House) -> list[CredentialUpload]:
    with house.database.reading() as db:
        return list(db.scalars(select(CredentialUpload).order_by(CredentialUpload.id)))


def facts(house: House) -> list[tuple[str, dict[str, Any]]]:
    with house.database.reading() as db:
        query = select(Entry).where(Entry.kind.startswith("credential.")).order_by(Entry.id)
        return [(entry.kind, entry.facts) for entry in db.scalars(query)]


def decide(browser: FlaskClient, upload: int = 1, decision: str = "accepted", reason: str = "") -> Any:
    return browser.post(f"{CHECKS}/{upload}", data={"decision": decision, "reason": reason})


def test_what_is_accepted_counts_for_no_longer_than_the_company_lets_it(
    nora: FlaskClient, ruth: FlaskClient, house: House, holder: int
) -> None:
    assert "A photo of both sides of the card." in nora.get("/credentials").text
    assert hand_in(nora, ends_on="2030-01-01").location == "/credentials"
    assert "Waits to be checked" in nora.get("/credentials").text
    assert "One certificate waits for your check" in ruth.get("/credentials").text
    assert "Nora Brandt: First aid" in words_of(ruth.get(CHECKS).text)
    page = words_of(ruth.get(f"{CHECKS}/1").text)
    assert "Number FA 17" in page
    assert "Counts until 1 March 2028" in page
    assert decide(ruth).location == CHECKS
    assert "What you handed in counts until 1 March 2028." in words_of(nora.get("/credentials").text)
    told = {"slug": "first-aid", "title": "First aid", "version": 1, "upload": 1, "number": "FA 17"}
    told |= {"issuer": "Red Harbour", "issued_on": "2026-03-02", "until": "2028-03-01"}
    assert facts(house) == [("credential.accepted", told)]
    (entry,) = [entry for entry in _entries(house) if entry.kind == "credential.accepted"]
    assert entry.subject_id == holder != entry.actor_id


def _entries(house: House) -> list[Entry]:
    with house.database.reading() as db:
        return list(db.scalars(select(Entry)))


@on_one_database
def test_a_refusal_tells_its_holder_why_and_lets_them_hand_in_again(
    nora: FlaskClient, ruth: FlaskClient, house: House
) -> None:
    hand_in(nora)
    answer = decide(ruth, decision="refused")
    assert answer.status_code == 422
    assert "Say what is wrong and what would be right." in answer.text
    assert decide(ruth, decision="refused", reason="The back is missing.").status_code == 303
    assert "Refused on 12 March 2026: The back is missing." in words_of(nora.get("/credentials").text)
    assert facts(house)[0][1]["reason"] == "The back is missing."
    assert hand_in(nora).status_code == 303, "The same file, for what was mistyped."
    assert "Refused" not in words_of(nora.get("/credentials").text)


@on_one_database
def test_the_file_is_for_its_holder_and_those_who_check_only(
    nora: FlaskClient, ruth: FlaskClient, house: House, tmp_path: Path
) -> None:
    hand_in(nora, proofs.jpeg(), "../<b>my card</b>.JPG")
    for browser in (nora, ruth):
        with browser.get("/credentials/uploads/1") as answer:
            assert answer.data == only_picture(proofs.jpeg())
            assert answer.headers["Content-Disposition"] == "attachment; filename=certificate-1.jpg"
            assert answer.headers["Content-Type"] == "image/jpeg"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
            assert answer.headers["Cache-Control"] == "private, no-store"
    others = [house.person("Omar Haddad"), house.someone_with(PermissionSet.AUTHOR, name="Ann Author")]
    others.append(house.someone_with(PermissionSet.TEAM_MANAGER, team=house.team("Else", house.root), name="Eva Lind"))
    others.append(house.someone_with(PermissionSet.AUDITOR, name="Al Auditor"))
    for person in others:
        browser = house.browser(person)
        assert browser.get("/credentials/uploads/1").status_code == 404
        assert browser.get(f"{CHECKS}/1").status_code == 404
        assert decide(browser).status_code == 404
    sha256 = uploads(house)[0].sha256
    assert (tmp_path / "credentials" / sha256[:2] / sha256).exists()
    assert not (tmp_path / "media").exists()
    assert nora.get(f"/media/{sha256}/card.jpg").status_code == 404


@on_one_database
def test_whoever_may_check_finds_it_on_the_persons_page(
    nora: FlaskClient, ruth: FlaskClient, house: House, holder: int
) -> None:
    hand_in(nora)
    decide(ruth)
    said = words_of(ruth.get(f"/people/{holder}").text)
    assert "First aid Handed in on 12 March 2026, counts until 1 March 2028 Accepted" in said
    auditor = house.browser(house.someone_with(PermissionSet.AUDITOR, name="Al Auditor"))
    assert "First aid" not in auditor.get(f"/people/{holder}").text


@on_one_database
def test_nobody_checks_their_own(house: House, holder: int) -> None:
    house.lead(house.root, holder)
    boss = house.browser(holder)
    hand_in(boss)
    assert "Nothing waits for you" in boss.get(CHECKS).text
    assert boss.get(f"{CHECKS}/1").status_code == 404
    assert decide(boss).status_code == 404
    assert uploads(house)[0].state == "waiting"


@on_one_database
@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"issued_on": "2026-03-13"}, "This day is still to come. Check day and year of the issue."),
        ({"ends_on": "2026-03-01"}, "It would end before it was issued. Look whether the two days are swapped."),
        ({"issued_on": "2025-03-13", "ends_on": "2026-03-11"}, "It has ended already. Renew it"),
        ({"issued_on": "2024-03-12"}, "Here it counts for 2 years at most, so it ended on 11 March 2026."),
        ({"issued_on": "12/03/2026"}, "There is no such day."),
        ({"issued_on": ""}, "Say when it was issued."),
        ({"issuer": "My brother"}, "Not a valid choice."),
    ],
)
def test_nothing_is_lost_when_the_form_is_not_in_order(
    nora: FlaskClient, house: House, values: dict[str, str], told: str
) -> None:
    answer = hand_in(nora, **values)
    assert answer.status_code == 422
    page = answer.text
    assert told in words_of(page)
    assert 'value="FA 17"' in page
    assert "We have kept “card.pdf”." in page
    draft = re.search(r'name="draft" value="(\d+)"', page)
    assert draft is not None
    assert uploads(house) == []
    assert hand_in(nora, None, draft=draft[1]).status_code == 303
    assert uploads(house)[0].sha256 == hashlib.sha256(proofs.PDF).hexdigest()
    assert house.get(CredentialDraft, int(draft[1])) is None


@on_one_database
@pytest.mark.parametrize(
    ("file", "told"),
    [
        (b"", "The file is empty."),
        (b"<html>", "This is no PDF and no photo that can be shown. Choose a PDF, JPEG, PNG or WebP."),
        (proofs.jpeg()[:150], "The file breaks off in the middle."),
        (None, "There is no file yet. Choose the photo or PDF."),
    ],
)
def test_a_file_that_will_not_do_is_named_and_what_was_typed_stays(
    nora: FlaskClient, file: bytes | None, told: str
) -> None:
    answer = hand_in(nora, file)
    assert answer.status_code == 422
    assert told in words_of(answer.text)
    assert 'value="FA 17"' in answer.text


def test_a_file_that_is_too_large_is_told_so() -> None:
    with pytest.raises(Problems, match="larger than 15 MB"):
        drafts.looked_at("card.pdf", proofs.PDF + bytes(15_000_000))


@on_one_database
def test_a_kept_file_is_its_owners_and_goes_after_a_day(
    nora: FlaskClient, house: House, clock: FixedClock, holder: int
) -> None:
    hand_in(nora, issued_on="")
    other = house.person("Omar Haddad")
    house.role(other)
    assert hand_in(house.browser(other), None, draft="1").status_code == 422
    for number in range(4):
        hand_in(nora, proofs.png(shade=number), "a.png", issued_on="")
    with house.database.reading() as db:
        assert len(db.scalars(select(CredentialDraft.id)).all()) == drafts.MOST_KEPT
    clock.at = NOW + timedelta(days=1, minutes=1)
    with house.database.writing() as db:
        enqueue(db, drafts.FORGET, {}, now=clock.at)
    Worker(house.app).run_due()
    with house.database.reading() as db:
        assert db.scalars(select(CredentialDraft.id)).all() == []


@on_one_database
def test_the_same_file_twice_is_told_as_what_it_is(nora: FlaskClient, ruth: FlaskClient, house: House) -> None:
    hand_in(nora, proofs.jpeg())
    again = hand_in(nora, proofs.jpeg())
    assert again.status_code == 422
    assert "You handed in this very file on 12 March 2026, 09:41, and it waits to be checked." in words_of(again.text)
    assert hand_in(nora, proofs.jpeg(), number="FA 18").status_code == 303, "The number was mistyped."
    decide(ruth, 2)
    again = hand_in(nora, proofs.jpeg(), number="FA 19")
    assert "and it was accepted. Hand in the new one when you have renewed it." in words_of(again.text)
    assert [one.state for one in uploads(house)] == ["replaced", "accepted"]


@on_one_database
def test_a_newer_one_takes_the_place_of_what_waits_and_whoever_checks_is_told(
    nora: FlaskClient, ruth: FlaskClient, house: House
) -> None:
    hand_in(nora)
    assert "What you hand in now takes the place of what waits." in nora.get(URL).text
    hand_in(nora, proofs.png(), "new.png")
    answer = decide(ruth, 1, "refused", "Unreadable.")
    assert answer.status_code == 409
    said = words_of(answer.text)
    assert "Nora Brandt has handed in a newer one." in said
    assert "Unreadable." in said
    assert 'href="/credentials/checks/2"' in answer.text
    assert facts(house) == []
    assert decide(ruth, 2).status_code == 303


def test_of_two_who_check_at_once_one_decides_and_the_other_is_told(
    nora: FlaskClient, ruth: FlaskClient, house: House
) -> None:
    hand_in(nora)
    eva = house.browser(house.someone_with(PermissionSet.ADMINISTRATOR, name="Eva Lind"))
    gate = Barrier(2)

    def press(work: tuple[FlaskClient, str]) -> Any:
        gate.wait()
        return decide(work[0], decision=work[1], reason="The back is missing.")

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(press, [(ruth, "accepted"), (eva, "refused")]))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    late = next(answer for answer in answers if answer.status_code == 409)
    assert re.search(r"(Ruth Adeyemi|Eva Lind) has decided this on 12 March 2026, 09:41", words_of(late.text))
    assert len(facts(house)) == 1


@on_one_database
def test_what_ended_while_it_waited_is_not_accepted(
    nora: FlaskClient, ruth: FlaskClient, house: House, clock: FixedClock
) -> None:
    hand_in(nora, ends_on="2026-03-20")
    clock.at = NOW + timedelta(days=9)
    answer = decide(ruth)
    assert answer.status_code == 422
    assert "It ended on 20 March 2026, so it cannot count any more." in words_of(answer.text)
    assert facts(house) == []


def test_the_same_card_from_two_people_is_pointed_out(nora: FlaskClient, ruth: FlaskClient, house: House) -> None:
    hand_in(nora)
    other = house.person("Omar Haddad")
    house.role(other)
    hand_in(house.browser(other), proofs.png(), "mine.png")
    page = words_of(ruth.get(f"{CHECKS}/2").text)
    assert "Look closely whose name is on it: Nora Brandt." in page


def test_what_was_taken_back_does_not_count(nora: FlaskClient, ruth: FlaskClient, house: House, holder: int) -> None:
    hand_in(nora)
    decide(ruth)
    document = uploads(house)[0].document_id

    def say(kind: str) -> None:
        with house.database.writing() as db:
            ledger.record(db, kind, at=NOW, actor_id=None, subject_id=holder, document_id=document, tell=False)

    say("revoked")
    assert "counts until" not in nora.get("/credentials").text
    say("reinstated")
    assert "counts until 1 March 2028" in nora.get("/credentials").text


def test_reminders_and_calendars_know_what_waits_and_what_ends(
    nora: FlaskClient, ruth: FlaskClient, house: House, holder: int
) -> None:
    boss = 2
    house.lead(house.root, boss)

    def told() -> list[tuple[int, str, str]]:
        with house.app.test_request_context(), house.database.reading() as db:
            asked = [tell(db, [holder, boss], TODAY) for tell in house.app.extensions["waiting_for"]]
            return [(one.person_id, one.key, str(one.words)) for found in asked for one in found]

    hand_in(nora)
    assert told() == [(boss, "credential:1", "“First aid” of Nora Brandt waits for your check")]
    decide(ruth, decision="refused", reason="No.")
    assert told() == [(holder, "credential-refused:1", "“First aid” was not accepted; hand it in again")]
    hand_in(nora)
    decide(ruth, 2)
    assert told() == []
    with house.app.test_request_context(), house.database.reading() as db:
        ends = [day for tell in house.app.extensions["calendar_days"] for day in tell(db, holder, TODAY)]
        assert [(one.on.isoformat(), str(one.words)) for one in ends] == [("2028-03-01", "“First aid” ends")]


@on_one_database
def test_the_nightly_check_misses_a_file(nora: FlaskClient, house: House, tmp_path: Path) -> None:
    hand_in(nora)

    def found() -> list[str]:
        with house.app.app_context(), house.database.reading() as db:
            sentences: list[str] = house.app.extensions["checks"]["credentials"](db)
            return sentences

    assert found() == []
    (path,) = (path for path in (tmp_path / "credentials").rglob("*") if path.is_file())
    path.write_bytes(b"cut")
    assert "has another length" in found()[0]
    path.unlink()
    assert "is missing" in found()[0]
