"""Programmes as files: of whom they are asked, what must be fulfilled by when, how long it holds, how it is renewed."""

from collections.abc import Iterable, Iterator
from typing import Literal

from training.certification.rules import FULFILS, SCORED
from training.certification.rules_dates import days_of
from training.certification.rules_order import circle_in
from training.content.durations import Duration
from training.content.faults import Fault, closest, twice
from training.content.kinds import Kind, Lookup, Reference, RoleNamed, Source, TeamNamed, content_of, read_yaml
from training.content.schema import Strict, canonical, canonical_json
from training.content.types import (
    Count,
    Day,
    DayOfYear,
    ItemId,
    Language,
    Line,
    PerCent,
    Slug,
    Span,
    Title,
    Validity,
    YesNo,
)
from training.content.yaml import Path
from training.content.yaml_text import dump
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext

PRACTICE = "practice"
"""The kind of requirement that names a skill, not a document."""


class Item(Strict):
    """One thing to fulfil: a document by its kind and slug, or with `practice` a skill that is remembered well enough.

    `mark` asks for more than the document itself does, in per cent. `due` counts from the day on which the programme
    begins for somebody and takes the place of the programme's own; `due_on` is a calendar day. `after` names what
    comes first. `core` is asked of everybody in each refresher.
    """

    id: ItemId
    module: Slug | None = None
    quiz: Slug | None = None
    script: Slug | None = None
    scenario: Slug | None = None
    checklist: Slug | None = None
    policy: Slug | None = None
    credential: Slug | None = None
    practice: Slug | None = None
    mark: PerCent | None = None
    due: Span | None = None
    due_on: Day | None = None
    after: tuple[ItemId, ...] = ()
    core: YesNo = False

    @property
    def kind(self) -> str:
        """The kind of what it asks for."""
        return self.named[0][0]

    @property
    def slug(self) -> str:
        """The slug of the document, or of the skill, that it asks for."""
        return self.named[0][1]

    @property
    def named(self) -> list[tuple[str, str]]:
        """Kind and slug of what it asks for; exactly one, in a programme without faults."""
        pairs = [(kind, getattr(self, kind)) for kind in FULFILS]
        return [(kind, slug) for kind, slug in pairs if slug is not None]

    def item_faults(self) -> Iterable[Fault]:
        """What is wrong with it by itself."""
        if len(self.named) != 1:
            kinds = ", ".join(f"“{kind}”" for kind in FULFILS)
            message = _("A requirement needs one of %(kinds)s.", kinds=kinds)
            yield Fault(message, _("Write, for example, “module: slug” or “quiz: slug”."))
            return
        if self.mark is not None and self.kind not in SCORED:
            message = _("Nobody is given a mark for a “%(kind)s”.", kind=self.kind)
            yield Fault(message, _("Take “mark” away."), ("mark",))
        if self.kind == PRACTICE and self.mark is None:
            message = _("It is not said how well “%(skill)s” has to be remembered.", skill=self.slug)
            yield Fault(message, _("Add, for example, “mark: 80”."))
        yield from self.due_faults()

    def due_faults(self) -> Iterable[Fault]:
        if self.due is not None and self.due_on is not None:
            yield Fault(_("Both “due” and “due_on” are given."), _("Keep one of them."), ("due_on",))


class Choice(Item):
    """One of the things of which some are enough."""

    def faults(self) -> Iterable[Fault]:
        yield from self.item_faults()


class Requirement(Item):
    """One thing to fulfil, or with `any` so many of the things under `of`."""

    any: Count | None = None
    of: tuple[Choice, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """What there is to fulfil: itself, or the things to choose from."""
        return self.of or (self,)

    def faults(self) -> Iterable[Fault]:
        if self.any is None and not self.of:
            yield from self.item_faults()
            return
        if self.any is None or not self.of or self.named:
            message = _("A choice needs “any”, how many are enough, and “of”, what there is to choose from.")
            yield Fault(message, _("Write both, and nothing else to fulfil beside them."))
        elif self.any >= len(self.of):
            message = _("%(any)s of %(all)s is no choice.", any=self.any, all=len(self.of))
            yield Fault(message, _("Ask for fewer, or make requirements of them."), ("any",))
        if self.mark is not None:
            message = _("Nobody is given a mark for a choice.")
            yield Fault(message, _("Write “mark” under “of”, beside what it is meant for."), ("mark",))
        yield from self.due_faults()


class Gate(Strict):
    """What somebody may do as soon as some requirements are met, such as serving alone."""

    id: ItemId
    title: Title
    needs: tuple[ItemId, ...]


class Programme(Strict):
    """What some people must fulfil: those who hold one of `roles`, work in one of `teams` or below, or everybody.

    Of roles and teams given both, both must fit. With `asked_from` and `asked_until` it begins for nobody before or
    after these days. `validity` None means that it holds for good; with `ends_on` each certificate ends with that day
    of the year. It may be renewed from `renew` before its end on, and within `grace` after it without losing its
    date. `renewal` and `lapsed` say what that takes before and after the end: what changed and has faded, or all.
    """

    title: Title
    summary: Line
    language: Language = "en"
    owner: Line | None = None
    roles: tuple[Slug, ...] = ()
    teams: tuple[Line, ...] = ()
    everybody: YesNo = False
    asked_from: Day | None = None
    asked_until: Day | None = None
    validity: Validity
    ends_on: DayOfYear | None = None
    renew: Span | None = None
    grace: Span | None = None
    renewal: Literal["refresher", "full"] = "refresher"
    lapsed: Literal["refresher", "full"] = "refresher"
    leave: Literal["waits", "counts"] = "waits"
    escalate: Span = Duration(14, "days")
    due: Span = Duration(30, "days")
    due_on: Day | None = None
    gates: tuple[Gate, ...] = ()
    requirements: tuple[Requirement, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything that there is to fulfil, choices included, in order."""
        return tuple(item for requirement in self.requirements for item in requirement.items)

    def faults(self) -> Iterable[Fault]:
        if not self.requirements:
            message = _("The programme requires nothing.")
            yield Fault(message, _("Add a line such as “- {id: calls, module: slug}”."), ("requirements",))
        yield from self._faults_of_ids()
        yield from self._faults_of_order()
        yield from self._faults_of_dates()
        if self.everybody and (self.roles or self.teams):
            message = _("It is asked of everybody, and of some only.")
            yield Fault(message, _("Keep “everybody”, or “roles” and “teams”."), ("everybody",))
        for number, role in enumerate(self.roles):
            if role in self.roles[:number]:
                yield Fault(_("The role “%(role)s” is here twice.", role=role), _("Remove one."), ("roles", number))

    def _places(self) -> Iterator[tuple[Item, Path]]:
        """Everything that has an id to point at, choices and their parts, and where it stands."""
        for number, requirement in enumerate(self.requirements):
            yield requirement, ("requirements", number)
            for place, item in enumerate(requirement.of):
                yield item, ("requirements", number, "of", place)

    def _faults_of_ids(self) -> Iterable[Fault]:
        seen: set[str] = set()
        targets: set[tuple[str, str]] = set()
        for item, path in self._places():
            if item.id in seen:
                yield Fault(_("“%(id)s” is there twice.", id=item.id), _("Give one of them another id."), (*path, "id"))
            seen.add(item.id)
            for target in item.named:
                if target in targets:
                    message = _("“%(slug)s” is required twice.", slug=target[1])
                    yield Fault(message, _("Remove one of the lines."), path)
                targets.add(target)
        yield from twice((gate.id for gate in self.gates), "gates")

    def _faults_of_order(self) -> Iterable[Fault]:
        ids = [item.id for item, _path in self._places()]
        for item, path in self._places():
            for number, wanted in enumerate(item.after):
                if wanted not in ids:
                    message = _("“%(id)s” is to come first, but there is no such requirement.", id=wanted)
                    yield Fault(message, closest(wanted, ids), (*path, "after", number))
        choices = {one.id: (one.any or 1, [item.id for item in one.of]) for one in self.requirements if one.of}
        circle = circle_in({item.id: item.after for item, _path in self._places()}, choices)
        if circle:
            way = " → ".join((*circle, circle[0]))
            place = next(path for item, path in self._places() if item.id == circle[0])
            message = _("Each of these waits for the next, so none can begin: %(way)s.", way=way)
            yield Fault(message, _("Take one of them out of “after”."), (*place, "after"))
        for place_of_gate, gate in enumerate(self.gates):
            for number, wanted in enumerate(gate.needs):
                if wanted not in ids:
                    message = _("“%(gate)s” needs “%(id)s”, which is no requirement here.", gate=gate.title, id=wanted)
                    yield Fault(message, closest(wanted, ids), ("gates", place_of_gate, "needs", number))
            if not gate.needs:
                message = _("Nothing leads to “%(gate)s”.", gate=gate.title)
                yield Fault(message, _("Name requirements under “needs”."), ("gates", place_of_gate))

    def _faults_of_dates(self) -> Iterable[Fault]:
        if self.asked_from and self.asked_until and self.asked_until < self.asked_from:
            message = _("It is asked until a day before the one from which it is asked.")
            yield Fault(message, _("Check both days."), ("asked_until",))
        if self.due_on and self.asked_from and self.due_on < self.asked_from:
            yield Fault(_("It is due before it is asked."), _("Check both days."), ("due_on",))
        if self.ends_on and (self.validity is None or not _whole_years(self.validity)):
            message = _("A certificate that ends on a day of the year holds for whole years.")
            yield Fault(message, _("Write, for example, “validity: 1 year”."), ("ends_on",))
        for name, span in (("renew", self.renew), ("grace", self.grace)):
            if span is None:
                continue
            if self.validity is None:
                message = _("What holds for good is never renewed.")
                yield Fault(message, _("Take “%(name)s” away, or give a validity.", name=name), (name,))
            elif days_of(span) >= days_of(self.validity):
                message = _("“%(name)s” is as long as the validity itself.", name=name)
                yield Fault(message, _("Make it shorter."), (name,))


def _whole_years(span: Duration) -> bool:
    return span.unit == "years" or (span.unit == "months" and span.count % 12 == 0)


def parse(text: str, where: str) -> Programme:
    """The programme of a text. Raises Problems."""
    return _read(text, where).model


def to_text(programme: Programme) -> str:
    """The file of a programme."""
    return dump(content_of(programme))


def _read(text: str, where: str) -> Source[Programme]:
    return read_yaml(Programme, text, where)


_OWN_BLOCKS = {"title", "summary", "language", "owner", "requirements"}


def _blocks(programme: Programme) -> dict[str, str]:
    content = content_of(programme)
    terms = {key: content[key] for key in content if key not in _OWN_BLOCKS}
    return {"terms": canonical_json(terms)} | {item.id: canonical(item) for item in programme.requirements}


def _references(programme: Programme) -> Iterable[Reference]:
    for number, requirement in enumerate(programme.requirements):
        for place, item in enumerate(requirement.items):
            path: Path = ("requirements", number, *(("of", place) if requirement.of else ()), item.kind)
            if item.kind != PRACTICE:
                yield Reference(requirement.id, item.kind, item.slug, path=path)


def _check(programme: Programme, lookup: Lookup) -> Iterable[Fault]:
    for number, requirement in enumerate(programme.requirements):
        for place, item in enumerate(requirement.items):
            asked = lookup(item.kind, item.slug) if item.mark is not None and item.kind != PRACTICE else None
            own = getattr(asked, "pass_mark", None)
            if own is not None and item.mark is not None and item.mark < own:
                message = _("“%(slug)s” is passed with %(own)s per cent only.", slug=item.slug, own=own)
                path: Path = ("requirements", number, *(("of", place) if requirement.of else ()), "mark")
                yield Fault(message, _("Ask for that mark or a higher one, or take “mark” away."), path)


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
    check=_check,
    roles=lambda programme: [RoleNamed(role, ("roles", number)) for number, role in enumerate(programme.roles)],
    teams=lambda programme: [TeamNamed(team, ("teams", number)) for number, team in enumerate(programme.teams)],
    preview="certification/preview.html",
    block_title=lambda _programme, block: (
        _("Of whom it is asked, by when, and how long it holds") if block == "terms" else block
    ),
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
