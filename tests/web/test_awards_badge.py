"""Badges, as a validator of another house sees them: its own code, our published keys, the official schemas.

The clauses named are those of the Open Badges Specification 3.0.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from threading import Barrier
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from joserfc import jws
from joserfc.errors import BadSignatureError
from joserfc.jwk import KeySet, RSAKey
from jsonschema import Draft201909Validator
from sqlalchemy import select, update

from tests.house import House
from tests.moment import NOW
from tests.school import School
from training.awards.actions_keys import signer
from training.awards.cli import awards
from training.awards.keys import new_key
from training.awards.models import SigningKey
from training.certification.models import Award
from training.config import ROOT, Settings
from training.core.clock import FixedClock
from training.core.ledger import Entry

BASE = "http://localhost:8000"
SCHEMAS = ROOT / "tests" / "data" / "open-badges"
on_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def school(app: Flask) -> School:
    return School(app)


@pytest.fixture
def award(house: House, school: School) -> Award:
    """Nora’s, issued today for a year."""
    school.open(at=datetime(2026, 1, 5, 9, tzinfo=UTC))
    nora = house.person()
    house.role(nora)
    school.follow(nora)
    school.done(nora, at=NOW)
    school.passed(nora, at=NOW)
    with school.database.reading() as db:
        return db.scalars(select(Award)).one()


@dataclass
class Validator:
    """Somebody else’s: it knows nothing of ours but the web, and takes the steps of 8.2.6 and 8.2.6.1."""

    web: FlaskClient
    now: datetime

    def get(self, address: str) -> Any:
        assert address.startswith(BASE), address
        answer = self.web.get(address.removeprefix(BASE))
        assert answer.status_code == 200, address
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        return answer.get_json()

    def check(self, token: str) -> dict[str, Any]:
        """The credential, when all holds. Raises BadSignatureError or AssertionError."""
        head = jws.extract_compact(token.encode()).headers()
        assert set(head) == {"alg", "kid", "typ"}  # 8.2.3: no others are allowed
        assert (head["alg"], head["typ"]) == ("RS256", "JWT")
        keys = self.get(f"{BASE}/.well-known/jwks.json")
        key = self.get(head["kid"])  # 8.5: an HTTP URL that gives a JWK
        assert key in keys["keys"]
        assert "d" not in json.dumps([sorted(one) for one in keys["keys"]]).replace("kid", "")
        payload = json.loads(jws.deserialize_compact(token, RSAKey.import_key(key), algorithms=["RS256"]).payload)
        assert jws.deserialize_compact(token, KeySet.import_key_set(keys), algorithms=["RS256"])
        assert payload["iss"] == payload["issuer"]["id"]
        assert payload["sub"] == payload["credentialSubject"]["id"]
        assert payload["jti"] == payload["id"]
        assert payload["nbf"] == datetime.fromisoformat(payload["validFrom"]).timestamp() <= self.now.timestamp()
        assert ("exp" in payload) == ("validUntil" in payload)
        if "exp" in payload:
            assert payload["exp"] == datetime.fromisoformat(payload["validUntil"]).timestamp()
            assert payload["exp"] >= self.now.timestamp(), "expired"
        assert conforms("achievementcredential", payload) == []
        self.check_status(payload)
        return payload  # type: ignore[no-any-return] # JSON

    def check_status(self, payload: dict[str, Any]) -> None:
        """As 1EdTech’s Revocation List Status Method has it: absent, or revoked without a word, or with true."""
        status = payload["credentialStatus"]
        assert status["type"] == "1EdTechRevocationList"
        listed = self.get(status["id"])
        assert (listed["id"], listed["issuer"]) == (status["id"], payload["issuer"]["id"])
        revoked = {one["id"] for one in listed["revokedCredential"] if one.get("revoked", True)}
        assert payload["id"] not in revoked, "revoked"


def conforms(schema: str, found: dict[str, Any]) -> list[str]:
    text = (SCHEMAS / f"ob_v3p0_{schema}_schema.json").read_text(encoding="utf-8")
    return [error.message for error in Draft201909Validator(json.loads(text)).iter_errors(found)]


@pytest.fixture
def validator(app: Flask) -> Validator:
    return Validator(app.test_client(), NOW)


def badge(house: House, award: Award) -> str:
    answer = house.browser(award.person_id).get(f"/certificates/{award.id}.jwt")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f"attachment; filename={award.public_id}.jwt"
    return answer.get_data(as_text=True)


def tampered(token: str) -> str:
    """The same for somebody else, with the old signature."""
    head, payload, signature = token.split(".")
    found = urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).replace(b"Nora Brandt", b"Nora Bandit")
    return f"{head}.{urlsafe_b64encode(found).rstrip(b'=').decode()}.{signature}"


@on_one_database
def test_a_validator_of_another_house_accepts_a_badge(house: House, award: Award, validator: Validator) -> None:
    found = validator.check(badge(house, award))
    assert found["@context"][:2] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    assert (found["validFrom"], found["validUntil"]) == ("2026-03-12T00:00:00Z", "2027-03-11T23:59:59Z")
    subject = found["credentialSubject"]
    assert subject["identifier"][0]["identityHash"] == "Nora Brandt"
    assert subject["licenseNumber"] == award.public_id
    assert subject["achievement"]["name"] == "Counter"
    assert subject["achievement"]["criteria"]["narrative"] == "- Calls\n- Calls, the quiz"
    issuer = validator.get(found["issuer"]["id"])
    assert conforms("profile", issuer) == []
    assert issuer["name"] == "Juniper & Vale"
    assert validator.get(subject["achievement"]["id"])["name"] == "Counter"


@on_one_database
def test_the_same_badge_is_the_same_bytes(house: House, award: Award) -> None:
    assert badge(house, award) == badge(house, award)
    with house.database.reading() as db:
        assert len(db.scalars(select(SigningKey)).all()) == 1
        assert db.scalars(select(Entry.kind).where(Entry.kind == "award.key-made")).all() == ["award.key-made"]


@on_one_database
def test_one_sign_that_was_changed_makes_a_badge_worthless(house: House, award: Award, validator: Validator) -> None:
    token = badge(house, award)
    with pytest.raises(BadSignatureError):
        validator.check(tampered(token))


@on_one_database
def test_a_badge_ends_with_its_certificate(house: House, award: Award, validator: Validator) -> None:
    token = badge(house, award)
    validator.now = datetime(2027, 3, 11, 23, 59, 58, tzinfo=UTC)
    validator.check(token)
    validator.now = datetime(2027, 3, 12, tzinfo=UTC)
    with pytest.raises(AssertionError, match="expired"):
        validator.check(token)


def test_a_withdrawn_certificate_is_on_the_list_without_its_number_and_off_it_when_given_back(
    house: House, award: Award, validator: Validator
) -> None:
    token = badge(house, award)
    with house.database.writing() as db:
        db.execute(update(Award).values(revoked_on=date(2026, 3, 12), revoked_at=NOW, revoked_reason="A secret"))
    with pytest.raises(AssertionError, match="revoked"):
        validator.check(token)
    listed = validator.web.get("/awards/revocations").get_data(as_text=True)
    assert award.public_id not in listed
    assert "secret" not in listed
    with house.database.writing() as db:
        db.execute(update(Award).values(revoked_on=None, revoked_at=None))
    validator.check(token)


def test_after_a_new_key_old_badges_hold_and_new_ones_are_signed_with_it(
    house: House, award: Award, validator: Validator, clock: FixedClock
) -> None:
    old = badge(house, award)
    admin = house.administrator()
    assert admin.post("/awards/keys/rotate").status_code == 303
    new = badge(house, award)
    assert new.split(".")[0] != old.split(".")[0]
    validator.check(old)
    validator.check(new)
    with house.database.reading() as db:
        assert [bool(key.sealed) for key in db.scalars(select(SigningKey).order_by(SigningKey.id))] == [False, True]
    clock.at = validator.now = datetime(2027, 3, 12, 12, tzinfo=UTC)  # the last certificate of its time has ended
    assert len(validator.get(f"{BASE}/.well-known/jwks.json")["keys"]) == 1
    admin = house.administrator()
    assert "Not published any more." in admin.get("/awards/keys").get_data(as_text=True)


def test_what_a_withdrawn_key_signed_holds_no_more_and_is_signed_anew(
    house: House, award: Award, validator: Validator
) -> None:
    old = badge(house, award)
    admin = house.administrator()
    with house.database.reading() as db:
        thumbprint = db.scalars(select(SigningKey.thumbprint)).one()
    page = f"/awards/keys/{thumbprint}/withdraw"
    assert "Say why." in admin.post(page, data={"reason": " "}).get_data(as_text=True)
    assert admin.post(page, data={"reason": "A laptop was stolen."}).status_code == 303
    assert admin.post(page, data={"reason": "Again."}).status_code == 422
    with pytest.raises(AssertionError, match="public-keys"):
        validator.check(old)
    validator.check(badge(house, award))
    assert "The key that signed it was withdrawn." in shown(validator.web, old)
    assert "A laptop was stolen." in admin.get("/awards/keys").get_data(as_text=True)


def shown(client: FlaskClient, token: str, status: int = 200) -> str:
    answer = client.post("/verify", data={"badge": token})
    assert answer.status_code == status
    return " ".join(answer.get_data(as_text=True).split())


@on_one_database
def test_an_outsider_pastes_or_sends_a_badge_and_learns_what_it_proves(
    house: House, award: Award, client: FlaskClient, clock: FixedClock
) -> None:
    token = badge(house, award)
    wrapped = "\n".join(token[place : place + 76] for place in range(0, len(token), 76))
    page = shown(client, wrapped)
    assert "We signed this badge, and nothing in it was changed since." in page
    assert "Nora Brandt" in page
    sent = client.post("/verify", data={"file": (BytesIO(token.encode()), "badge.jwt")})
    assert "genuine and valid today" in sent.get_data(as_text=True)
    assert "It was changed after it was signed" in shown(client, tampered(token))
    clock.at = datetime(2027, 3, 12, 9, tzinfo=UTC)
    assert "It expired on 11 March 2027." in shown(client, token)


@on_one_database
@pytest.mark.parametrize(
    "token",
    ["", "nonsense", "a.b.c", "é.é.é", "e30.e30", "W10.W10.x", f"{'[' * 900}.e30.x", "A" * 20_001, "\x00.\x00.\x00"],
)
def test_what_is_no_badge_is_said_at_the_field(client: FlaskClient, house: House, token: str) -> None:
    page = shown(client, token, 422)
    assert "There is a problem" in page


@on_one_database
def test_a_file_that_is_no_badge_is_refused(client: FlaskClient, house: House) -> None:
    for data in (b"\xff\xfe" * 50, b"x" * 30_000):
        sent = client.post("/verify", data={"file": (BytesIO(data), "badge.jwt")})
        assert sent.status_code == 422


@on_one_database
def test_a_badge_of_somebody_elses_proves_nothing_here(house: House, award: Award, client: FlaskClient) -> None:
    key = RSAKey.generate_key(2048)
    ours = jws.extract_compact(badge(house, award).encode())
    foreign = jws.serialize_compact({"alg": "RS256", "kid": "https://example.com/key"}, ours.payload, key)
    assert "We did not sign it." in shown(client, foreign)
    forged = jws.serialize_compact({"alg": "RS256", "kid": ours.headers()["kid"]}, ours.payload, key)
    assert "somebody else signed it in our name" in shown(client, forged)
    none = ".".join(["eyJhbGciOiJub25lIn0", badge(house, award).split(".")[1], ""])
    assert "We did not sign it." in shown(client, none)


@on_one_database
def test_with_another_secret_the_check_says_what_to_do(house: House, award: Award, app: Flask) -> None:
    badge(house, award)
    other = new_key("another secret, long enough to be one")
    checks = app.extensions["checks"]
    with app.app_context(), house.database.writing() as db:
        assert checks["certificates"](db) == []
        db.execute(update(SigningKey).values(sealed=other.sealed))
    with app.app_context(), house.database.reading() as db:
        assert "training awards keys rotate" in " ".join(checks["certificates"](db))


@on_one_database
def test_a_hidden_certificate_gives_no_badge_to_outsiders(house: House, award: Award, client: FlaskClient) -> None:
    public = f"/verify/{award.public_id}.jwt"
    assert client.get(public).get_data(as_text=True) == badge(house, award)
    house.browser(award.person_id).post(f"/certificates/{award.id}/hide")
    assert client.get(public).status_code == 404
    given = shown(client, badge(house, award))  # to whom its holder gives it, it speaks
    assert "genuine and valid today" in given
    assert "Nora Brandt" in given


@on_one_database
def test_before_the_first_badge_there_is_no_key_and_nothing_fails(client: FlaskClient, house: House) -> None:
    assert client.get("/.well-known/jwks.json").get_json() == {"keys": []}
    assert client.get("/awards/public-keys/unknown").status_code == 404
    assert client.get("/awards/achievements/unknown/1").status_code == 404
    assert "No key yet" in house.administrator().get("/awards/keys").get_data(as_text=True)


def test_two_first_badges_at_once_make_one_key(house: House, award: Award, settings: Settings) -> None:
    begin = Barrier(4)

    def thumbprint(_number: int) -> str:
        begin.wait()
        return signer(house.database, secret=settings.secret_key, now=NOW).thumbprint

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(thumbprint, range(4)))) == 1
    with house.database.reading() as db:
        assert len(db.scalars(select(SigningKey)).all()) == 1
        assert db.scalars(select(Entry.kind).where(Entry.kind == "award.key-made")).all() == ["award.key-made"]


@on_one_database
def test_keys_are_looked_after_from_the_command_line(house: House, award: Award, app: Flask) -> None:
    def said(*words: str) -> str:
        with app.app_context():
            answer = CliRunner().invoke(awards, ["keys", *words])
        assert answer.exit_code == 0, answer.output
        return answer.output

    assert "no key yet" in said("list")
    with app.app_context():
        unknown = CliRunner().invoke(awards, ["keys", "withdraw", "-9unknown", "--reason", "It begins like an option."])
    assert "0 keys begin with “-9unknown”." in unknown.output
    first = said("rotate").split()[0]
    second = said("withdraw", first[:8], "--reason", "A laptop was stolen.").split()[3]
    assert [line.split()[:2] for line in said("list").splitlines()] == [[second, "active"], [first, "withdrawn"]]
