"""Reading a library from a folder: every document and media file, and everything that is wrong, at once."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from training.content.check import Key, faults_across
from training.content.faults import Fault
from training.content.kinds import Kind, Kinds, Source
from training.content.media_types import media_faults
from training.content.schema import Strict
from training.content.source import decode
from training.content.types import SLUG, slug_of
from training.core.i18n import gettext as _
from training.core.problems import Problem, Problems

MEDIA_FOLDER = "content/media"
MEDIA_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*\.[a-z0-9]+")
_IGNORED = {"README.md", "LICENSE", "LICENSES.md"}


@dataclass(frozen=True)
class TreeDocument:
    """A document that could be read; `where` is its path below the library's root."""

    kind: Kind[Any]
    slug: str
    where: str
    text: str
    source: Source[Any]

    @property
    def model(self) -> Any:
        return self.source.model


@dataclass(frozen=True)
class Tree:
    """What a folder holds: the documents that can be read, media files by name, problems and warnings."""

    documents: Mapping[Key, TreeDocument]
    media: Mapping[str, Path]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def read_tree(root: Path, kinds: Kinds) -> Tree:
    """Read and check the library below `root`, which holds folders such as `content` and `quizzes`."""
    reading = _Reading(root, kinds)
    for path in _files(root, kinds):
        reading.take(path)
    reading.check()
    errors = (problem for problem in reading.problems if problem.severity == "error")
    warnings = (problem for problem in reading.problems if problem.severity == "warning")
    return Tree(reading.documents, reading.media, _in_order(errors), _in_order(warnings))


def _in_order(problems: Iterator[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(set(problems), key=lambda problem: (problem.where, problem.line or 0, problem.message)))


def _files(root: Path, kinds: Kinds) -> Iterator[Path]:
    tops = {MEDIA_FOLDER.split("/", maxsplit=1)[0], *(kind.folder.split("/")[0] for kind in kinds)}
    for top in sorted(tops):
        for path in sorted((root / top).rglob("*")):
            hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
            if path.is_file() and not hidden and path.name not in _IGNORED:
                yield path


@dataclass
class _Reading:
    root: Path
    kinds: Kinds
    documents: dict[Key, TreeDocument] = field(default_factory=dict)
    media: dict[str, Path] = field(default_factory=dict)
    unreadable: set[Key] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def take(self, path: Path) -> None:
        where = path.relative_to(self.root).as_posix()
        folder = path.parent.relative_to(self.root).as_posix()
        if folder == MEDIA_FOLDER:
            self._take_media(path, where)
            return
        kind = next((kind for kind in self.kinds if kind.folder == folder), None)
        if kind is None:
            known = [MEDIA_FOLDER, *(kind.folder for kind in self.kinds)]
            close = difflib.get_close_matches(folder, known, n=1)
            remedy = (
                _("Did you mean “%(word)s”?", word=close[0])
                if close
                else _("Choose %(known)s.", known=", ".join(known))
            )
            self._say(where, _("The folder “%(folder)s” is not known.", folder=folder), remedy)
        elif path.suffix != kind.suffix:
            message = _("The file ends in “%(ending)s”.", ending=path.suffix)
            self._say(where, message, _("Rename it to end in “%(ending)s”, or move it away.", ending=kind.suffix))
            self.unreadable.add((kind.name, path.stem))
        else:
            self._take_document(kind, path, where)

    def _take_media(self, path: Path, where: str) -> None:
        if MEDIA_NAME.fullmatch(path.name):
            self.media[path.name] = path
            self.problems += [fault.problem(where, {}) for fault in media_faults(path.name, path.read_bytes())]
        else:
            message = _("The name of a media file has small letters, digits, dots and hyphens only.")
            good = f"{slug_of(path.stem)}{path.suffix.lower()}"
            self._say(where, message, _("Rename it, for example to “%(name)s”.", name=good))

    def _take_document(self, kind: Kind[Any], path: Path, where: str) -> None:
        slug = path.stem
        if not SLUG.fullmatch(slug) or len(slug) > 80:
            message = _("The name of the file is no slug: small letters, digits and single hyphens.")
            self._say(where, message, _("Rename it to “%(name)s”.", name=slug_of(slug) + kind.suffix))
        try:
            text = decode(path.read_bytes(), where)
            self.documents[kind.name, slug] = TreeDocument(kind, slug, where, text, kind.read(text, where))
        except Problems as error:
            self.problems += error.problems
            self.unreadable.add((kind.name, slug))

    def check(self) -> None:
        """What can be seen only when everything has been read."""
        pointed_at = set()
        shown = set()
        for document in self.documents.values():
            kind, model = document.kind, document.model
            pointed_at |= {(reference.kind, reference.slug) for reference in kind.references(model)}
            shown |= {picture.name for picture in kind.media(model)}
            across = faults_across(
                kind,
                model,
                kinds=self.kinds,
                lookup=self._lookup,
                has_media=self.media.__contains__,
                unreadable=self.unreadable,
            )
            self.problems += [fault.problem(document.where, document.source.lines) for fault in across]
            self.problems += [
                _warning(fault).problem(document.where, document.source.lines) for fault in kind.warn(model)
            ]
        for key, document in self.documents.items():
            if document.kind.lonely is not None and key not in pointed_at:
                fault = Fault(str(document.kind.lonely), _("Use it, or take it away."), severity="warning")
                self.problems.append(fault.problem(document.where, document.source.lines))
        if not self.unreadable:
            for name in sorted(set(self.media) - shown):
                self._say(
                    f"{MEDIA_FOLDER}/{name}", _("No document shows this file."), _("Show it, or take it away."), True
                )

    def _lookup(self, kind: str, slug: str) -> Strict | None:
        document = self.documents.get((kind, slug))
        model: Strict | None = document.model if document else None
        return model

    def _say(self, where: str, message: str, remedy: str, warning: bool = False) -> None:
        self.problems.append(Problem(where, None, message, remedy, "warning" if warning else "error"))


def _warning(fault: Fault) -> Fault:
    return Fault(fault.message, fault.remedy, fault.path, "warning")
