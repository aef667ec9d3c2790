"""The story as rows: assignments, readings and certificates, and the facts that the ledger keeps of all that."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certification.models import Assignment
from training.certification.queries_programmes import LiveProgramme
from training.certification.rules_assignment import Because
from training.content.library import Edition
from training.content.models import Version
from training.content.queries import editions
from training.content.tree import Tree
from training.core.ledger import Entry
from training.demo.answers import sit, wrong_response
from training.demo.calls import FORGETFUL, LISTENING
from training.demo.certificates import Printer
from training.demo.chronicle import Chronicle
from training.demo.days import Days
from training.demo.decisions import Decisions
from training.demo.learning import SEED
from training.demo.memory import Mind, write
from training.demo.observing import Witness
from training.demo.plays import play
from training.demo.rehearsals import rehearse
from training.demo.staff import Company
from training.demo.story import (
    Asked,
    Playing,
    Reading,
    Recalling,
    School,
    Seeing,
    Signing,
    Sitting,
    Speaking,
    Story,
)
from training.modules.files import Module
from training.modules.models import ModuleProgress
from training.policies import actions as policies_actions
from training.practice.actions import Met
from training.practice.listeners import met_in, met_in_quiz
from training.reminders.actions_by_hand import REMINDED
from training.scenarios import actions as scenarios_actions
from training.scenarios.game.check import Analysis, analysis_of
from training.scripts import actions as scripts_actions

SLIPS = 0.15  # how often somebody's last response to a question on the way is wrong
READ = 0.5  # of the pages, by somebody who is in the middle of a module


@dataclass
class Proof:
    """Writes the story down. Chance decides on answers only, and is the same on each machine."""

    db: Session
    company: Company
    chronicle: Chronicle
    programmes: Mapping[int, LiveProgramme]
    tree: Tree
    school: School
    days: Days
    random: Random = field(default_factory=lambda: Random(f"{SEED} answers"))  # noqa: S311 -- an invented past

    def write(self, story: Story) -> None:
        ids = self.db.scalars(select(Version.id)).all()
        self._by_id = editions(self.db, ids)
        self._versions = {(one.document_id, one.number): one for one in self._by_id.values()}
        self._met: dict[int, list[tuple[datetime, Iterable[Met]]]] = defaultdict(list)
        self._ask(story.asked)
        self._read(story.readings)
        self._sit(story.sittings)
        self._speak(story.speakings)
        self._play(story.playings)
        self._sign(story.signings)
        self._see(story.seeings)
        self._remember(story.recallings)
        people = self.company.people
        decisions = Decisions(self.db, self.chronicle, people, self.school, self._versions, self.days)
        decisions.write()
        printer = Printer(self.db, self.chronicle, people, self.programmes, self.random)
        decisions.withdraw(printer.write(story.certified))
        for item in story.reminded:
            self.chronicle.note(REMINDED, at=item.at, actor=people[item.by], subject=people[item.who])
        self.db.flush()

    def _ask(self, asked: Sequence[Asked]) -> None:
        people, roles = self.company.people, self.company.roles
        for item in asked:
            by_id = people[item.by] if item.by else None
            self.db.add(
                Assignment(
                    person_id=people[item.who],
                    document_id=item.document,
                    role_id=roles[item.role] if item.role else None,
                    because=item.because.value,
                    start_on=item.start_on,
                    ended_on=item.ended_on,
                    ended_because=item.ended_because.value if item.ended_because else None,
                    by_id=by_id,
                    at=item.at,
                )
            )
            if item.because is Because.HAND:
                live = self.programmes[item.document]
                self.chronicle.note(
                    "programme.assigned",
                    at=item.at,
                    actor=by_id,
                    subject=people[item.who],
                    document=item.document,
                    version=live.version_id,
                    payload={"title": live.title},
                )

    def _read(self, readings: Sequence[Reading]) -> None:
        for item in readings:
            found = self._versions[item.document, item.version]
            module: Module = found.model
            blocks = module.blocks
            read = blocks if item.ended_at else blocks[: max(1, int(len(blocks) * READ))]
            person = self.company.people[item.who]
            self.db.add(
                ModuleProgress(
                    person_id=person,
                    document_id=item.document,
                    version_id=found.id,
                    done=[block.id for block in read],
                    answers={
                        question.id: list(
                            wrong_response(question, self.random)
                            if self.random.random() < SLIPS
                            else question.right_response
                        )
                        for block in read
                        for question in block.questions
                    },
                    last_block=blocks[min(len(read), len(blocks) - 1)].id,
                    started_at=item.began_at,
                    finished_at=item.ended_at,
                )
            )
            if item.ended_at:
                payload = {"slug": found.slug, "title": found.title, "version": found.number}
                self._prove("module.done", item.ended_at, person, found, payload)

    def _sit(self, sittings: Sequence[Sitting]) -> None:
        quizzes = [self._versions[item.document, item.version] for item in sittings]
        for item, sat in zip(
            sittings,
            sit(
                self.db,
                sittings,
                quizzes=quizzes,
                marks=self.school.marks,
                people=self.company.people,
                random=self.random,
            ),
            strict=True,
        ):
            if item.ended_at is None or sat.result is None:
                continue
            kind = "quiz.passed" if sat.result.passed else "quiz.failed"
            payload = {
                "slug": sat.quiz.slug,
                "title": sat.quiz.title,
                "version": sat.quiz.number,
                "attempt": sat.attempt.id,
                "score": sat.result.per_cent,
                "pass_mark": sat.quiz.model.pass_mark,
            }
            person = sat.attempt.person_id
            self._note(kind, item.ended_at, person, sat.quiz, payload)
            asked = [(self._by_id[bank].document_id, question, given) for bank, question, given in sat.asked]
            self._met[person].append((item.ended_at, met_in_quiz(asked)))

    def _speak(self, speakings: Sequence[Speaking]) -> None:
        in_order = sorted(speakings, key=lambda item: (item.began_at, item.who))
        scripts = [self._versions[item.document, item.version] for item in in_order]
        random = Random(f"{SEED} rehearsals")  # noqa: S311 -- an invented past
        people = self.company.people
        said = rehearse(self.db, in_order, scripts=scripts, people=people, random=random)
        for item, found in zip(in_order, said, strict=True):
            if item.ended_at:
                payload = scripts_actions.evidence_of(found)
                self._prove("script.rehearsed", item.ended_at, people[item.who], found.edition, payload)

    def _play(self, playings: Sequence[Playing]) -> None:
        played = {(item.document, item.version) for item in playings}
        scenarios = {key: (self._versions[key], self._analysis(self._versions[key])) for key in sorted(played)}
        random = Random(f"{SEED} plays")  # noqa: S311 -- an invented past
        people, marks = self.company.people, self.school.marks
        for found in play(self.db, playings, scenarios=scenarios, marks=marks, people=people, random=random):
            row, ending = found.row, found.ending
            if ending is not None and found.item.ended_at is not None:
                kind = "scenario.passed" if row.passed else "scenario.failed"
                payload = scenarios_actions.evidence_of(
                    found.edition, found.analysis, found.path, play_id=row.id, ending=ending
                )
                self._prove(kind, found.item.ended_at, row.person_id, found.edition, payload)

    def _analysis(self, scenario: Edition) -> Analysis:
        """The analysis of a version; what was read from its file has been analysed to check it."""
        read = self.tree.documents.get(("scenario", scenario.slug))
        return analysis_of(read.model if read and read.model == scenario.model else scenario.model)

    def _sign(self, signings: Sequence[Signing]) -> None:
        for item in signings:
            if item.ended_at:
                found = self._versions[item.document, item.version]
                payload = policies_actions.evidence_of(found)
                self._note("policy.signed", item.ended_at, self.company.people[item.who], found, payload)

    def _see(self, seeings: Sequence[Seeing]) -> None:
        in_order = sorted(seeings, key=lambda item: (item.began_at, item.who))
        random = Random(f"{SEED} observations")  # noqa: S311 -- an invented past
        witness = Witness(self.db, self.chronicle, self.company.people, random)
        witness.write(in_order, [self._versions[item.document, item.version] for item in in_order])

    def _remember(self, recallings: Sequence[Recalling]) -> None:
        """Make the cards of those who practise, and let them practise."""
        live = {one.document_id: one for one in sorted(self._by_id.values(), key=lambda one: one.number)}
        by_person: dict[int, list[Recalling]] = defaultdict(list)
        for item in recallings:
            by_person[self.company.people[item.who]].append(item)
        minds: list[Mind] = []
        for person, sittings in by_person.items():
            who = sittings[0].who
            random = Random(f"{SEED} memory {who}")  # noqa: S311 -- an invented past
            fades = LISTENING if who in FORGETFUL else frozenset()
            mind = Mind(person, live, self.days.zone, random, fades)
            mind.live_through(self._met[person], sittings)
            minds.append(mind)
        write(self.db, minds)

    def _prove(self, kind: str, at: datetime, person: int, found: Edition, payload: dict[str, Any]) -> None:
        entry = self._note(kind, at, person, found, payload)
        self._met[person].append((at, met_in(found, entry)))

    def _note(self, kind: str, at: datetime, person: int, found: Edition, payload: dict[str, Any]) -> Entry:
        return self.chronicle.note(
            kind, at=at, actor=person, subject=person, document=found.document_id, version=found.id, payload=payload
        )
