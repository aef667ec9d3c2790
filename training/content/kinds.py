"""Kinds of documents: what the store needs to know of each, and the register that the application fills."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from training.content.faults import Fault
from training.content.release import Release, read_release, split_release
from training.content.schema import STORED, Strict, validate
from training.content.yaml import Loaded, Path, load
from training.core.i18n import gettext as _
from training.core.problems import Problem, Problems

M = TypeVar("M", bound=Strict)


@dataclass(frozen=True)
class Reference:
    """A document, or an item of it, that a block of another one points at."""

    from_block: str | None
    kind: str
    slug: str
    item: str | None = None
    path: Path = field(default=(), compare=False)  # where it stands, for problems


@dataclass(frozen=True)
class Shown:
    """A media file that a block shows, and where it stands, for problems."""

    from_block: str
    name: str
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True)
class RoleNamed:
    """A job role that a document names by its slug, and where it stands, for problems."""

    slug: str
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True)
class TeamNamed:
    """A team that a document names, and where it stands, for problems."""

    name: str
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True)
class Findable:
    """A part of a document as search knows it; `block` None is the document itself.

    `heading` is what a result is called and `text` what else is looked through, both plain. `answer` is shown in the
    result as it is: what to say. `also` are other words by which people look for it. `said` is the answer once more in
    pieces, each with its sort: “gap” for what is to be filled in, “must” for what has to be said, else empty.
    `authority` is what whoever says it may decide alone.
    """

    block: str | None
    heading: str
    text: str
    answer: str = ""
    also: tuple[str, ...] = ()
    said: tuple[tuple[str, str], ...] = ()  # (sort, text)
    authority: str = ""


@dataclass(frozen=True)
class Source(Generic[M]):
    """A document as read from its text: the model, the line of each of its parts, and what is said of this version."""

    model: M
    lines: Mapping[Path, int]
    release: Release


Lookup = Callable[[str, str], Strict | None]
"""The document of a kind and slug, or None."""


def no_faults(_model: Any, _lookup: Lookup) -> Iterable[Fault]:
    return ()


def nothing(_model: Any) -> tuple[()]:
    return ()


def editing_place(_slug: str, _block: str | None) -> str:
    return "/documents"


def nowhere(_slug: str, _block: str | None) -> str:
    return ""


def own_name(_model: Any, block: str) -> str:
    return block


@dataclass(frozen=True)
class Kind(Generic[M]):
    """One kind of document.

    `folder` is the place of its files below the library's root and `suffix` their ending. `blocks` gives the parts that
    can be pointed at by id, each as canonical text, so that two versions can be compared part by part. `check` looks
    across documents, `warn` for what is allowed but rarely meant. `media` names the files of the media folder that it
    shows. `preview` is the template that shows a `model` as its readers see it, `template` the text that a new document
    begins with. `lonely` is the warning for a document that nothing points at, where that is unusual. `in_body` names
    the fields that stand in the Markdown below the head. `block_title` says what people call a block.

    `roles` and `teams` are those that it names. `audience` gives the slugs of roles for whom alone it is; none means
    for everybody. `findable` gives what search may answer with, `place` the address where a reader finds a part, and
    `at_work` the one where it is used with a customer in front, if there is one.
    """

    name: str
    label: Any  # a lazy text
    folder: str
    suffix: str
    schema: type[M]
    reader: Callable[[str, str], Source[M]]
    to_text: Callable[[M], str]
    blocks: Callable[[M], dict[str, str]]
    template: str
    preview: str
    references: Callable[[M], Iterable[Reference]] = nothing
    check: Callable[[M, Lookup], Iterable[Fault]] = no_faults
    warn: Callable[[M], Iterable[Fault]] = nothing
    media: Callable[[M], Iterable[Shown]] = nothing
    lonely: Any = None  # a lazy text
    in_body: tuple[str, ...] = ()
    block_title: Callable[[M, str], str] = own_name
    roles: Callable[[M], Iterable[RoleNamed]] = nothing
    teams: Callable[[M], Iterable[TeamNamed]] = nothing
    audience: Callable[[M], Iterable[str]] = nothing
    findable: Callable[[M], Iterable[Findable]] = nothing
    place: Callable[[str, str | None], str] = editing_place
    at_work: Callable[[str, str | None], str] = nowhere

    def read(self, text: str, where: str) -> Source[M]:
        """The document of a text with its lines. Raises Problems with everything that is wrong."""
        source = self.reader(text, where)
        unknown = set(source.release.changes) - set(self.blocks(source.model))
        if unknown:
            raise Problems(
                Fault(
                    _("“%(block)s” stands under “changes” but is no part of the document.", block=block),
                    _("Correct the id, or remove the line."),
                    ("changes", block),
                ).problem(where, source.lines)
                for block in sorted(unknown)
            )
        return source

    def parse(self, text: str, where: str) -> M:
        """The model of a text. Raises Problems with everything that is wrong."""
        return self.read(text, where).model

    def load(self, body: str) -> M:
        """The model of a stored body, as `canonical` made it."""
        return self.schema.model_validate_json(body, context=STORED)

    def title(self, model: M) -> str:
        return str(model.title)  # type: ignore[attr-defined] # every kind has one, see Kinds.add

    def language(self, model: M) -> str:
        return str(model.language)  # type: ignore[attr-defined] # every kind has one, see Kinds.add

    def path(self, slug: str) -> str:
        """Where the file of a document stands, such as “content/modules/taking-a-call.md”."""
        return f"{self.folder}/{slug}{self.suffix}"


class Kinds:
    """The register of kinds, in the order in which they were added."""

    def __init__(self, kinds: Iterable[Kind[Any]] = ()) -> None:
        self._kinds: dict[str, Kind[Any]] = {}
        for kind in kinds:
            self.add(kind)

    def add(self, kind: Kind[Any]) -> None:
        """Raises ValueError for a second kind of that name, or for a schema without title, summary and language."""
        if kind.name in self._kinds:
            raise ValueError(f"A kind named {kind.name} is there already")
        if not {"title", "summary", "language"} <= set(kind.schema.model_fields):
            raise ValueError(f"Documents of the kind {kind.name} need title, summary and language")
        self._kinds[kind.name] = kind

    def __getitem__(self, name: str) -> Kind[Any]:
        return self._kinds[name]

    def __contains__(self, name: object) -> bool:
        return name in self._kinds

    def __iter__(self) -> Iterator[Kind[Any]]:
        return iter(self._kinds.values())

    def __len__(self) -> int:
        return len(self._kinds)


def read_yaml(schema: type[M], text: str, where: str) -> Source[M]:
    """A document whose whole file is YAML. Raises Problems."""
    return build(schema, load(text, where), where)


def build(schema: type[M], loaded: Loaded, where: str, found: Iterable[Problem] = ()) -> Source[M]:
    """Model and release from loaded values. Raises Problems, with those that were `found` before."""
    problems = list(found)
    value, release_value = split_release(loaded.value) if isinstance(loaded.value, dict) else (loaded.value, {})
    model, release = None, Release()
    try:
        model = validate(schema, value, where, loaded.lines)
    except Problems as error:
        problems += error.problems
    try:
        release = read_release(release_value, where, loaded.lines)
    except Problems as error:
        problems += error.problems
    if problems or model is None:
        raise Problems(sorted(set(problems), key=lambda problem: (problem.line or 0, problem.message)))
    return Source(model, loaded.lines, release)


def content_of(model: Strict) -> dict[str, Any]:
    """What a file needs to say: the fields in the order of the schema, defaults left out."""
    content: dict[str, Any] = model.model_dump(mode="json", exclude_defaults=True)
    return content
