"""Programmes as files: what a role must fulfil, by when, and how long it holds."""

from collections.abc import Iterable

from training.certification.rules import FULFILS
from training.content.durations import Duration
from training.content.faults import Fault, twice
from training.content.kinds import Kind, Reference, RoleNamed, Source, content_of, read_yaml
from training.content.schema import Strict, canonical, canonical_json
from training.content.types import ItemId, Language, Line, Slug, Span, Title, Validity
from training.content.yaml_text import dump
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext


class Requirement(Strict):
    """One thing to fulfil: a module to be done, a quiz or a scenario to be passed, a script to be rehearsed.

    `due` counts from the day the role begins and takes the place of the programme's own.
    """

    id: ItemId
    module: Slug | None = None
    quiz: Slug | None = None
    script: Slug | None = None
    scenario: Slug | None = None
    due: Span | None = None

    @property
    def kind(self) -> str:
        """The kind of the document that it asks for."""
        return self._named[0][0]

    @property
    def slug(self) -> str:
        """The slug of the document that it asks for."""
        return self._named[0][1]

    @property
    def _named(self) -> list[tuple[str, str]]:
        pairs = [(kind, getattr(self, kind)) for kind in FULFILS]
        return [(kind, slug) for kind, slug in pairs if slug is not None]

    def faults(self) -> Iterable[Fault]:
        if len(self._named) != 1:
            message = _("A requirement needs one of “module”, “quiz”, “script” and “scenario”.")
            yield Fault(message, _("Write, for example, “module: slug” or “quiz: slug”."))


class Programme(Strict):
    """What people in certain roles must fulfil. `validity` None means that it holds for good."""

    title: Title
    summary: Line
    language: Language = "en"
    roles: tuple[Slug, ...] = ()
    validity: Validity
    due: Span = Duration(30, "days")
    requirements: tuple[Requirement, ...]

    def faults(self) -> Iterable[Fault]:
        if not self.requirements:
            message = _("The programme requires nothing.")
            yield Fault(message, _("Add a line such as “- {id: calls, module: slug}”."), ("requirements",))
        yield from twice((requirement.id for requirement in self.requirements), "requirements")
        targets = [(requirement.kind, requirement.slug) for requirement in self.requirements]
        for number, target in enumerate(targets):
            if target in targets[:number]:
                message = _("“%(slug)s” is required twice.", slug=target[1])
                yield Fault(message, _("Remove one of the lines."), ("requirements", number))
        for number, role in enumerate(self.roles):
            if role in self.roles[:number]:
                yield Fault(_("The role “%(role)s” is here twice.", role=role), _("Remove one."), ("roles", number))


def parse(text: str, where: str) -> Programme:
    """The programme of a text. Raises Problems."""
    return _read(text, where).model


def to_text(programme: Programme) -> str:
    """The file of a programme."""
    return dump(content_of(programme))


def _read(text: str, where: str) -> Source[Programme]:
    return read_yaml(Programme, text, where)


def _blocks(programme: Programme) -> dict[str, str]:
    content = content_of(programme)
    terms = {key: content[key] for key in ("roles", "validity", "due") if key in content}
    return {"terms": canonical_json(terms)} | {item.id: canonical(item) for item in programme.requirements}


def _references(programme: Programme) -> Iterable[Reference]:
    for number, item in enumerate(programme.requirements):
        yield Reference(item.id, item.kind, item.slug, path=("requirements", number, item.kind))


KIND = Kind(
    name="programme",
    label=lazy_gettext("Programme"),
    folder="content/programmes",
    suffix=".yaml",
    schema=Programme,
    reader=_read,
    to_text=to_text,
    blocks=_blocks,
    references=_references,
    roles=lambda programme: [RoleNamed(role, ("roles", number)) for number, role in enumerate(programme.roles)],
    preview="certification/preview.html",
    block_title=lambda _programme, block: _("Roles, validity and time to fulfil") if block == "terms" else block,
    template="""\
title: Name of the programme
summary: What people who hold it can be trusted with.
roles: [slug-of-a-role]
validity: 12 months
due: 30 days
requirements:
  - id: first
    module: slug-of-a-module
""",
)

KINDS = (KIND,)
