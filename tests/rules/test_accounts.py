"""Addresses to go on to, devices in words, buckets of tries, and who may act for whom."""

from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.accounts.rules_addresses import network_of, own_path
from training.accounts.rules_codes import hashed, new_secret
from training.accounts.rules_devices import browser_and_system
from training.core.permissions import PERMISSIONS_OF, Actor, Held, PermissionSet
from training.core.throttle import Limit
from training.people.rules_grants import covers, sets_to_give


@pytest.mark.parametrize("address", ["/", "/people?q=a&page=2", "/learn/calls#end", "/record/4"])
def test_an_address_of_ours_is_gone_on_to(address: str) -> None:
    assert own_path(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "people",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/sign-out",
        "/sign-in?next=/people",
        " /people",
        "/a\r\nSet-Cookie: x=1",
        "/path\\..\\..//evil.example",
    ],
)
def test_any_other_address_leads_home(address: str) -> None:
    assert own_path(address) == "/"


@given(st.text(alphabet=st.sampled_from("/\\.:@?#ehx \t\n%2Fjs"), max_size=12))
def test_no_text_leads_to_another_host(text: str) -> None:
    # Browsers read a backslash as a slash and drop tabs and line breaks.
    seen_by_browser = own_path(text).replace("\\", "/").replace("\t", "").replace("\n", "").strip()
    assert urlsplit(urljoin("https://ours.example/sign-in", seen_by_browser)).netloc == "ours.example"


@pytest.mark.parametrize(
    ("user_agent", "expected"),
    [
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Mobile "
            "Safari/537.36",
            ("Chrome", "Android"),
        ),
        (
            "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 "
            "Chrome/121.0.0.0 Mobile Safari/537.36",
            ("Samsung Internet", "Android"),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/17.5 Mobile/15E148 Safari/604.1",
            ("Safari", "iPhone"),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1",
            ("Chrome", "iPhone"),
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
            "Safari/537.36 Edg/126.0.0.0",
            ("Edge", "Windows"),
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", ("Firefox", "Linux")),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 "
            "Safari/605.1.15",
            ("Safari", "Mac"),
        ),
        (
            "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
            "Safari/537.36",
            ("Chrome", "ChromeOS"),
        ),
        ("curl/8.5.0", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_browser_is_told_in_two_words(user_agent: str, expected: tuple[str, str]) -> None:
    assert browser_and_system(user_agent) == expected


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("unix:", "unix:"),
        ("", ""),
    ],
)
def test_addresses_are_counted_by_household(address: str, network: str) -> None:
    assert network_of(address) == network


def test_codes_are_long_and_never_the_same() -> None:
    codes = {new_secret() for _ in range(100)}
    assert len(codes) == len({hashed(code) for code in codes}) == 100
    assert all(len(code) == 43 for code in codes)


@given(st.floats(0, 10), st.integers(0, 10**6))
def test_a_bucket_never_overflows_and_never_leaks(tokens: float, seconds: int) -> None:
    limit = Limit("test", 10, timedelta(minutes=15))
    refilled = limit.refilled(tokens, timedelta(seconds=seconds))
    assert tokens <= refilled <= 10


sets = st.sampled_from(list(PermissionSet))
paths = st.sampled_from(["", "/1/", "/1/2/", "/1/3/", "/1/2/4/"])
helds = st.lists(st.builds(Held, sets, paths), max_size=4)


@given(helds)
def test_everybody_may_act_for_themselves(held: list[Held]) -> None:
    assert covers(Actor(person_id=1, held=tuple(held)), held)


@given(helds, helds)
def test_whoever_may_act_for_somebody_can_do_all_that_they_can(mine: list[Held], theirs: list[Held]) -> None:
    me, they = Actor(person_id=1, held=tuple(mine)), Actor(person_id=2, held=tuple(theirs))
    if covers(me, theirs):
        for permission in PERMISSIONS_OF[PermissionSet.ADMINISTRATOR]:
            for path in ("/1/", "/1/2/", "/1/3/", "/1/2/4/"):
                assert me.may(permission, path) or not they.may(permission, path)


def test_what_one_may_hand_on_depends_on_the_place() -> None:
    actor = Actor(person_id=1, held=(Held(PermissionSet.ADMINISTRATOR, "/1/2/"), Held(PermissionSet.AUDITOR, "/1/")))
    assert set(sets_to_give(actor, "/1/2/4/")) == set(PermissionSet) - {PermissionSet.STAFF}
    assert sets_to_give(actor, "/1/") == (PermissionSet.AUDITOR,)
    assert sets_to_give(actor, "") == ()
