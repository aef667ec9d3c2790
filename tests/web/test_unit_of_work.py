"""One request, one commit: kept when it went well, undone on a reading request or a refusal."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.moment import NOW
from training.core import ledger, web
from training.core.db import Database


def add_fact() -> None:
    ledger.record(web.db(), "test.fact", at=NOW, actor_id=None)


@pytest.fixture
def noted(app: Flask) -> Flask:
    """An application with a route that records a fact and answers with the status it is asked for."""

    @app.route("/note/<int:status>", methods=["GET", "POST"])
    @web.public
    def note(status: int) -> tuple[str, int]:
        add_fact()
        return "", status

    return app


def facts(db: Session) -> int:
    return db.scalar(select(func.count()).select_from(ledger.Entry)) or 0


def test_a_post_that_goes_well_is_kept(noted: Flask, db: Session) -> None:
    noted.test_client().post("/note/200")
    assert facts(db) == 1


@pytest.mark.parametrize("status", [400, 404, 422, 500])
def test_a_refused_post_is_undone(noted: Flask, db: Session, status: int) -> None:
    noted.test_client().post(f"/note/{status}")
    assert facts(db) == 0


def test_what_a_get_changes_is_undone(noted: Flask, db: Session) -> None:
    noted.test_client().get("/note/200")
    assert facts(db) == 0


def test_a_view_that_fails_is_undone_and_the_turn_given_back(noted: Flask, db: Session, database: Database) -> None:
    @noted.post("/fail")
    @web.public
    def fail() -> str:
        add_fact()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        noted.test_client().post("/fail")
    assert facts(db) == 0
    noted.test_client().post("/note/200")
    with database.reading() as fresh:
        assert facts(fresh) == 1


def test_a_second_write_inside_a_write_is_refused_instead_of_waiting_for_ever(database: Database) -> None:
    if database.turn is None:
        return  # only a database with one writer needs turns
    with database.writing(), pytest.raises(RuntimeError, match="writing already"), database.writing():
        pass
