"""What other programs push: all of it or nothing, by a token that opens one source."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.house import House
from tests.measuring import publish_standards
from tests.moment import NOW
from training.core.db import Database
from training.core.permissions import Actor, PermissionSet
from training.metrics.actions_tokens import end_token, make_token
from training.metrics.models import Reading, ReadingAlias, ReadingSource
from training.metrics.models_tokens import MetricToken

PATH = "/api/v1/readings"


def reading(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"C{number}",
        "standard": "solved-first-time",
        "at": "2026-03-11T09:41:00+00:00",
        "value": True,
        **more,
    }


@pytest.fixture
def secret(house: House) -> str:
    publish_standards(house.app)
    with house.app.app_context(), house.database.writing() as db:
        source = ReadingSource(slug="switchboard", title="Switchboard", standards=[])
        db.add(source)
        db.flush()
        return make_token(db, Actor.house(), source, "Nightly push", now=NOW)


@pytest.fixture
def send(client: FlaskClient, secret: str) -> Any:
    def sending(body: Any, method: str = "POST", token: str = secret) -> Any:
        return client.open(PATH, method=method, json=body, headers={"Authorization": f"Bearer {token}"})

    return sending


def kept(database: Database) -> list[tuple[str, int, int | None]]:
    with database.reading() as db:
        query = select(Reading.external_id, Reading.value, Reading.person_id).order_by(Reading.external_id)
        return [tuple(row) for row in db.execute(query).all()]


def test_what_is_pushed_is_kept_once_and_corrected_by_the_same_id(send: Any, house: House, database: Database) -> None:
    nora = house.person("Nora Brandt", email="nora@example.com")
    first = send({"readings": [reading(1, person="t001"), reading(2, person="NORA@example.com"), reading(3, value=0)]})
    assert first.json == {"new": 3, "changed": 0, "unchanged": 0, "unknown_people": []}
    again = send({"readings": [reading(1, person="T001"), reading(2, person="T001", value=False)]})
    assert again.json == {"new": 0, "changed": 1, "unchanged": 1, "unknown_people": []}
    assert kept(database) == [("C1", 100, nora), ("C2", 0, nora), ("C3", 0, None)]
    assert send({"ids": ["C1", "C3"]}, "DELETE").status_code == 200
    assert kept(database) == [("C2", 0, nora)]


def test_whoever_is_unknown_is_named_and_not_dropped(send: Any, database: Database) -> None:
    assert send({"readings": [reading(1, person="Somebody")]}).json["unknown_people"] == ["Somebody"]
    with database.reading() as db:
        assert db.scalars(select(ReadingAlias.name)).all() == ["Somebody"]
        assert db.scalar(select(Reading.alias_id)) is not None


def test_everything_that_is_wrong_is_said_with_its_number_and_nothing_is_kept(send: Any, database: Database) -> None:
    wrong = [
        reading(1),
        reading(2, at="2026-03-11T09:41:00"),
        reading(3, standard="No such"),
        reading(4, value="much"),
        reading(5, colour="red"),
        reading(6, probability=1.5),
        reading(7, probability="NaN"),
        reading(8, at="0001-01-01T00:00:00+14:00"),
        reading(9, value="NaN"),
    ]
    answer = send({"readings": wrong})
    assert answer.status_code == 422
    assert [one["number"] for one in answer.json["problems"]] == [2, 3, 4, 5, 6, 7, 8, 9]
    assert "names no time zone" in answer.json["problems"][0]["message"]
    rules = [
        reading(1),
        reading(1),
        reading(2, standard="customers-are-satisfied", value=11),
        reading(3, standard="answered-by-third-ring", value=-3),
        reading(4, standard="nobodys"),
        reading(5, at="2026-04-11T09:41:00Z"),
    ]
    answer = send({"readings": rules})
    assert [one["number"] for one in answer.json["problems"]] == [2, 3, 4, 5, 6]
    assert answer.json["problems"][2]["message"] == "A time of -3 seconds cannot be."
    assert kept(database) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"readings": 5}', b"\xff", b"[" * 5000])
def test_what_cannot_be_read_is_refused_in_a_sentence(client: FlaskClient, secret: str, body: bytes) -> None:
    answer = client.post(PATH, data=body, headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["problems"][0]["message"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_only_a_token_that_works_opens_it(send: Any, app: Flask, house: House, database: Database) -> None:
    app.config["WTF_CSRF_ENABLED"] = True  # a program has no form's token, and needs none
    assert send({"readings": []}).status_code == 200
    refused = send({"readings": []}, token="wrong")
    assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert house.browser(house.someone_with(PermissionSet.ADMINISTRATOR)).post(PATH, json={}).status_code == 401
    with app.app_context(), database.writing() as db:
        end_token(db, Actor.house(), db.scalars(select(MetricToken)).one(), now=NOW)
    assert send({"readings": []}).status_code == 401


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_too_many_requests_are_told_when_to_come_back(send: Any) -> None:
    answers = [send({"readings": []}) for _request in range(121)]
    assert {answer.status_code for answer in answers[:120]} == {200}
    assert answers[120].status_code == 429
    assert int(answers[120].headers["Retry-After"]) >= 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_it_describes_itself(client: FlaskClient, secret: str) -> None:
    described = client.get("/api/v1/openapi.json").json
    assert described is not None
    assert set(described["paths"]) == {"/readings", "/standards"}
    pushed = described["paths"]["/readings"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert "$ref" not in str(described)
    assert set(pushed["properties"]["readings"]["items"]["required"]) == {"id", "standard", "at", "value"}
    listed = client.get("/api/v1/standards", headers={"Authorization": f"Bearer {secret}"}).json
    assert listed is not None
    assert "solved-first-time" in {one["standard"] for one in listed["standards"]}
