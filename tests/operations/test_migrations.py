"""The shape of the database: revisions lead to exactly what the models say, and back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import inspect, select

from training.certification.models import Assignment, AwardWithdrawal, CurrentStanding
from training.certification.rules_stored import StoredPart, parts_of
from training.core import migrate
from training.core.db import Base, Database
from training.people.models import LeavePeriod, Person


@pytest.fixture
def empty(database: Database) -> Database:
    """A database without any table."""
    Base.metadata.drop_all(database.engine)
    return database


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names())


def test_revisions_lead_to_what_the_models_say(empty: Database) -> None:
    assert not migrate.current_is_head(empty)
    migrate.upgrade(empty)
    assert migrate.current_is_head(empty)
    assert migrate.check(empty) == []


def test_revisions_lead_back_to_nothing_and_up_again(empty: Database) -> None:
    migrate.upgrade(empty)
    migrate.downgrade(empty, "base")
    assert tables(empty) == {"alembic_version"}
    migrate.upgrade(empty)
    assert migrate.check(empty) == []


def test_processes_that_start_at_once_wait_for_each_other(empty: Database) -> None:
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _number: migrate.upgrade(empty), range(3)))
    assert migrate.check(empty) == []


def test_a_revision_that_leaves_rows_pointing_nowhere_is_undone(empty: Database) -> None:
    if not empty.is_sqlite:
        return  # PostgreSQL checks at each step
    migrate.upgrade(empty)

    def break_a_link() -> None:
        with migrate.migrating(empty) as connection:
            connection.exec_driver_sql("INSERT INTO team_leader (team_id, person_id, by_hand) VALUES (1, 2, 0)")

    with pytest.raises(RuntimeError, match="team_leader"):
        break_a_link()
    with empty.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM team_leader").scalar() == 0
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_database_of_another_shape_is_noticed(empty: Database) -> None:
    migrate.upgrade(empty)
    with empty.engine.execution_options(writing=True).begin() as connection:
        connection.exec_driver_sql("DROP TABLE throttle_bucket")
    assert migrate.check(empty) != []


def test_what_an_older_release_kept_is_there_after_the_update(empty: Database) -> None:
    migrate.upgrade(empty, "0001")
    with empty.engine.execution_options(writing=True).begin() as connection:
        connection.exec_driver_sql("INSERT INTO team (id, name, path) VALUES (1, 'Shop', '/1/')")
        connection.exec_driver_sql(
            "INSERT INTO person (id, employee_number, given_name, family_name, preferred_name, phone, language,"
            " team_id, search_text) VALUES (1, 'E1', 'Łucja', 'Ó Cuinn', '', '', 'en', 1, 'lucja o cuinn e1')"
        )
    migrate.upgrade(empty)
    migrate.downgrade(empty, "0001")
    migrate.upgrade(empty)
    assert migrate.check(empty) == []
    with empty.reading() as db:
        assert db.scalars(select(Person.given_name)).all() == ["Łucja"]


def test_what_was_asked_and_who_was_away_before_is_known_after_the_update(empty: Database) -> None:
    migrate.upgrade(empty, "0002")
    rows = (
        "INSERT INTO team (id, name, path) VALUES (1, 'Shop', '/1/')",
        "INSERT INTO role (id, name, slug) VALUES (1, 'Counter staff', 'counter-staff')",
        "INSERT INTO person (id, employee_number, given_name, family_name, preferred_name, phone, language, team_id,"
        " search_text, leave_from) VALUES (1, 'E1', 'Mina', 'Rahimi', '', '', 'en', 1, '', '2026-03-02')",
        "INSERT INTO document (id, kind, slug) VALUES (1, 'programme', 'calls')",
        "INSERT INTO version (id, document_id, number, sha256, body, media, title, language, origin, changes,"
        " asks_again, at) VALUES (1, 1, 1, '', '{}', '{}', 'Calls', 'en', 'file', '{}', false, '2026-01-01')",
        "INSERT INTO document (id, kind, slug) VALUES (2, 'programme', 'tills')",
        "INSERT INTO assignment (id, person_id, document_id, role_id, start_on, at)"
        " VALUES (1, 1, 1, 1, '2026-01-05', '2026-01-05'), (2, 1, 2, NULL, '2026-01-05', '2026-01-05')",
        "INSERT INTO standing (assignment_id, person_id, document_id, version_id, level, held, total, parts) VALUES"
        """ (1, 1, 1, 1, 'training', 0, 1, '[["read", "due", "2026-01-05", null, null, null, 9]]')""",
        "INSERT INTO award (id, public_id, person_id, document_id, version_id, name, title, issued_on, anchor_on,"
        " periods, at, revoked_at, revoked_on, revoked_reason) VALUES (1, 'N', 1, 1, 1, 'Mina Rahimi', 'Calls',"
        " '2026-01-09', '2026-01-09', 1, '2026-01-09', '2026-02-01', '2026-02-01', 'By mistake.')",
    )
    with empty.engine.execution_options(writing=True).begin() as connection:
        for row in rows:
            connection.exec_driver_sql(row)
    migrate.upgrade(empty)
    migrate.downgrade(empty, "0002")
    migrate.upgrade(empty)
    with empty.reading() as db:
        assert db.scalars(select(Assignment.because).order_by(Assignment.id)).all() == ["role", "hand"]
        kept = db.execute(select(CurrentStanding.parts, CurrentStanding.gates)).one()
        assert parts_of(kept.parts) == [StoredPart("read", "due", "2026-01-05", None, None, None, 9)]
        assert kept.gates == []
        assert db.execute(select(LeavePeriod.person_id, LeavePeriod.from_on, LeavePeriod.until_on)).all() == [
            (1, date(2026, 3, 2), None)
        ]
        withdrawn = db.execute(select(AwardWithdrawal.withdrawn_on, AwardWithdrawal.withdrawn_reason)).all()
        assert withdrawn == [(date(2026, 2, 1), "By mistake.")]


def test_search_looks_through_the_same_after_an_update_as_in_a_new_database(database: Database) -> None:
    """No model knows this table, so nothing else would notice that the revision and the program differ."""
    made = searched(database)
    Base.metadata.drop_all(database.engine)
    migrate.upgrade(database)
    assert searched(database) == made


def searched(database: Database) -> list[str]:
    """What the database itself says of the table and its indexes."""
    if database.is_sqlite:
        asked = "SELECT sql FROM sqlite_master WHERE name = 'search_text'"
    else:
        asked = (
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'search_text' UNION ALL SELECT column_name || data_type"
            " || is_nullable FROM information_schema.columns WHERE table_name = 'search_text' ORDER BY 1"
        )
    with database.engine.connect() as connection:
        found = [" ".join(row[0].split()) for row in connection.exec_driver_sql(asked)]
    assert found
    return found
