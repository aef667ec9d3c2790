"""Observations that arrive from devices: twice, at once, late, changed; each is kept once and nothing is lost."""

import io
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.house import House
from tests.rules.test_photos import SECRET, exif, jpeg, segment
from tests.watching import ALONE, NOT_YET
from tests.web.test_observing import WORDS, Shop, facts, filled, rows, sign
from training.checklists.check import check_observations
from training.checklists.models import ObservationPhoto, ObservationSignature
from training.checklists.rules_photos import stripped
from training.core.db import Database

JSON = {"Accept": "application/json"}


@pytest.fixture
def shop(house: House) -> Shop:
    return Shop(house)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all of it at the same moment; returns what each came to."""
    ready = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        ready.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def send(browser: FlaskClient, shop: Shop, levels: dict[str, str | None], **more: Any) -> Any:
    return browser.post(shop.url, data=filled(shop, levels, **more), headers=JSON)


def test_two_devices_at_once_keep_one_and_what_differs_beside_it(shop: Shop, database: Database) -> None:
    phones = [shop.browser(shop.priya) for _ in range(4)]
    replies = at_once(
        *(lambda phone=phone: send(phone, shop, ALONE) for phone in phones[:2]),
        *(lambda phone=phone: send(phone, shop, NOT_YET) for phone in phones[2:]),
    )
    assert {reply.status_code for reply in replies} == {200}
    first, second = rows(database)
    assert (first.beside_id, second.beside_id) == (None, first.id)
    assert sorted(reply.json["observation"] for reply in replies) == [first.id, first.id, second.id, second.id]
    assert {row.ratings["greets"]["level"] for row in (first, second)} == {"alone", "with-help"}
    assert "Two devices sent different ratings." in phones[0].get(f"/observations/{second.id}").text
    done = at_once(*(lambda phone=phone: sign(phone, f"/observations/{first.id}") for phone in phones[:2]))
    assert {reply.status_code for reply in done} <= {303, 422}
    late = send(phones[3], shop, ALONE, comment="Written on the other phone.")
    assert late.json["beside"]
    assert len(rows(database)) == 3


def test_signing_at_once_signs_once(shop: Shop, database: Database) -> None:
    phones = [shop.browser(shop.priya) for _ in range(3)]
    url = send(phones[0], shop, ALONE).json["url"]
    data = {"passphrase": WORDS, "seen": "1"}
    replies = at_once(*(lambda phone=phone: phone.post(f"{url}/sign", data=data) for phone in phones))
    assert {reply.status_code for reply in replies} == {303}
    assert len(facts(database)) == 1
    with database.reading() as db:
        assert db.scalar(select(func.count()).select_from(ObservationSignature)) == 1


def test_nothing_changes_while_it_is_signed(shop: Shop, database: Database) -> None:
    phones = [shop.browser(shop.priya) for _ in range(2)]

    def send_late(key: str, wait: float) -> Any:
        time.sleep(wait)  # a passphrase takes its time: let the change meet the signature itself
        return send(phones[1], shop, NOT_YET, key=key, base=1)

    for number in range(8):
        key = f"key {number}"
        url = send(phones[0], shop, ALONE, key=key).json["url"]
        signed, sent = at_once(
            lambda url=url: phones[0].post(f"{url}/sign", data={"passphrase": WORDS, "seen": "1"}),
            partial(send_late, key, number * 0.008),
        )
        assert sent.status_code == 200
        assert (signed.status_code == 303) == sent.json["beside"]
    with shop.house.app.app_context(), database.reading() as db:
        assert check_observations(db) == []


def test_what_was_changed_on_another_device_is_read_again_before_it_is_signed(shop: Shop, database: Database) -> None:
    phone, tablet = shop.browser(shop.priya), shop.browser(shop.priya)
    url = send(phone, shop, ALONE).json["url"]
    assert send(tablet, shop, NOT_YET, base=1).json["observation"] == 1
    answer = phone.post(f"{url}/sign", data={"passphrase": WORDS, "seen": "1"})
    assert "It has changed since you opened this page" in answer.text
    assert facts(database) == []
    assert [row.revision for row in rows(database)] == [2]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_no_page_of_ours_sends_is_refused_with_a_reason(shop: Shop, database: Database) -> None:
    priya = shop.browser(shop.priya)
    for wrong in (
        {"key": ""},
        {"version": 999},
        {"version": "½"},
        {"begun": "soon"},
        {"level-greets": "splendid"},
        {"level-unheard-of": "alone"},
    ):
        assert send(priya, shop, ALONE, **wrong).status_code == 422
    assert send(priya, shop, ALONE, person=shop.nora).status_code == 409
    long = send(priya, shop, ALONE, comment="x" * 2001)
    assert (long.status_code, long.json["message"]) == (409, "This is 2001 signs long; 2000 fit.")
    assert "x" * 2001 in priya.post(shop.url, data=filled(shop, ALONE, comment="x" * 2001)).text
    assert rows(database) == []
    assert send(priya, shop, ALONE, comment="a\x00b").json["observation"] == 1
    assert rows(database)[0].comment == "ab"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_photo_is_cleaned_and_only_for_those_who_may_see_the_observation(shop: Shop, database: Database) -> None:
    priya, nora = shop.browser(shop.priya), shop.browser(shop.nora)
    raw = jpeg(segment(0xE1, exif(6)))

    def with_photo(data: bytes, **more: Any) -> Any:
        return send(priya, shop, ALONE, photo=(io.BytesIO(data), "photo.jpg"), **more)

    assert with_photo(b"<svg/>").status_code == 409
    assert rows(database) == []
    assert with_photo(raw).json["observation"] == 1
    assert with_photo(raw).json["observation"] == 1
    assert send(priya, shop, ALONE).json["observation"] == 1
    with priya.get("/observations/1/photo") as answer:
        assert answer.data == stripped(raw)[0]
        assert (answer.mimetype, answer.headers["Cache-Control"]) == ("image/jpeg", "private, no-cache")
        assert SECRET not in answer.data
    assert nora.get("/observations/1/photo").status_code == 404
    with database.reading() as db:
        kept = db.scalars(select(ObservationPhoto)).one()
    assert priya.get(f"/media/{kept.sha256}/photo").status_code == 404
    sign(priya, "/observations/1")
    with nora.get("/observations/1/photo") as answer:
        assert answer.status_code == 200
    stranger = shop.house.person("Ada Novak", team=shop.house.team("Phones", shop.house.root))
    assert shop.browser(stranger).get("/observations/1/photo").status_code == 404
