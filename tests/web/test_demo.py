"""Loading the sample company and removing it: all of it or nothing, and without a trace."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.house import House
from tests.moment import NOW, TODAY
from tests.sample import DUBLIN, FOUND, LEADERS_TEAM, counts, everything, levels, parts, sentences
from training import demo
from training.accounts.models import OneTimeCode
from training.awards.models import SigningKey
from training.certification.models import Award
from training.certification.rules import Level, State
from training.config import ROOT
from training.content.library import library
from training.content.models import Audience, Document, Draft, Edge, Media, Version
from training.content.sync import sync
from training.content.tree import read_tree
from training.core.clock import FixedClock, local_day
from training.core.db import Base, Database
from training.core.jobs import Round
from training.core.ledger import Entry
from training.core.permissions import Actor, PermissionSet
from training.core.problems import Problems
from training.core.site import SiteRow
from training.core.throttle import Bucket
from training.core.worker import Beat
from training.demo import removal
from training.demo.before import REMOVED
from training.operations.models import LastCare
from training.people.models import Grant, Person, Role, RolePeriod, Team

BROUGHT = ("document", "document_audience", "version", "edge", "media")  # tables of the starter library …
ASKED = ("assignment", "standing")  # … and of what it asks of everybody who stays


def publish_library(app: Flask) -> None:
    """Take the starter library in, as `training serve` does before anything else."""
    with app.app_context(), app.extensions["database"].writing() as db:
        sync(db, Actor.house(), read_tree(ROOT, library().kinds), now=NOW)


on_sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what is the same on both: the SQL of the two differs in nothing that these tests ask."""


@on_sqlite_only
def test_late_on_a_sunday_all_states_are_there_too(app: Flask, clock: FixedClock) -> None:
    clock.at = day = datetime(2027, 2, 28, 23, 50, tzinfo=UTC)
    demo.load(app)
    with app.app_context(), app.extensions["database"].reading() as db:
        assert set(levels(db, LEADERS_TEAM)) == set(Level)
        assert parts(db, LEADERS_TEAM) == set(State)
        assert max(award.issued_on for award in db.scalars(select(Award))) < local_day(day, DUBLIN)
    assert sentences(app) == []


@on_sqlite_only
def test_what_an_administrator_entered_before_stays_and_nothing_else(
    app: Flask, house: House, database: Database
) -> None:
    publish_library(app)
    ruth = house.someone_with(PermissionSet.ADMINISTRATOR)
    house.browser(ruth)
    with database.writing() as db:
        db.add(OneTimeCode(purpose="reset-hand", person_id=ruth, code_hash="x", made_at=NOW, ends_at=NOW))
        guide = db.scalars(select(Document).where(Document.slug == "greeting-a-customer", Document.kind == "module"))
        base = guide.one().live_version_id
        db.add(Draft(kind="module", slug="her-own", base_version_id=base, source="Mine", by_id=ruth, at=NOW))
    before = everything(app)
    demo.load(app)
    with database.writing() as db:
        site = db.scalars(select(SiteRow)).one()
        assert (site.company, site.is_demo, site.set_up_at) == ("Juniper & Vale", True, NOW)
        # During the sample she leads a team of it, has a role and somebody to report to, and enters a colleague.
        person = db.get_one(Person, ruth)
        person.manager_id = db.scalar(select(Person.id).where(Person.employee_number == "J1001"))
        person.team_id = db.scalars(select(Team.id).where(Team.name == "Phones")).one()
        role = db.scalars(select(Role.id).where(Role.slug == "phone-agent")).one()
        db.add(RolePeriod(person_id=ruth, role_id=role, from_on=TODAY))
        db.add(Grant(person_id=ruth, permission_set="team-manager", team_id=person.team_id))
        db.add(Person(employee_number="X", given_name="X", family_name="X", team_id=house.root, manager_id=ruth))
    demo.remove(app)
    left = everything(app)
    assert left == {**before, "job": [], **{name: left[name] for name in ASKED}}
    assert {row[1] for row in left["assignment"]} == {ruth}, "what is asked of everybody is asked of her again"
    assert sentences(app) == []


@on_sqlite_only
def test_removing_it_leaves_a_site_that_is_not_set_up_the_library_and_texts_written_meanwhile(
    app: Flask, database: Database
) -> None:
    publish_library(app)
    before = everything(app)
    loaded = demo.load(app)
    held = everything(app)
    assert demo.load(app) == loaded
    assert everything(app) == held, "loading it twice changes nothing"
    files = list((app.extensions["settings"].data_dir / "credentials").rglob("*"))
    with database.writing() as db:
        author = db.scalars(select(Person).where(Person.employee_number == "J1003")).one()
        write_something(db, author.id)
    demo.remove(app)
    with database.writing() as db:
        written = db.scalars(select(Version).where(Version.title == "New")).one()
        assert written.by_id is None
        document = db.get_one(Document, written.document_id)
        document.live_version_id = None
        db.flush()
        db.delete(written)
        db.flush()
        db.delete(document)
    assert everything(app) == {**before, "job": []}
    assert len(before["document"]) > 10
    assert files
    assert not any(file.is_file() for file in files if file.exists())
    with database.reading() as db:
        assert [entry.kind for entry in db.scalars(select(Entry))] == [REMOVED]


def write_something(db: Session, author_id: int) -> None:
    document = Document(kind="bank", slug="new-questions")
    db.add(document)
    db.flush()
    version = Version(
        document_id=document.id,
        number=1,
        sha256="0",
        body='{"title":"New","summary":"New.","questions":[]}',
        media={},
        title="New",
        language="en",
        origin="browser",
        changes={},
        by_id=author_id,
        at=NOW,
    )
    db.add(version)
    db.flush()
    document.live_version_id = version.id


@on_sqlite_only
def test_without_the_library_it_brings_it_along_and_can_be_loaded_again(app: Flask, database: Database) -> None:
    demo.load(app)
    with database.reading() as db:
        invented_before = set(db.scalars(select(Version.id).where(Version.number > 1)))
    demo.remove(app)
    left = {name for name, number in counts(app).items() if number}
    assert left == set(BROUGHT)
    with database.reading() as db:
        assert set(db.execute(select(Version.number, Version.at)).all()) == {(1, NOW)}
    for account in demo.accounts():
        page = app.test_client().post("/sign-in", data={"name": account.sign_in, "passphrase": account.passphrase})
        assert page.location != "/"
    demo.load(app)
    with database.reading() as db:
        assert not invented_before & set(db.scalars(select(Version.id))), "no version of before is remembered"
    assert sentences(app) == []


@on_sqlite_only
def test_an_administrator_loads_it_in_the_browser(app: Flask, house: House) -> None:
    browser = house.administrator()
    before = everything(app)
    answer = browser.post("/set-up/sample")
    assert (answer.status_code, answer.location) == (303, "/")
    assert "nobody here is real" in browser.get("/people").text
    assert sentences(app) == []
    demo.remove(app)
    left = everything(app)
    assert left == {**before, **{name: left[name] for name in (*BROUGHT, *ASKED)}}


def test_in_the_browser_too_it_never_mixes_with_real_people(app: Flask, house: House) -> None:
    browser = house.administrator()
    house.person("Omar Haddad")
    before = counts(app)
    assert browser.post("/set-up/sample").location == "/set-up/next"
    assert counts(app) == before
    assert "people here already" in browser.get("/set-up/next").text


def test_it_never_mixes_with_real_people(app: Flask, house: House) -> None:
    house.someone_with(PermissionSet.ADMINISTRATOR)
    house.person("Omar Haddad")
    before = everything(app)
    with pytest.raises(Problems, match="people here already"):
        demo.load(app)
    assert everything(app) == before


def test_without_a_sample_there_is_nothing_to_remove(app: Flask, house: House) -> None:
    house.someone_with(PermissionSet.ADMINISTRATOR)
    before = everything(app)
    with pytest.raises(Problems, match="no sample"):
        demo.remove(app)
    assert everything(app) == before


def test_of_every_table_it_is_decided_what_removing_does() -> None:
    handled = {*removal.EMPTIED, *removal.FILTERED, Person, Team, Role, SiteRow}
    kept = {Document, Audience, Version, Edge, Media, Round, Bucket, LastCare, Beat, SigningKey}
    tables = {kind.__tablename__ for kind in handled | kept}
    assert tables | FOUND == set(Base.metadata.tables)
    assert not {kind.__tablename__ for kind in handled & kept}
