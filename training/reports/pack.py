"""An audit pack: the answer as tables and paper, with the facts behind it, so that an inspector can check it alone."""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import orjson
from sqlalchemy.orm import Session

from training.certification.queries_history import Fact, history_of
from training.core.i18n import gettext as _
from training.reports import audit_tables as tables
from training.reports import check_pack
from training.reports.audit_paper import Asking, how_to_check, paper
from training.reports.exports import HALF_MADE
from training.reports.queries_audit import Answer
from training.reports.queries_past import end_of
from training.reports.queries_proof import SealedFact, chain, facts_behind, versions_named
from training.reports.rules_audit import Line, Summary

Progress = Callable[[int], None]
"""How many people are done."""

PEOPLE_ON_PAPER = 100  # setting takes 0.6 MB of memory for each; of more the tables tell, and the paper sums up


@dataclass(frozen=True)
class Built:
    """What a pack came to. `sha256` is that of its manifest."""

    sha256: str
    facts: int
    summary: Summary


def build(
    db: Session,
    asking: Asking,
    person_ids: Sequence[int],
    target: IO[bytes],
    *,
    room: Path,
    tell: Progress,
    with_chain: bool = False,
) -> Built:
    """Write the pack of these people into `target`. Tables grow in the folder `room`, some hundred people at a time.

    `with_chain` adds the rows of everybody from the first fact to the ledger's end, without what they say: they prove
    that the facts lead to the last seal.
    """
    with (
        tempfile.TemporaryDirectory(dir=room, prefix=HALF_MADE) as folder,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        pack = _Pack(db, asking, Path(folder), out)
        pack.write(person_ids, tell, with_chain=with_chain)
        return Built(pack.seal(person_ids), pack.facts, pack.summary)


class _Pack:
    def __init__(self, db: Session, asking: Asking, folder: Path, out: zipfile.ZipFile) -> None:
        self._db, self._asking, self._folder, self._out = db, asking, folder, out
        self._files: dict[str, str] = {}
        self._end = end_of(asking.question.day, asking.zone)
        self.summary = Summary()
        self.facts = 0

    def write(self, person_ids: Sequence[int], tell: Progress, *, with_chain: bool) -> None:
        """Tables, facts, and the paper, which shows each person if they are few."""
        answer = Answer(self._db, self._asking.question, self._asking.zone)
        on_paper: list[Line] = []
        history: dict[int, list[Fact]] = {}
        with ExitStack() as stack:
            written = _Tables(stack, self._folder)
            done, first = 0, self._asking.head.position
            for lines in answer.chunks(person_ids):
                self.summary.add(lines)
                done += len({line.person.id for line in lines})
                wanted = [line for line in lines if self._asking.question.state in {"", line.state}]
                facts = facts_behind(self._db, wanted, self._end)
                written.add(self._db, wanted, facts)
                self.facts += len(facts)
                first = min([first, *(fact.position for fact in facts if fact.position)])
                if len(person_ids) <= PEOPLE_ON_PAPER:
                    on_paper += wanted
                    for key in dict.fromkeys(line.person.id for line in wanted):
                        history[key] = history_of(self._db, key, self._asking.question.day, self._asking.zone)
                self._db.expunge_all()  # what was read is written down: it need not stay in memory
                tell(done)
            written.finish(self._db)
        if with_chain:
            with (self._folder / "chain.jsonl").open("wb") as file:
                file.writelines(orjson.dumps(row) + b"\n" for row in chain(self._db, first, self._asking.head.position))
        self._put("report.pdf", paper(self._asking, self.summary, on_paper, history))
        for path in sorted(self._folder.iterdir()):
            self._out.write(path, path.name)
            with path.open("rb") as file:
                self._files[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
        self._put("check.py", Path(check_pack.__file__).read_bytes())
        self._put("README.txt", "\n\n".join((*_contents(), *how_to_check(), "")).encode())

    def seal(self, person_ids: Sequence[int]) -> str:
        """Write the list of files; returns its SHA-256."""
        asking = self._asking
        manifest = {
            "format": 1,
            "question": asking.question.plain(),
            "zone": asking.zone.key,
            "company": asking.company,
            "asked_by": asking.by,
            "asked_at": asking.at.isoformat(),
            "people": len(person_ids),
            "facts": self.facts,
            "ledger": {"position": asking.head.position, "seal": asking.head.seal},
            "files": self._files,
        }
        text = json.dumps(manifest, indent=1, ensure_ascii=False).encode()
        sha256 = hashlib.sha256(text).hexdigest()
        self._out.writestr("manifest.json", text)
        self._out.writestr("manifest.sha256", sha256)
        return sha256

    def _put(self, name: str, data: bytes) -> None:
        self._out.writestr(name, data)
        self._files[name] = hashlib.sha256(data).hexdigest()


class _Tables:
    """The files that grow with each chunk of people."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        def table(name: str, heading: tables.Cells) -> tables.Table:
            file = (folder / name).open("w", encoding=tables.WITH_BYTE_ORDER_MARK, newline="")
            return tables.Table(stack.enter_context(file), heading)

        self._standings = table("standings.csv", tables.standings_heading())
        self._evidence = table("evidence.csv", tables.evidence_heading())
        self._certificates = table("certificates.csv", tables.certificates_heading())
        self._versions = table("versions.csv", tables.versions_heading())
        self._ledger = stack.enter_context((folder / "ledger.jsonl").open("wb"))
        self._seen: set[int] = set()

    def add(self, db: Session, lines: Sequence[Line], facts: Sequence[SealedFact]) -> None:
        named = {fact.version_id for fact in facts if fact.version_id}
        numbers = {line.person.id: line.person.number for line in lines}
        found = {version.id: version for version in versions_named(db, named)}
        self._standings.add(tables.standings(lines))
        self._evidence.add(tables.evidence(facts, numbers, found))
        self._certificates.add(tables.certificates(lines))
        for fact in facts:
            self._ledger.write(orjson.dumps(_plain(fact)) + b"\n")
        self._seen |= named | {line.version_id for line in lines if line.version_id}

    def finish(self, db: Session) -> None:
        """The versions of which any line spoke, each once."""
        self._versions.add(tables.versions(versions_named(db, self._seen)))


def _plain(fact: SealedFact) -> dict[str, Any]:
    """The fact as JSON can hold it; its moment as the seal has it."""
    return {name: getattr(fact, name) for name in fact.__slots__} | {"at": fact.at.isoformat()}


def _contents() -> list[str]:
    return [
        _(
            "report.pdf: the question, the answer in numbers and, of up to %(number)s people, each.",
            number=PEOPLE_ON_PAPER,
        ),
        _("standings.csv: each person, programme and requirement, with the version it was proven against."),
        _("evidence.csv: the facts behind it, with their place in the ledger. certificates.csv: what was in force."),
        _("versions.csv: the documents and their checksums. ledger.jsonl: the facts as they were written."),
        _("chain.jsonl, if it is there: all rows of the ledger from these facts to the last seal, without contents."),
        _("manifest.json: the checksums of all files. check.py: a program that checks everything."),
    ]
