"""The shape of the database: revisions lead to exactly what the models say, and back."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import inspect, select

from training.core import migrate
from training.core.db import Base, Database
from training.people.models import Person


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
