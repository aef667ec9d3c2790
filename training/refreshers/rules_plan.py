"""The plan of a refresher: what is read, what is proven, what is done elsewhere, and what is left out.

Whatever changed, is mandatory, was failed or has faded is read. What is still known is shown in a short test-out, and
never read as well. What only practice, a person or a signature can prove is linked.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from math import ceil

from training.refreshers.rules import GAP, Doing, Part, Plan, Reason, Skipped, Why, iso
from training.refreshers.rules_draw import (
    FEWEST_OF_A_QUIZ,
    FOR_EACH_SKILL,
    QUESTIONS_A_MINUTE,
    Draw,
    is_about,
    rooms,
)
from training.refreshers.rules_known import Block, Item, fading, failing, mean, recall_of
from training.refreshers.rules_subject import Scope, Subject

LINES_ASKED = 5
"""Lines of a script that are recalled in place of a rehearsal."""


def plan_of(subjects: Sequence[Subject], *, today: date, seed: int) -> Plan:
    """The refresher of these requirements, in their order. The same seed gives the same plan."""
    return _Planner(subjects, today, seed).plan()


class _Planner:
    def __init__(self, subjects: Sequence[Subject], today: date, seed: int) -> None:
        self.subjects = subjects
        self.today = today
        self.draw = Draw(seed)
        self.bank = tuple(item for one in subjects if _is_asked_here(one, "quiz") for item in one.items)
        self.skipped: list[Skipped] = []
        self.renewed: set[str] = set()

    def plan(self) -> Plan:
        # Quizzes draw first: what they ask depends on nothing that is remembered.
        parts = {one.requirement: self._quiz(one) for one in self.subjects if _is_asked_here(one, "quiz")}
        for subject in self.subjects:
            if subject.requirement not in parts:
                parts[subject.requirement] = self._parts(subject)
        return Plan(
            parts=tuple(part for subject in self.subjects for part in parts[subject.requirement]),
            skipped=tuple(self.skipped),
            renewed=tuple(one.renewed for one in self.subjects if one.requirement in self.renewed),
            full_minutes=sum(subject.minutes for subject in self.subjects),
            seen={subject.document_id: subject.number for subject in self.subjects if subject.number},
        )

    def _parts(self, subject: Subject) -> list[Part]:
        if _is_asked_here(subject, "module"):
            return self._module(subject)
        if _is_asked_here(subject, "script"):
            return self._script(subject)
        return [_elsewhere(subject)]

    def _module(self, subject: Subject) -> list[Part]:
        items = (*subject.items, *self.bank)
        reads, skipped = [], []
        for block in subject.blocks:
            reasons = tuple(self._reasons(subject, block, items))
            if reasons:
                reads.append(_read(subject, block, reasons))
            else:
                skipped.append(block)
        self.renewed.add(subject.requirement)
        if subject.scope is Scope.CHANGED:
            self._skip(subject, skipped, Reason(Why.HOLDS, {"until": iso(subject.until)}))
            return reads
        self._skip(subject, skipped, Reason(Why.KNOWN))
        return [*reads, *self._proof_of_blocks(subject, skipped, items)]

    def _reasons(self, subject: Subject, block: Block, items: Sequence[Item]) -> Iterable[Reason]:
        if block.changed:
            yield block.changed.reason
        if subject.scope is not Scope.RENEW:
            return
        if subject.core:
            yield Reason(Why.CORE)
        failed = failing([item for item in items if item.block == block.id])
        if failed:
            yield failed
        faded = fading(recall_of(block, items), proven_on=subject.proven_on, today=self.today)
        if faded:
            yield faded
        if not any(is_about(item, block) for item in items):
            yield Reason(Why.UNPROVABLE)

    def _proof_of_blocks(self, subject: Subject, blocks: Sequence[Block], items: Sequence[Item]) -> list[Part]:
        """Nothing where the test-outs of quizzes ask all there is to ask."""
        asking = self.draw.free(item for item in items if any(is_about(item, block) for block in blocks))
        minutes = ceil(sum(rooms(blocks, asking, self.draw.about)) / QUESTIONS_A_MINUTE)
        drawn = self.draw.for_blocks(blocks, asking)
        reason = Reason(Why.KNOWN, {"questions": len(drawn), "blocks": len(blocks)})
        return [self._proof(subject, drawn, asking, minutes, (reason,))] if drawn else []

    def _quiz(self, subject: Subject) -> list[Part]:
        most = max(subject.full_count, sum(item.must for item in subject.items))
        drawn = self.draw.for_quiz(subject.items, most, fewest=most if subject.core else FEWEST_OF_A_QUIZ)
        self.renewed.add(subject.requirement)
        minutes = max(1, ceil(subject.minutes * len(drawn) / max(1, most)))
        reasons = [subject.changed.reason] if subject.changed else []
        if subject.core:
            reasons.append(Reason(Why.CORE))
        failed = failing(drawn)
        if failed:
            reasons.append(failed)
        reasons.append(Reason(Why.KNOWN, {"questions": len(drawn), "full": subject.full_count}))
        return [self._proof(subject, drawn, subject.items, minutes, tuple(reasons))]

    def _script(self, subject: Subject) -> list[Part]:
        """Its lines are recalled, if they are known and unchanged; a test-out asks for the words that must be said."""
        if _why_rehearse(subject, self.today):
            return [_elsewhere(subject, _why_rehearse(subject, self.today))]
        gaps = [item for item in subject.items if item.what == GAP]
        count = min(len(gaps), LINES_ASKED, QUESTIONS_A_MINUTE * subject.minutes)
        drawn = self.draw.for_quiz(gaps, count)
        self.renewed.add(subject.requirement)
        reason = Reason(Why.KNOWN, {"questions": len(drawn)})
        return [self._proof(subject, drawn, gaps, ceil(count / QUESTIONS_A_MINUTE), (reason,))]

    def _proof(
        self, subject: Subject, drawn: Sequence[Item], items: Sequence[Item], minutes: int, reasons: tuple[Reason, ...]
    ) -> Part:
        asked = tuple(self.draw.shown(item) for item in drawn)
        spare = self.draw.left([item for item in items if not item.must])
        return Part(
            Doing.PROVE,
            subject.requirement,
            subject.kind,
            subject.document_id,
            subject.version_id,
            subject.slug,
            subject.title,
            minutes,
            reasons,
            language=subject.language,
            pass_mark=subject.pass_mark,
            whole_minutes=subject.minutes,
            asked=asked,
            spare=spare,
        )

    def _skip(self, subject: Subject, blocks: Iterable[Block], reason: Reason) -> None:
        for block in blocks:
            self.skipped.append(
                Skipped(
                    requirement=subject.requirement,
                    document_id=subject.document_id,
                    version_id=subject.version_id,
                    slug=subject.slug,
                    document=subject.title,
                    block=block.id,
                    title=block.title,
                    minutes=block.minutes,
                    reason=reason,
                    language=subject.language,
                    skills=block.skills,
                )
            )


def _is_asked_here(subject: Subject, kind: str) -> bool:
    """Whether the refresher itself asks it: what was never done is learned on its own page."""
    return subject.kind == kind and subject.scope is not Scope.NEW and bool(subject.blocks or subject.items)


def _read(subject: Subject, block: Block, reasons: tuple[Reason, ...]) -> Part:
    return Part(
        Doing.READ,
        subject.requirement,
        subject.kind,
        subject.document_id,
        subject.version_id,
        subject.slug,
        block.title,
        block.minutes,
        reasons,
        language=subject.language,
        block=block.id,
    )


def _elsewhere(subject: Subject, reasons: tuple[Reason, ...] = ()) -> Part:
    found = [*([subject.changed.reason] if subject.changed else []), *([Reason(Why.CORE)] if subject.core else [])]
    if subject.scope is Scope.NEW:
        found = [Reason(Why.NEW)]
    elif reasons:
        found = list(reasons)
    elif subject.kind == "scenario":
        found.append(Reason(Why.CONVERSATION))
    elif not found:
        found = [Reason(Why.BY_OTHERS)]
    return Part(
        Doing.ELSEWHERE,
        subject.requirement,
        subject.kind,
        subject.document_id,
        subject.version_id,
        subject.slug,
        subject.title,
        subject.minutes,
        tuple(found),
        language=subject.language,
    )


def _why_rehearse(subject: Subject, today: date) -> tuple[Reason, ...]:
    """Why a script is rehearsed and not only recalled; () when recalling is enough."""
    found = [subject.changed.reason] if subject.changed else []
    if subject.core:
        found.append(Reason(Why.CORE))
    failed = failing(subject.items)
    if failed:
        found.append(failed)
    # A line that was never recalled is not known, whatever is known of the others.
    lines = [item if item.recall is not None else _forgotten(item) for item in subject.items]
    is_new = all(item.recall is None for item in subject.items)
    faded = fading(None if is_new else mean(lines), proven_on=subject.proven_on, today=today)
    if faded:
        found.append(faded)
    if sum(item.what == GAP for item in subject.items) < FOR_EACH_SKILL:
        found.append(Reason(Why.UNPROVABLE))
    return tuple(found)


def _forgotten(item: Item) -> Item:
    return Item(item.version, item.id, item.what, recall=0.0)
