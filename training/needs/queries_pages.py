"""The page of one need: all that it rests on, and what could be done about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import edition, live_of, newest
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.diagnosis.pictures import Drawn, run_of
from training.diagnosis.pictures_people import Standing, standing
from training.diagnosis.queries_people import own_figures
from training.diagnosis.queries_sums import by_week
from training.diagnosis.words import counted_sentence, person_sentence, remark_sentences, team_sentence, team_sure
from training.metrics.queries_cells import Window
from training.needs.evidence import Found, Usual, found_in, usual_in, window_in
from training.needs.models import Need, NeedComment, NeedItem, Round
from training.needs.queries import comments_on, decidable, items_of, process_in_the_way, round_of
from training.needs.queries_offers import offers_for
from training.needs.queries_sources import Beside, beside_the_figures, signals_of
from training.needs.rules import UNDECIDED, Kind, State
from training.needs.rules_proposal import Proposal, propose
from training.people.models import Person, Team
from training.standards.files_standard import Standard
from training.voice.models import Improvement

WEEKS = timedelta(weeks=16)


@dataclass(frozen=True)
class Page:
    """A need as the person and whoever decides read it: the same words and the same pictures for both.

    `is_live` says that the standard is in force; `edition` is the version by which it was judged. `names` are those
    of everybody who decided, commented or owns something.
    """

    need: Need
    edition: Edition
    is_live: bool
    person: Person | None
    team: str
    found: Found | None
    usual: Usual | None
    window: tuple[date, date] | None
    beside: Beside
    process: Need | None
    proposal: Proposal | None
    items: Sequence[NeedItem]
    comments: Sequence[NeedComment]
    round: Round | None
    improvement: Improvement | None
    names: Mapping[int, str]
    is_own: bool
    may_decide: bool

    @property
    def standard(self) -> Standard:
        found: Standard = self.edition.model
        return found

    @property
    def state(self) -> State:
        return State(self.need.state)

    @property
    def is_process(self) -> bool:
        return self.need.kind == Kind.PROCESS

    @property
    def is_undecided(self) -> bool:
        return self.state in UNDECIDED

    @property
    def name(self) -> str:
        """The name by which the page speaks of the person."""
        return (self.person.preferred_name or self.person.given_name) if self.person is not None else ""

    @property
    def place(self) -> str:
        """Where the person stands in the square of knowing and doing; empty where nobody can say."""
        known = self.beside.known
        if self.found is None or known is None or known.knows is None:
            return ""
        return "coach" if known.knows else "train"

    @property
    def minutes_left(self) -> int:
        return sum(one.minutes for one in self.items if one.done_at is None)

    @property
    def finding(self) -> str:
        """The finding as a sentence, without its full stop: the heading of the page."""
        return self._finding.rstrip(".")

    @property
    def _finding(self) -> str:
        if self.is_process:
            if self.found is None:
                return _("A process is in the way of “%(title)s”", title=self.edition.title)
            return team_sentence(self.standard, self.found)
        if self.found is not None and self.found.listed:
            return person_sentence(self.standard, self.found, name="" if self.is_own else self.name)
        if self.is_own:
            return _("Your leader thinks that training may help you with “%(title)s”", title=self.edition.title)
        return _("%(name)s may need training for “%(title)s”", name=self.name, title=self.edition.title)

    @property
    def sentences(self) -> list[str]:
        """What stands below it: how sure, as counted, and what a reader must know beside it."""
        if self.found is None:
            return []
        if self.is_process and self.usual is not None and self.usual.is_few:
            return []
        sure = [team_sure(self.standard, self.found)] if self.is_process else []
        remarks = remark_sentences(self.need.evidence.get("remarks", []))
        return [*sure, counted_sentence(self.standard, self.found), *remarks]


def page_of(db: Session, actor: Actor, need: Need, *, today: date) -> Page:
    """Everything about a need that the actor may read."""
    live = live_of(db, need.standard_id)
    kept = need.evidence.get("standard_version")
    shown = edition(db, kept) if kept else live or newest(db, need.standard_id)
    standard: Standard = shown.model
    person = db.get(Person, need.person_id) if need.person_id is not None else None
    beside = beside_the_figures(db, need, shown.slug, standard, today=today)
    items, comments, improvement = items_of(db, need.id), comments_on(db, need.id), _improvement(db, need)
    is_own = need.person_id is not None and need.person_id == actor.person_id
    speaking = {one.by_id for one in comments} | {need.decided_by_id, need.opened_by_id}
    if improvement is not None:
        speaking.add(improvement.owner_id)
    team = db.get(Team, need.team_id) if need.team_id is not None else None
    return Page(
        need=need,
        edition=shown,
        is_live=live is not None,
        person=person,
        team=team.name if team else "",
        found=found_in(need.evidence),
        usual=usual_in(need.evidence),
        window=window_in(need.evidence),
        beside=beside,
        process=process_in_the_way(db, need),
        proposal=proposal_for(db, need, shown.slug, live.model, beside, today=today) if live else None,
        items=items,
        comments=comments,
        round=round_of(db, need),
        improvement=improvement,
        names=_names(db, speaking),
        is_own=is_own,
        may_decide=_may_decide(db, actor, need),
    )


def proposal_for(
    db: Session, need: Need, slug: str, standard: Standard, beside: Beside, *, today: date
) -> Proposal | None:
    """The smallest training that fits somebody; None for a process, which is changed and not taught."""
    if need.person_id is None:
        return None
    offers = offers_for(db, slug, standard, need.person_id, today=today)
    return propose(offers, signals_of(need, standard, beside), beside.advice)


def _improvement(db: Session, need: Need) -> Improvement | None:
    return db.get(Improvement, need.improvement_id) if need.improvement_id is not None else None


def _may_decide(db: Session, actor: Actor, need: Need) -> bool:
    return db.scalar(select(Need.id).where(Need.id == need.id, decidable(actor))) is not None


def _names(db: Session, person_ids: set[int | None]) -> dict[int, str]:
    people = db.scalars(select(Person).where(Person.id.in_({one for one in person_ids if one is not None})))
    return {one.id: one.full_name for one in people}


@dataclass(frozen=True)
class Pictures:
    """Where the person stands among the team, and how the team went week by week; each where there is enough."""

    standing: Standing | None
    run: Drawn | None


def pictures_of(db: Session, page: Page, *, today: date) -> Pictures:
    """The pictures beside a finding. That of the person is of the last review, as long as it has not expired."""
    need, standard = page.need, page.standard
    own = None
    if page.person is not None and page.found is not None:
        figures = own_figures(db, page.person.id, today=today)
        same = [one for one in figures if one.edition.document_id == need.standard_id and one.finding is not None]
        own = same[0] if same else None
    last = page.window[1] if page.window else today
    run = None
    if need.team_id is not None and page.found is not None:
        window = Window(last - WEEKS + timedelta(days=1), last)
        run = run_of(standard, by_week(db, need.standard_id, standard, window, [need.team_id]))
    return Pictures(standing(own, page.name, is_own=page.is_own) if own is not None else None, run)
