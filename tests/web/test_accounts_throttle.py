"""How often somebody may try at the door: over many tries, many processes, and many names."""

import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from tests.conftest import KEY
from tests.house import House
from tests.moment import NOW
from training.accounts import hashing, limits
from training.accounts.models import Account, Visit
from training.config import ROOT
from training.core import throttle
from training.core.clock import FixedClock
from training.core.db import Database
from training.core.throttle import Bucket, Limit

PASSPHRASE = "violin pebble lantern otter"
WRONG = "wrong words"
SIZE = limits.SIGN_IN_BY_NAME.size


@pytest.fixture
def nora(house: House) -> int:
    person = house.person("Nora Brandt", employee_number="JV-104", email="nora@juniper.example")
    house.account(person, passphrase_hash=hashing.hash_of(PASSPHRASE))
    return person


def knock(client: FlaskClient, name: str = "jv-104", passphrase: str = WRONG, address: str = "192.0.2.1") -> int:
    data = {"name": name, "passphrase": passphrase}
    return client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": address}).status_code


def test_the_right_passphrase_does_not_help_when_too_many_were_tried(client: FlaskClient, nora: int) -> None:
    assert [knock(client) for _ in range(SIZE + 1)] == [422] * SIZE + [429]
    assert knock(client, passphrase=PASSPHRASE) == 429
    assert knock(client, " JV-104 ", PASSPHRASE, address="192.0.2.2") == 429, "spelling and address do not matter"


def test_the_page_says_in_words_how_long_to_wait(client: FlaskClient, nora: int, clock: FixedClock) -> None:
    for _ in range(SIZE):
        knock(client)
    answer = client.post("/sign-in", data={"name": "jv-104", "passphrase": PASSPHRASE})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "90"
    assert "Try again in 2 minutes." in answer.text
    clock.at += timedelta(seconds=89)
    assert knock(client, passphrase=PASSPHRASE) == 429
    clock.at += timedelta(seconds=1)
    assert knock(client, passphrase=PASSPHRASE) == 303


def test_a_success_gives_the_tries_back(client: FlaskClient, nora: int) -> None:
    for _ in range(3):
        assert [knock(client) for _ in range(SIZE - 1)] == [422] * (SIZE - 1)
        assert knock(client, passphrase=PASSPHRASE) == 303


def test_one_address_cannot_try_many_names(client: FlaskClient, house: House) -> None:
    size = limits.SIGN_IN_BY_ADDRESS.size
    with house.database.writing() as db:
        # As if all but two tries were made already: each costs 22 ms.
        db.add(Bucket(key=limits.SIGN_IN_BY_ADDRESS.bucket("192.0.2.1"), tokens=2.0, at=NOW))
    assert size == 100
    assert [knock(client, f"name {n}") for n in range(3)] == [422, 422, 429]
    assert knock(client, "another", address="192.0.2.2") == 422


def test_a_shop_that_signs_in_behind_one_address_is_never_stopped(client: FlaskClient, nora: int, house: House) -> None:
    with house.database.writing() as db:
        db.add(Bucket(key=limits.SIGN_IN_BY_ADDRESS.bucket("192.0.2.1"), tokens=1.0, at=NOW))
    assert [knock(client, passphrase=PASSPHRASE) for _ in range(4)] == [303] * 4


def test_a_try_and_its_success_lock_the_buckets_in_the_same_order(
    client: FlaskClient, nora: int, database: Database
) -> None:
    """Else two sign-ins of one person at one place may wait for each other, and one of them fails."""
    locked: list[str] = []

    def note(_connection: Any, _cursor: Any, _text: str, values: Any, *_rest: Any) -> None:
        sent = values.values() if isinstance(values, dict) else values
        locked.extend(value.partition(":")[0] for value in sent if str(value).startswith("sign-in-"))

    event.listen(database.engine, "before_cursor_execute", note)
    assert knock(client, passphrase=PASSPHRASE) == 303
    event.remove(database.engine, "before_cursor_execute", note)
    one, other = limits.SIGN_IN_BY_ADDRESS.name, limits.SIGN_IN_BY_NAME.name
    assert [name for name, _again in groupby(locked)] == [one, other, one, other]


def test_an_unknown_name_is_stopped_like_a_known_one(client: FlaskClient, nora: int) -> None:
    assert [knock(client, "ghost") for _ in range(SIZE + 1)] == [422] * SIZE + [429]


def test_what_was_typed_as_a_name_is_not_kept(client: FlaskClient, nora: int, db: Session) -> None:
    knock(client, PASSPHRASE)
    assert not any("violin" in key for key in db.scalars(select(Bucket.key)))


def test_asking_for_mails_is_throttled(client: FlaskClient, nora: int) -> None:
    answers = [client.post("/forgot", data={"name": "nora@juniper.example"}).status_code for _ in range(4)]
    assert answers == [303] * 3 + [429]


def test_an_unknown_name_costs_the_same_work_as_a_known_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same work, not a measured time: one verification, of a hash with the same parameters."""
    worked_on: list[str] = []

    class Noting(hashing.PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:
            worked_on.append(str(hash).rpartition("$")[0].rpartition("$")[0])
            return super().verify(hash, password)

    kept = hashing.hash_of(PASSPHRASE)
    monkeypatch.setattr(hashing, "HASHER", Noting())
    assert not hashing.matches(kept, "wrong words")
    assert not hashing.matches(None, "wrong words")
    known, unknown = worked_on
    assert known == unknown == "$argon2id$v=19$m=19456,t=2,p=1"


def test_a_hash_with_old_parameters_is_made_anew_at_the_next_sign_in(
    client: FlaskClient, nora: int, db: Session, house: House
) -> None:
    old = hashing.PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash(PASSPHRASE)
    with house.database.writing() as writing:
        writing.scalars(select(Account)).one().passphrase_hash = old
    assert knock(client, passphrase="wrong words") == 422
    assert db.scalars(select(Account.passphrase_hash)).one() == old
    db.rollback()
    assert knock(client, passphrase=PASSPHRASE) == 303
    new = db.scalars(select(Account.passphrase_hash)).one()
    assert new.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert knock(client, passphrase=PASSPHRASE) == 303


def test_no_transaction_is_open_while_a_passphrase_is_verified(
    app: Flask, nora: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else can write in the meantime: with one writer at a time this would hang otherwise."""
    database: Database = app.extensions["database"]
    real, wrote = hashing.HASHER, []

    def verify_while_another_writes(kept: str, passphrase: str) -> bool:
        done = threading.Event()

        def write() -> None:
            with database.writing() as db:
                db.add(Bucket(key=f"test:{len(wrote)}", tokens=1.0, at=NOW))
            done.set()

        threading.Thread(target=write).start()
        wrote.append(done.wait(5))
        return real.verify(kept, passphrase)

    class Watched(hashing.PasswordHasher):
        verify = staticmethod(verify_while_another_writes)

    monkeypatch.setattr(hashing, "HASHER", Watched(time_cost=2, memory_cost=19_456, parallelism=1))
    assert knock(app.test_client(), passphrase=PASSPHRASE) == 303
    assert wrote == [True]


def test_the_limit_holds_for_threads_that_try_at_once(app: Flask, nora: int) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: knock(app.test_client()), range(24)))
    assert Counter(answers) == {422: SIZE, 429: 24 - SIZE}


PROCESS = """
import sys
from datetime import datetime
from pathlib import Path
from training.app import create_app
from training.config import Settings
from training.core.clock import FixedClock

url, folder, key, at = sys.argv[1:]
settings = Settings(database_url=url, data_dir=Path(folder), secret_key=key, timezone="Europe/Dublin")
app = create_app(settings, clock=FixedClock(datetime.fromisoformat(at)))
app.config.update(WTF_CSRF_ENABLED=False)
client = app.test_client()
print("ready", flush=True)
sys.stdin.readline()
for _ in range(6):
    print(client.post("/sign-in", data={"name": "jv-104", "passphrase": "wrong words"}).status_code)
"""


def test_the_limit_holds_over_processes(database_url: str, tmp_path: Path, nora: int) -> None:
    command = [sys.executable, "-c", PROCESS, database_url, str(tmp_path), KEY, NOW.isoformat()]
    processes = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 -- ours
        for _ in range(4)
    ]
    try:
        for process in processes:
            assert process.stdout.readline() == "ready\n"
        for process in processes:  # all at once, each on connections of its own
            process.stdin.write("go\n")
            process.stdin.flush()
        answers = Counter(
            line for process in processes for line in process.communicate(timeout=60)[0].split() if line.isdigit()
        )
    finally:
        for process in processes:
            process.kill()
            process.wait()
    assert answers == {"422": SIZE, "429": 24 - SIZE}


def test_a_bucket_that_two_make_at_once_is_one(database: Database) -> None:
    limit = Limit("test", 5, timedelta(minutes=1))
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: throttle.take(database, [(limit, "same")], NOW), range(20)))
    assert sum(wait is None for wait in waits) == 5


def test_no_code_lets_two_in_at_once(house: House, app: Flask, db: Session) -> None:
    from tests.web.test_accounts_welcome import code_for  # noqa: PLC0415 -- the same code, another question

    code = code_for(house, house.person("Sam Whitlock"))
    data = {"passphrase": PASSPHRASE}
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: app.test_client().post(f"/welcome/{code}", data=data).status_code, range(4)))
    assert sorted(answers) == [303, 410, 410, 410]
    assert len(db.scalars(select(Visit)).all()) == 1
