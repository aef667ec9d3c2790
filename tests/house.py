"""An invented company to test in: teams, people, what they may do, and browsers in which they are signed in."""

import itertools
import secrets
from datetime import date, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.moment import NOW
from training.accounts.models import Account, Visit
from training.accounts.rules_codes import hashed
from training.core.db import Database
from training.core.permissions import Actor, Held, PermissionSet
from training.core.site import SiteRow
from training.people.models import Grant, Person, Role, RolePeriod, Team, TeamLeader


class House:
    """Builds rows and commits them. Every method returns plain ids or a browser, so that no session lingers.

    A company that is there already is not set up anew (`is_new`).
    """

    def __init__(self, app: Flask, *, is_new: bool = True) -> None:
        self.app = app
        self.database: Database = app.extensions["database"]
        self._numbers = itertools.count(1)
        if not is_new:
            with self.database.reading() as db:
                self.root = db.scalars(select(Team.id).where(Team.parent_id.is_(None)).order_by(Team.id)).first() or 0
            return
        with self.database.writing() as db:
            db.add(SiteRow(id=1, company="Juniper & Vale", timezone="Europe/Dublin", set_up_at=NOW))
        self.root = self.team("Juniper & Vale")

    def team(self, name: str, parent: int | None = None, *, leader: int | None = None) -> int:
        with self.database.writing() as db:
            above = db.get(Team, parent).path if parent else "/"  # type: ignore[union-attr] # the test made it
            team = Team(name=name, parent_id=parent, path=f"new {name} {parent}")
            db.add(team)
            db.flush()
            team.path = f"{above}{team.id}/"
            if leader:
                db.add(TeamLeader(team_id=team.id, person_id=leader, by_hand=True))
            return team.id

    def lead(self, team: int, person: int) -> None:
        with self.database.writing() as db:
            db.add(TeamLeader(team_id=team, person_id=person, by_hand=True))

    def person(self, name: str = "Nora Brandt", *, team: int | None = None, **values: Any) -> int:
        given, _, family = name.partition(" ")
        number = values.pop("employee_number", f"T{next(self._numbers):03}")
        values.setdefault("hired_on", date(2026, 3, 2))
        search = f"{given} {family} {number}".casefold()
        with self.database.writing() as db:
            person = Person(
                employee_number=number,
                given_name=given,
                family_name=family,
                team_id=team or self.root,
                search_text=search,
                **values,
            )
            db.add(person)
            db.flush()
            return person.id

    def role(self, person: int, name: str = "Counter staff", *, since: date = date(2026, 3, 2)) -> int:
        slug = name.casefold().replace(" ", "-")
        with self.database.writing() as db:
            role = db.scalars(select(Role).where(Role.slug == slug)).first() or Role(name=name, slug=slug)
            db.add(role)
            db.flush()
            db.add(RolePeriod(person_id=person, role_id=role.id, from_on=since))
            return role.id

    def grant(self, person: int, permission_set: PermissionSet, *, team: int | None = None) -> None:
        with self.database.writing() as db:
            db.add(Grant(person_id=person, permission_set=permission_set.value, team_id=team))

    def account(self, person: int, *, passphrase_hash: str | None = None) -> int:
        with self.database.writing() as db:
            account = db.scalars(select(Account).where(Account.person_id == person)).first()
            if account is None:
                account = Account(person_id=person, passphrase_hash=passphrase_hash, passphrase_at=NOW)
                db.add(account)
                db.flush()
            return account.id

    def browser(self, person: int) -> FlaskClient:
        """A browser in which the person is signed in."""
        account, secret = self.account(person), secrets.token_urlsafe(16)
        now = self.app.extensions["clock"].now()
        with self.database.writing() as db:
            db.add(
                Visit(
                    account_id=account,
                    secret_hash=hashed(secret),
                    began_at=now,
                    seen_at=now,
                    ends_at=now + timedelta(days=400),
                )
            )
        client = self.app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = secret
            cookie["_fresh"] = True
        return client

    def someone_with(
        self, permission_set: PermissionSet, *, team: int | None = None, name: str = "Ruth Adeyemi"
    ) -> int:
        """A person who holds a ready-made set, on a team or the whole site."""
        person = self.person(name, team=team)
        self.grant(person, permission_set, team=team)
        return person

    def administrator(self) -> FlaskClient:
        return self.browser(self.someone_with(PermissionSet.ADMINISTRATOR))

    def get(self, kind: type[Any], key: Any) -> Any:
        with self.database.reading() as db:
            return db.get(kind, key)


def actor(person: int, permission_set: PermissionSet = PermissionSet.ADMINISTRATOR, path: str = "") -> Actor:
    """An actor for calling actions and queries directly."""
    return Actor(person_id=person, display_name="Ruth Adeyemi", initials="RA", held=(Held(permission_set, path),))


def rows(db: Session, kind: type[Any]) -> list[Any]:
    return list(db.scalars(select(kind)))
