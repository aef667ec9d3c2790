"""What digests speak of: the titles of documents and programmes, where each is done, and the names of people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.library import kind_named
from training.content.models import Document, Version
from training.people.models import Person
from training.reminders.rules import Line

PRACTICE = "/practice"
HOME = "/"


@dataclass(frozen=True)
class Thing:
    """A document as a line names it, and the page on which it is done."""

    title: str
    path: str


@dataclass(frozen=True)
class Things:
    """Whatever some lines speak of. What is gone has no name."""

    documents: Mapping[int, Thing] = field(default_factory=dict)
    people: Mapping[int, str] = field(default_factory=dict)

    def target(self, target: int | str) -> Thing:
        """A document, or a skill by its slug."""
        if isinstance(target, str):
            return Thing(target.replace("-", " ").capitalize(), PRACTICE)
        return self.documents.get(target, Thing("", HOME))

    def programme(self, document_id: int | None) -> str:
        return self.documents.get(document_id or 0, Thing("", HOME)).title

    def person(self, person_id: int | None) -> str:
        return self.people.get(person_id or 0, "")


def things_of(db: Session, lines: Iterable[Line]) -> Things:
    """The things of all these lines, in two queries."""
    documents: set[int] = set()
    people: set[int] = set()
    for line in lines:
        documents.update(one for one in (line.target, line.programme_id) if isinstance(one, int))
        people.update(() if line.person_id is None else (line.person_id,))
    return Things(_documents(db, documents), _people(db, people))


def _documents(db: Session, document_ids: set[int]) -> dict[int, Thing]:
    if not document_ids:
        return {}
    query = (
        select(Document.id, Document.kind, Document.slug, Version.title)
        .join(Version, Version.id == Document.live_version_id)
        .where(Document.id.in_(document_ids))
    )
    return {
        document_id: Thing(title, kind_named(kind).place(slug, None) or HOME)
        for document_id, kind, slug, title in db.execute(query)
    }


def _people(db: Session, person_ids: set[int]) -> dict[int, str]:
    if not person_ids:
        return {}
    query = select(Person.id, Person.preferred_name, Person.given_name, Person.family_name)
    rows = db.execute(query.where(Person.id.in_(person_ids)))
    return {person_id: f"{preferred or given} {family}".strip() for person_id, preferred, given, family in rows}
