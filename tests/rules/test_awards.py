"""Badges and keys, without a database."""

import json
from base64 import urlsafe_b64encode
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from training.awards.keys import is_signed_by, new_key, opened
from training.awards.papers import end_of, shortened, start_of
from training.awards.rules_badge import MAX_SIGNS, Achieved, Badge, Places, claims, revocation_list, unproven
from training.awards.rules_keys import KeyState, is_published

PLACES = Places(
    "https://t.example", "https://t.example/issuer", "https://t.example/gone", "https://t.example/counter/1"
)
SECRET = "a secret for tests, long enough to be one"
FRESH = new_key(SECRET)
TODAY = date(2026, 3, 12)
START = datetime(2026, 3, 12, tzinfo=UTC)


def badge(name: str = "Nora Brandt", summary: str = "", until: datetime | None = None) -> Badge:
    achieved = Achieved("Counter", summary, "- Calls", 1, "en")
    return Badge(
        credential="6c1f6f0a-6c56-4b7e-9a52-7c5ad8d6f0aa",
        name=name,
        number="4F7K-9Q2M-X0C5",
        company="Juniper & Vale",
        achieved=achieved,
        awarded_at=START + timedelta(hours=9),
        valid_from=START,
        valid_until=until,
    )


def test_a_badge_without_an_end_claims_none() -> None:
    made = claims(badge(), PLACES)
    assert "exp" not in made
    assert "validUntil" not in made
    assert made["credentialSubject"]["achievement"]["description"] == "Counter"


def test_the_subject_of_a_badge_is_the_same_each_time_and_not_its_id() -> None:
    first, second = claims(badge(), PLACES), claims(badge(), PLACES)
    assert first["sub"] == second["sub"] == first["credentialSubject"]["id"]
    assert first["sub"] != first["jti"]


@given(name=st.text(max_size=200), summary=st.text(max_size=200))
@settings(max_examples=40)
def test_whatever_a_name_is_the_badge_is_signed_and_read_back(name: str, summary: str) -> None:
    made = claims(badge(name.encode(errors="replace").decode(), summary.encode(errors="replace").decode()), PLACES)
    token = opened(FRESH.thumbprint, FRESH.sealed, SECRET).token(made, "https://t.example/key")
    read = unproven(token)
    assert read is not None
    head, payload = read
    assert dict(head) == {"alg": "RS256", "kid": "https://t.example/key", "typ": "JWT"}
    assert dict(payload) == made
    assert is_signed_by(token, FRESH.public)


@given(place=st.integers(min_value=0), sign=st.sampled_from("ABCxyz019-_"))
def test_no_sign_of_a_badge_can_be_another(place: int, sign: str) -> None:
    token = opened(FRESH.thumbprint, FRESH.sealed, SECRET).token(claims(badge(), PLACES), "https://t.example/key")
    # The last sign of a segment may hold bits that are not used: those before it all matter.
    places = [n for n in range(len(token)) if token[n] != "." and n + 1 < len(token) and token[n + 1] != "."]
    changed = places[place % len(places)]
    if token[changed] != sign:
        assert not is_signed_by(f"{token[:changed]}{sign}{token[changed + 1 :]}", FRESH.public)


def test_nothing_but_our_algorithm_is_taken() -> None:
    payload = urlsafe_b64encode(json.dumps(claims(badge(), PLACES)).encode()).rstrip(b"=").decode()
    for algorithm in ("none", "HS256", "RS512"):
        head = urlsafe_b64encode(json.dumps({"alg": algorithm}).encode()).rstrip(b"=").decode()
        assert not is_signed_by(f"{head}.{payload}.", FRESH.public)
        assert not is_signed_by(f"{head}.{payload}.c2lnbmVk", FRESH.public)


@given(st.text(max_size=300) | st.binary(max_size=300).map(lambda data: urlsafe_b64encode(data).decode()))
def test_reading_anything_at_all_fails_calmly(text: str) -> None:
    for token in (text, f"{text}.{text}.{text}", f"e30.{text}."):
        found = unproven(token)
        assert found is None or (isinstance(found[0], dict) and isinstance(found[1], dict))
    assert unproven("A" * (MAX_SIGNS + 1)) is None


def test_the_private_half_is_sealed() -> None:
    assert set(FRESH.public) == {"e", "kty", "n"}
    assert "PRIVATE" not in FRESH.sealed
    assert new_key(SECRET).thumbprint != FRESH.thumbprint


def test_a_revocation_list_names_ids_and_no_reasons() -> None:
    found = revocation_list(PLACES, ["one", "two"])
    assert found["revokedCredential"] == [
        {"id": "urn:uuid:one", "revoked": True},
        {"id": "urn:uuid:two", "revoked": True},
    ]
    assert found["revokedCredentials"] == found["revokedCredential"]


def test_a_key_is_published_as_long_as_something_it_signed_may_hold() -> None:
    def published(state: KeyState, last_end: date | None, *, open_end: bool = False) -> bool:
        return is_published(state, last_end=last_end, open_end=open_end, today=TODAY)

    yesterday = TODAY - timedelta(days=1)
    assert published(KeyState.ACTIVE, None)
    assert published(KeyState.RETIRED, TODAY)
    assert not published(KeyState.RETIRED, yesterday)
    assert published(KeyState.RETIRED, yesterday, open_end=True)
    assert not published(KeyState.RETIRED, None)
    assert not published(KeyState.WITHDRAWN, TODAY, open_end=True)


def test_a_certificate_holds_to_the_last_second_of_its_last_day_at_the_site() -> None:
    dublin = ZoneInfo("Europe/Dublin")
    assert end_of(date(2026, 3, 29), dublin).astimezone(UTC) == datetime(2026, 3, 29, 22, 59, 59, tzinfo=UTC)
    assert start_of(date(2026, 3, 29), dublin).astimezone(UTC) == datetime(2026, 3, 29, 0, tzinfo=UTC)
    assert end_of(date(2026, 10, 25), dublin).astimezone(UTC) == datetime(2026, 10, 25, 23, 59, 59, tzinfo=UTC)


def test_a_long_summary_is_cut_after_a_word() -> None:
    assert shortened("You can do it.", 20) == "You can do it."
    assert shortened("You can do it all day.", 15) == "You can do it …"
