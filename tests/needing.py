"""A team of a telephone shop with a review of its figures, to have training needs in tests."""

from collections.abc import Mapping, Sequence
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
from training.needs.models import Need, NeedItem, Round
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


EVIDENCE: dict[str, Any] = {
    "window": [(TODAY - 89 * DAY).isoformat(), TODAY.isoformat()],
    "model": MODEL,
    "verdict": "skill",
    "listed": "act",
    "n": 140,
    "raw": [36 / 140, 0.192, 0.336],
    "likely": [0.235, 0.18, 0.29],
    "chance": 0.83,
    "team": {
        "n": 1617,
        "people": 12,
        "raw": [0.126, 0.11, 0.14],
        "likely": [0.12, 0.11, 0.14],
        "chance": 0.04,
        "verdict": "skill",
    },
    "remarks": [],
    "figures": FIGURES,
}


def kept(
    db: Session,
    standard: str,
    person: int | None,
    team: int,
    *,
    state: str = "open",
    items: Sequence[tuple[str, str, str, int]] = (),
) -> Need:
    """A need as it may have come about, in a session; `items` are (kind, slug, block, minutes), begun today."""
    found = live(db, "standard", standard)
    assert found is not None
    need = Need(
        standard_id=found.document_id,
        person_id=person,
        team_id=team,
        kind="skill" if person else "process",
        state=state,
        sources=["metric"],
        evidence=dict(EVIDENCE) if person else EVIDENCE | {"verdict": "process", "listed": ""},
        opened_at=NOW - DAY,
    )
    if items:
        made = Round(
            standard_id=found.document_id,
            lesson_id=found.document_id,
            lesson_version_id=found.id,
            team_id=team,
            design="together",
            seed=0,
            waves=[[person]],
            starts=[TODAY.isoformat()],
            made_at=NOW,
        )
        db.add(made)
        db.flush()
        need.round_id, need.start_on = made.id, TODAY
    db.add(need)
    db.flush()
    for number, (kind, slug, block, minutes) in enumerate(items, start=1):
        document = live(db, kind, slug)
        db.add(
            NeedItem(
                need_id=need.id,
                number=number,
                document_id=document.document_id if document else None,
                kind=kind,
                slug=slug,
                item=block,
                minutes=minutes,
                title="Promise a time that you can keep" if kind == "module" else "A talk about how it is done",
                answers={},
            )
        )
    db.flush()
    return need


def much_needed(
    db: Session, me: int, other: int, team: int, *, standard: str, lesson: str, block: str
) -> dict[str, Any]:
    """One need to decide about, and one of one's own to work through, by the names of the parameters of their pages."""
    waiting = kept(db, standard, other, team)
    own = kept(db, standard, me, team, state="assigned", items=[("module", lesson, block, 4), ("talk", "", "", 10)])
    return {
        "need_id": waiting.id,
        "need_in_training": own.id,
        "item_number": 1,
        "round_id": kept(db, standard, None, team, state="assigned", items=[("talk", "", "", 10)]).round_id,
    }
