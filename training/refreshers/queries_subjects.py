"""Requirements as the planner needs them: blocks with what changed, questions with what is remembered."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certification.files import PRACTICE
from training.certification.files import Item as Line
from training.certification.rules import Standing
from training.content.library import Edition
from training.content.models import Document, Version
from training.content.queries import editions, live_all
from training.content.questions import Question
from training.content.release import Change
from training.core.clock import local_day
from training.core.ledger import Entry
from training.modules.files import Module
from training.modules.queries import parts_of
from training.practice.queries import exercises_in
from training.practice.rules_answers import Gap
from training.practice.rules_exercises import CardKind
from training.practice.words import skill_name
from training.quizzes.files import Quiz
from training.quizzes.queries import minutes_needed, questions_asked
from training.refreshers.queries_memory import NOTHING, CardKey, Remembered, memory_of_documents
from training.refreshers.rules import GAP, QUESTION
from training.refreshers.rules_known import Block, Changed, Item
from training.refreshers.rules_plan import Scope, Subject
from training.scenarios.queries import minutes_of
from training.scripts.queries_begun import minutes_to_rehearse


@dataclass(frozen=True, slots=True)
class Wanted:
    """A requirement that is asked again: as the programme's file says it, where its person stands, and how much."""

    line: Line
    standing: Standing
    scope: Scope
    core: bool = False

    @property
    def target(self) -> tuple[str, str]:
        return self.line.kind, self.line.slug


@dataclass(frozen=True, slots=True)
class _Proof:
    """The evidence that ends: its day, and the version that it was against."""

    on: date
    version: int


def subjects_of(
    db: Session, person_id: int, wanted: Collection[Wanted], *, today: date, zone: ZoneInfo
) -> list[Subject]:
    """These requirements with everything a plan depends on, in a fixed number of queries. Retired ones are left out."""
    live = _live(db, {one.target for one in wanted})
    proofs = _proofs(db, {id_ for one in wanted for id_ in one.standing.evidence_ids}, zone)
    changes = _changes(db, {edition.document_id for edition in live.values()}, zone)
    slugs = {item.bank for edition in live.values() if edition.kind == "quiz" for item in edition.model.items}
    banks = live_all(db, "bank", slugs) if slugs else {}
    documents = {edition.document_id for edition in (*live.values(), *banks.values())}
    since = min((proof.on for proof in proofs.values()), default=today)
    memory = memory_of_documents(db, person_id, documents, since=since, today=today, zone=zone)
    found = []
    for one in wanted:
        if one.line.kind == PRACTICE:
            found.append(_skill(one))
        elif one.target in live:
            ids = one.standing.evidence_ids
            proof = proofs.get(ids[0]) if ids and one.scope is not Scope.NEW else None
            edition = live[one.target]
            found.append(_Subject(one, edition, proof, changes.get(edition.document_id, []), memory, banks).subject())
    return found


def _skill(one: Wanted) -> Subject:
    slug = one.line.slug
    return Subject(
        requirement=one.line.id,
        kind=PRACTICE,
        document_id=0,
        version_id=0,
        number=0,
        slug=slug,
        title=skill_name(slug),
        minutes=0,
        scope=one.scope,
        core=one.core,
    )


def _live(db: Session, targets: Collection[tuple[str, str]]) -> dict[tuple[str, str], Edition]:
    query = select(Document.kind, Document.slug, Document.live_version_id).where(
        Document.slug.in_({slug for _kind, slug in targets}), Document.live_version_id.is_not(None)
    )
    ids = {(row.kind, row.slug): row.live_version_id for row in db.execute(query) if (row.kind, row.slug) in targets}
    found = editions(db, ids.values())
    return {target: found[version_id] for target, version_id in ids.items()}


def _proofs(db: Session, entry_ids: Collection[int], zone: ZoneInfo) -> dict[int, _Proof]:
    if not entry_ids:
        return {}
    query = (
        select(Entry.id, Entry.at, Version.number)
        .outerjoin(Version, Version.id == Entry.version_id)
        .where(Entry.id.in_(entry_ids))
    )
    return {row.id: _Proof(local_day(row.at, zone), row.number or 1) for row in db.execute(query)}


Step = tuple[int, date, frozenset[str]]
"""A version that asks people to act differently: its number, its day, and the blocks in which it does."""


def _changes(db: Session, document_ids: Collection[int], zone: ZoneInfo) -> dict[int, list[Step]]:
    query = (
        select(Version.document_id, Version.number, Version.at, Version.changes)
        .where(Version.document_id.in_(document_ids), Version.asks_again, Version.number > 1)
        .order_by(Version.number)
    )
    found: dict[int, list[Step]] = {}
    for row in db.execute(query):
        blocks = frozenset(block for block, change in row.changes.items() if change == Change.BEHAVIOUR)
        found.setdefault(row.document_id, []).append((row.number, local_day(row.at, zone), blocks))
    return found


@dataclass(frozen=True)
class _Subject:
    """One requirement, put together. `all_steps` are the changes of its document."""

    one: Wanted
    edition: Edition
    proof: _Proof | None
    all_steps: Sequence[Step]
    memory: Mapping[CardKey, Remembered]
    banks: Mapping[str, Edition]

    @property
    def steps(self) -> Sequence[Step]:
        """Those that the evidence does not cover."""
        if self.proof is None:
            return ()
        return [step for step in self.all_steps if self.proof.version < step[0] <= self.edition.number]

    def subject(self) -> Subject:
        edition, one = self.edition, self.one
        latest = max(self.steps, key=lambda step: step[0], default=None)
        own_mark = getattr(edition.model, "pass_mark", None)
        subject = Subject(
            requirement=one.line.id,
            kind=edition.kind,
            document_id=edition.document_id,
            version_id=edition.id,
            number=edition.number,
            slug=edition.slug,
            title=edition.title,
            minutes=_minutes(edition),
            scope=one.scope,
            language=edition.language,
            core=one.core,
            proven_on=self.proof.on if self.proof else None,
            until=one.standing.until,
            changed=Changed(latest[0], latest[1]) if latest else None,
            blocks=self._blocks() if edition.kind == "module" else (),
            items=self._items(),
            full_count=questions_asked(edition.model) if edition.kind == "quiz" else 0,
        )
        marks = [mark for mark in (own_mark, one.line.mark) if mark is not None]
        return replace(subject, pass_mark=max(marks)) if marks and edition.kind == "quiz" else subject

    def _blocks(self) -> tuple[Block, ...]:
        module: Module = self.edition.model
        named = {skill for block in module.blocks for question in block.questions for skill in question.skills}
        anywhere = [skill for skill in module.skills if skill not in named]
        skills = {
            block.id: sorted({skill for question in block.questions for skill in question.skills} | set(anywhere))
            for block in module.blocks
        }
        return tuple(
            Block(part.id, part.title, part.minutes, tuple(skills[part.id] or module.skills), self._change(part.id))
            for part in parts_of(self.edition)
        )

    def _change(self, block: str) -> Changed | None:
        """The newest change of a block since it was certified; of a block that is new there, its publication."""
        touching = [step for step in self.steps if block in step[2]]
        return Changed(touching[-1][0], touching[-1][1]) if touching else None

    def _items(self) -> tuple[Item, ...]:
        match self.edition.kind:
            case "module":
                return self._of_module()
            case "quiz":
                return self._of_quiz()
            case "script":
                return self._of_script()
        return ()

    def _known(self, edition: Edition, kind: str, item: str) -> Remembered:
        return self.memory.get((edition.document_id, kind, item), NOTHING)

    def _of_module(self) -> tuple[Item, ...]:
        module: Module = self.edition.model
        return tuple(
            self._question(self.edition, question, question.skills or module.skills, block.id)
            for block in module.blocks
            for question in block.questions
        )

    def _of_quiz(self) -> tuple[Item, ...]:
        quiz: Quiz = self.edition.model
        draws = {item.bank for item in quiz.items if item.draw}
        named = {(item.bank, item.question) for item in quiz.items if item.question}
        return tuple(
            # A quiz that draws asks what it names of everybody; one that only names has no others to ask.
            self._question(bank, question, question.skills, must=bool(draws) and (slug, question.id) in named)
            for slug, bank in self.banks.items()
            for question in bank.model.questions
            if slug in draws or (slug, question.id) in named
        )

    def _question(
        self, edition: Edition, question: Question, skills: tuple[str, ...], block: str = "", *, must: bool = False
    ) -> Item:
        known = self._known(edition, CardKind.QUESTION, question.id)
        options = tuple(choice.id for choice in question.choices if choice.text is not None)
        return Item(
            version=edition.id,
            id=question.id,
            what=QUESTION,
            options=options,
            skills=skills,
            block=block,
            must=must,
            recall=known.recall,
            failed_on=known.failed_on,
            lapses=known.lapses,
        )

    def _of_script(self) -> tuple[Item, ...]:
        """One for each line: its gap if it has one, with the better of the two memories, as one tells the other."""
        exercises = exercises_in(self.edition)
        found = []
        for line in self.edition.model.lines:
            gap = exercises.get((CardKind.GAP, line.id))
            cards = [self._known(self.edition, kind, line.id) for kind in (CardKind.LINE, CardKind.GAP)]
            recalls = [card.recall for card in cards if card.recall is not None]
            failed = [card.failed_on for card in cards if card.failed_on is not None]
            found.append(
                Item(
                    self.edition.id,
                    line.id,
                    GAP if isinstance(gap, Gap) else CardKind.LINE.value,
                    recall=max(recalls, default=None),
                    failed_on=max(failed, default=None),
                    lapses=max(card.lapses for card in cards),
                )
            )
        return tuple(found)


def _minutes(edition: Edition) -> int:
    """What all of it takes; 0 where nobody can say."""
    match edition.kind:
        case "module":
            return sum(part.minutes for part in parts_of(edition))
        case "quiz":
            return minutes_needed(edition.model)
        case "script":
            return minutes_to_rehearse(edition.model)
        case "scenario":
            return minutes_of(edition.model)
    return 0
