"""A team of a telephone shop with a review of its figures, to have training needs in tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests.house import House, actor
from tests.moment import NOW, TODAY
from tests.shelf import put
from training.content.queries import live
from training.core.permissions import Actor, Held, PermissionSet
from training.diagnosis.models import Diagnosis, Finding
from training.method.settings import MODEL
from training.needs.actions_opening import open_after
from training.needs.models import Need
from training.people.models import Team

SLUG = "call-backs-kept"
DAY = timedelta(days=1)

STANDARD = """\
title: Call back within two hours
summary: Whoever was promised a call gets it in time.
owner: Head of service
measure: proportion
target: 85
skills:
  - {skill: promising-a-time, weight: 3}
  - {skill: note-taking}
"""

MODULE = """\
---
title: Taking a call
summary: You can take a call so that nobody has to repeat anything.
skills: [promising-a-time]
---

## Pick up within three rings {#pick-up minutes=9}

Say the shop, then your **name**.

## Promise a time that you can keep {#promise minutes=4 standard=call-backs-kept}

What, by when, who. Half an hour more is better than five minutes late.

```question
id: which-time
type: single
text: The fitter comes between two and four. What do you promise?
options:
  - {id: a, text: "A call at two", feedback: "Then you promise the best case."}
  - {id: b, text: "A call by half past four", correct: true, feedback: "That you can keep."}
explanation: Promise what holds on a bad day.
```
"""

FIGURES = {"phi": 1.2, "tau": 0.21, "omega": 0.1, "pi": 0.1, "mu": 0.02, "target": 0.15}


@dataclass
class Shop:
    """Ruth leads the phones, with Jonas and five others; her own leader, an auditor and an administrator stand by."""

    app: Flask
    house: House
    ruth: int = 0
    head: int = 0
    auditor: int = 0
    phones: int = 0
    people: list[int] = field(default_factory=list)
    standard: tuple[int, int] = (0, 0)  # document and version

    def __post_init__(self) -> None:
        put(self.app, "standard", SLUG, STANDARD)
        put(self.app, "module", "taking-a-call", MODULE)
        house = self.house
        self.head = house.person("Ida Holm")
        region = house.team("Canal Side", house.root, leader=self.head)
        self.ruth = house.person("Ruth Adeyemi", team=region)
        self.phones = house.team("Phones", region, leader=self.ruth)
        names = ("Jonas Petit", "Nora Brandt", "Sam Whitlock", "Mira Kaya", "Leo Amsel", "Ana Vidal")
        self.people = [house.person(name, team=self.phones) for name in names]
        self.auditor = house.someone_with(PermissionSet.AUDITOR, name="Otto Quist")
        with self.app.app_context(), house.database.reading() as db:
            found = live(db, "standard", SLUG)
            assert found is not None
            self.standard = found.document_id, found.id

    @property
    def jonas(self) -> int:
        return self.people[0]

    def leader(self) -> Actor:
        """Ruth, as her sign-in makes her."""
        with self.house.database.reading() as db:
            path = db.get_one(Team, self.phones).path
        held = (Held(PermissionSet.TEAM_MANAGER, path),)
        return Actor(person_id=self.ruth, display_name="Ruth Adeyemi", initials="RA", held=held)

    def person(self, person: int | None = None) -> Actor:
        """Jonas, or another one of the team."""
        return actor(person or self.jonas, PermissionSet.STAFF)

    def diagnosed(
        self, listed: Mapping[int, str] | None = None, *, team: str = "skill", last: date = TODAY, now: datetime = NOW
    ) -> None:
        """A review: of the team with this verdict, or of people with the list on which each stands."""
        with self.app.test_request_context(), self.house.database.writing() as db:
            diagnosed(db, self, listed, team=team, last=last, now=now)

    def needs(self) -> list[Need]:
        with self.house.database.reading() as db:
            return list(db.scalars(select(Need).order_by(Need.id)))


def diagnosed(
    db: Session,
    shop: Shop,
    listed: Mapping[int, str] | None = None,
    *,
    team: str = "skill",
    last: date = TODAY,
    now: datetime = NOW,
) -> Diagnosis:
    """The same in a transaction of the caller's."""
    scope = "teams" if listed is None else "people"
    db.execute(update(Diagnosis).where(Diagnosis.scope == scope).values(stands=False))
    diagnosis = Diagnosis(
        standard_id=shop.standard[0],
        version_id=shop.standard[1],
        scope=scope,
        first=last - 89 * DAY,
        last=last,
        made_at=now,
        model=MODEL,
        fingerprint="1",
        verdict=team,
        n=1617,
        missed=203,
        remarks=[],
        figures=dict(FIGURES),
    )
    db.add(diagnosis)
    db.flush()
    low = team in {"process", "both"}
    usual = finding(
        diagnosis.id,
        shop.phones,
        None,
        verdict=team,
        n=1617,
        raw=0.3 if low else 0.126,
        raw_low=0.11,
        raw_high=0.14,
        likely=0.3 if low else 0.12,
        low=0.11,
        high=0.14,
        chance=0.97 if low else 0.04,
        people=6,
    )
    db.add(usual)
    for person, sort in (listed or {}).items():
        db.add(finding(diagnosis.id, shop.phones, person, listed=sort, expires_on=last + 90 * DAY))
    db.flush()
    open_after(db, diagnosis, now)
    return diagnosis


def finding(diagnosis: int, team: int, person: int | None, **values: Any) -> Finding:
    """What a review says of Jonas: 104 of 140 kept, likely 71 to 82 %."""
    of_jonas = {
        "verdict": "skill",
        "listed": "",
        "n": 140,
        "raw": 36 / 140,
        "raw_low": 0.192,
        "raw_high": 0.336,
        "likely": 0.235,
        "low": 0.18,
        "high": 0.29,
        "chance": 0.83,
        "expires_on": None,
        "since": TODAY,
        "people": 1,
    }
    return Finding(diagnosis_id=diagnosis, team_id=team, person_id=person, **(of_jonas | values))


def browser(shop: Shop, person: int | None = None) -> FlaskClient:
    """Ruth's browser, or somebody else's."""
    return shop.house.browser(person or shop.ruth)
