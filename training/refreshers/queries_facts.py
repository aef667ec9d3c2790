"""One requirement as the planner needs it: its blocks with what changed, its questions with what is remembered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from training.certification.files import Item as Line
from training.certification.rules import Standing
from training.content.library import Edition
from training.content.questions import Question
from training.modules.files import Module
from training.modules.queries import parts_of
from training.practice.queries import exercises_in
from training.practice.rules_answers import Gap
from training.practice.rules_exercises import CardKind
from training.quizzes.files import Quiz
from training.quizzes.queries import minutes_needed, questions_asked
from training.refreshers.queries_memory import NOTHING, CardKey, Remembered
from training.refreshers.rules import GAP, QUESTION
from training.refreshers.rules_known import Block, Changed, Item
from training.refreshers.rules_subject import Scope, Subject
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
class Proof:
    """The evidence that ends: its day, and the version that it was against."""

    on: date
    version: int


Step = tuple[int, date, frozenset[str]]
"""A version that asks people to act differently: its number, its day, and the blocks in which it does."""


@dataclass(frozen=True)
class Facts:
    """What is known of one requirement. `all_steps` are the changes of its document, `banks` those of all quizzes."""

    one: Wanted
    edition: Edition
    proof: Proof | None
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
