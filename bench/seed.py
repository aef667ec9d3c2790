"""A company of 10,000 people with a programme of ten requirements, to measure on.

python -m bench.seed DATA_DIR [--people 10000]   (or into the database that TRAINING_DATABASE_URL names)
"""

import argparse
import os
import random
import time
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from training.accounts.hashing import hash_of
from training.accounts.models import Account
from training.app import create_app
from training.certification.actions_standing import follow
from training.config import ROOT, read_settings
from training.content import sync
from training.content.actions import Publication, publish
from training.content.models import Document
from training.content.tree import read_tree
from training.core import ledger
from training.core.db import Database
from training.core.ledger import Entry
from training.core.migrate import upgrade
from training.core.permissions import Actor, PermissionSet
from training.core.site import SiteRow
from training.core.worker import Worker
from training.people.models import Grant, Person, Role, RolePeriod, Team, TeamLeader
from training.people.rules import search_text_of

PASSPHRASE = "harbour pencil sunday gravel"
GIVEN = ("Nora", "Jonas", "Łukasz", "Éabha", "Omar", "Mina", "Tomáš", "Priya", "Sam", "Grace", "Wei", "Aoife")
FAMILY = ("Brandt", "Okafor", "Zieliński", "Ó Cuinn", "Haddad", "Rahimi", "Novák", "Nair", "Whitlock", "Lindqvist")
TEAM_SIZE = 25
SLUGS = ("greeting-a-customer", "taking-a-call", "handling-a-complaint", "returns-and-refunds", "keeping-a-promise")
REQUIREMENTS = [f"  - {{id: read-{slug}, module: {slug}}}\n  - {{id: prove-{slug}, quiz: {slug}}}" for slug in SLUGS]
PROGRAMME = f"""\
title: Everything at the counter
summary: All five modules and their quizzes.
roles: [bench-staff]
validity: 12 months
due: 30 days
requirements:
{chr(10).join(REQUIREMENTS)}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("--people", type=int, default=10_000)
    wanted = parser.parse_args()
    os.environ["TRAINING_DATA_DIR"] = str(wanted.data_dir)
    fill(os.environ, wanted.people)


def fill(environ: Mapping[str, str], people: int = 10_000) -> None:
    """Seed the database that the settings name; one that has people already is left as it is."""
    app = create_app(read_settings(environ))
    database: Database = app.extensions["database"]
    upgrade(database)
    with database.reading() as db:
        if db.scalar(select(Person.id).limit(1)):
            return
    now = app.extensions["clock"].now()
    began = now - timedelta(days=400)
    with app.app_context():
        with database.writing() as db:
            db.add(SiteRow(id=1, company="Bench & Sons", timezone="Europe/Dublin", set_up_at=began))
            sync.sync(db, Actor.house(), read_tree(ROOT, app.extensions["library"].kinds), now=began)
            publish(db, Actor.house(), Publication("programme", "everything", PROGRAMME, None), now=began)
        started = time.perf_counter()
        with database.writing() as db:
            ids = add_people(db, people, now)
            add_evidence(db, ids, now)
        print(f"{len(ids):,} people and their evidence: {time.perf_counter() - started:.1f} s")
        started = time.perf_counter()
        with app.test_request_context(), database.writing() as db:
            follow(db, ids, now=now, zone=app.extensions["site"].get(db).zone)
        print(f"Standings of everybody: {time.perf_counter() - started:.1f} s")
        with database.writing() as db:
            while ledger.seal(db):
                db.flush()
    started, worker = time.perf_counter(), Worker(app)
    while worker.step():
        pass
    print(f"What the worker made of the publishing: {time.perf_counter() - started:.1f} s")
    database.close()


def add_people(db: Session, number: int, now: datetime, *, days: int = 400) -> list[int]:
    """Teams of 25 below one company, each with a leader; everybody has been here for so many days, with a role."""
    root = Team(name="Bench & Sons", path="/1/")
    role = Role(name="Bench staff", slug="bench-staff")
    db.add_all([root, role])
    db.flush()
    teams = [Team(name=f"Team {n + 1}", parent_id=root.id, path=f"new/{n}") for n in range(-(-number // TEAM_SIZE))]
    db.add_all(teams)
    db.flush()
    for team in teams:
        team.path = f"{root.path}{team.id}/"
    hired_on = (now - timedelta(days=days)).date()
    people = [person_row(n, teams[n // TEAM_SIZE].id, hired_on) for n in range(number)]
    db.flush()
    db.execute(insert(Person), people)
    ids = list(db.scalars(select(Person.id).order_by(Person.id)))
    since = hired_on + timedelta(days=10)
    db.execute(insert(RolePeriod), [{"person_id": key, "role_id": role.id, "from_on": since} for key in ids])
    db.execute(
        insert(TeamLeader),
        [{"team_id": team.id, "person_id": ids[n * TEAM_SIZE], "by_hand": False} for n, team in enumerate(teams)],
    )
    db.add(Grant(person_id=ids[0], permission_set=PermissionSet.ADMINISTRATOR.value))
    kept = hash_of(PASSPHRASE)
    db.execute(insert(Account), [{"person_id": key, "passphrase_hash": kept, "passphrase_at": now} for key in ids])
    return ids


def person_row(number: int, team_id: int, hired_on: date) -> dict[str, object]:
    given, family = GIVEN[number % len(GIVEN)], FAMILY[number // len(GIVEN) % len(FAMILY)]
    employee, email = f"B{number + 1:05}", f"b{number + 1}@example.com"
    return {
        "employee_number": employee,
        "given_name": given,
        "family_name": family,
        "email": email,
        "team_id": team_id,
        "hired_on": hired_on,
        "search_text": search_text_of(number=employee, given=given, preferred="", family=family, email=email),
    }


def add_evidence(db: Session, ids: list[int], now: datetime) -> None:
    """Each person has done between none and all of the ten things, over the last eleven months."""
    random_numbers = random.Random(2026)
    targets = list(
        db.execute(
            select(Document.kind, Document.id, Document.live_version_id).where(
                Document.slug.in_(SLUGS), Document.kind.in_(["module", "quiz"])
            )
        )
    )
    facts: list[dict[str, object]] = []
    for person_id in ids:
        for kind, document_id, version_id in targets[: random_numbers.choice((0, 3, 6, 9, 10, 10, 10))]:
            payload = '{"score":90}' if kind == "quiz" else "{}"
            salt = f"{random_numbers.getrandbits(128):032x}"
            facts.append(
                {
                    "at": now - timedelta(days=random_numbers.randint(1, 330)),
                    "kind": "quiz.passed" if kind == "quiz" else "module.done",
                    "subject_id": person_id,
                    "actor_id": person_id,
                    "document_id": document_id,
                    "version_id": version_id,
                    "payload": payload,
                    "salt": salt,
                    "digest": ledger.digest_of(salt, payload),
                }
            )
    facts.sort(key=lambda fact: str(fact["at"]))
    for start in range(0, len(facts), 5_000):
        db.execute(insert(Entry), facts[start : start + 5_000])


if __name__ == "__main__":
    main()
