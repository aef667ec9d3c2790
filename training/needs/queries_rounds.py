"""Rounds: who could take part in one, and who starts when in one that is planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.web import NotFound
from training.needs.models import Need, Round
from training.needs.queries import decidable, decidable_singly, processes_in_the_way
from training.needs.queries_offers import offers_for
from training.needs.queries_sources import Beside, beside_the_figures, signals_of
from training.needs.rules import UNDECIDED
from training.needs.rules_gate import Advice
from training.needs.rules_proposal import Proposal, propose
from training.people.models import Person, Team
from training.standards.files_standard import Standard


@dataclass(frozen=True)
class Candidate:
    """Somebody whose need waits, with what points to it; `is_held` says that a process holds lessons back."""

    need: Need
    name: str
    beside: Beside
    is_held: bool

    @property
    def is_ready(self) -> bool:
        """Whether a lesson may be proposed."""
        return not self.is_held and self.beside.advice is not Advice.COACH

    @property
    def note(self) -> str:
        """Why somebody is not proposed."""
        if self.is_held:
            return _("The process comes first in this team.")
        if self.beside.advice is Advice.COACH:
            return _("Knows how it is done: better a talk.")
        if self.beside.advice is Advice.ASK:
            return _("Only one source so far: write down what you have seen.")
        return ""


def candidates_for(db: Session, actor: Actor, edition: Edition, *, today: date) -> list[Candidate]:
    """The people led by the actor whose need for a standard waits for a decision, by name."""
    query = (
        select(Need, Person)
        .join(Person, Person.id == Need.person_id)
        .where(Need.standard_id == edition.document_id, Need.state.in_([one.value for one in UNDECIDED]))
        .where(decidable_singly(actor))
        .order_by(Person.family_name, Person.given_name, Person.id)
    )
    rows = db.execute(query).all()
    standard: Standard = edition.model
    held = processes_in_the_way(db, edition.document_id, [row.Need for row in rows])
    return [
        Candidate(
            row.Need,
            row.Person.full_name,
            beside_the_figures(db, row.Need, edition.slug, standard, today=today),
            row.Need.id in held,
        )
        for row in rows
    ]


def shared_proposal(db: Session, edition: Edition, people: Sequence[Candidate], *, today: date) -> Proposal:
    """The smallest training that fits them together: what they lack most between them."""
    standard: Standard = edition.model
    signals = [signal for one in people for signal in signals_of(one.need, standard, one.beside)]
    return propose(offers_for(db, edition.slug, standard, None, today=today), signals, Advice.TRAIN)


@dataclass(frozen=True)
class Placed:
    """Somebody in a round, or a team."""

    need: Need
    name: str


def round_for(db: Session, actor: Actor, round_id: int) -> tuple[Round, list[tuple[date, list[Placed]]]]:
    """A round with those in it about whom the actor decides, by their start. Raises NotFound where there are none.

    Whoever is trained as a whole team has the name of the team.
    """
    found = db.get(Round, round_id)
    query = (
        select(Need, Person, Team.name)
        .outerjoin(Person, Person.id == Need.person_id)
        .outerjoin(Team, Team.id == Need.team_id)
        .where(Need.round_id == round_id, decidable(actor))
        .order_by(Need.start_on, Person.family_name, Person.given_name, Person.id)
    )
    rows = db.execute(query).all()
    if found is None or not rows:
        raise NotFound
    by_start: dict[date, list[Placed]] = {}
    for need, person, team in rows:
        name = person.full_name if person is not None else team or ""
        by_start.setdefault(need.start_on or found.made_at.date(), []).append(Placed(need, name))
    return found, list(by_start.items())
