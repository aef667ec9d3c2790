"""Checklists as files: what to look for when somebody is seen at work, and how well it has to come."""

from collections.abc import Iterable
from typing import Literal

from training.content.durations import Duration
from training.content.faults import Fault, closest, twice
from training.content.kinds import Findable, Kind, Reference, RoleNamed, Source, content_of, read_yaml
from training.content.links import aims_of, loose_aims
from training.content.schema import Strict, canonical, canonical_json
from training.content.types import ItemId, Language, Line, Slug, Span, Text, Title, YesNo
from training.content.yaml import Path
from training.content.yaml_text import dump
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext

FRAME = "frame"
"""The block of what holds for the whole checklist."""

MOST_CRITERIA = 12
"""More than these nobody watches for while a customer stands there."""


class Level(Strict):
    """One step of how well something comes. `text` says how to tell it from the one below."""

    id: ItemId
    title: Line
    text: Line | None = None


class Criterion(Strict):
    """One thing to watch. `look_for` says what it looks like when it is there.

    `needed` takes the place of the checklist's own. One that is `optional` may be left as “not seen today”.
    """

    id: ItemId
    text: Line
    look_for: Text | None = None
    skills: tuple[Slug, ...] = ()
    needed: ItemId | None = None
    optional: YesNo = False
    step: Line | None = None
    standard: Line | None = None


class Checklist(Strict):
    """What is looked for when people of some roles are seen at work, and which level of each criterion passes.

    `observers` are roles that may observe beside those who lead the learner. With `second_observer` two people sign.
    `situation` says when to watch. After “not yet” the next time is suggested `again_after`. `meaning` is the sentence
    that is signed. `levels` go from lowest to highest; `needed` is the one that passes, else the highest. Without
    levels there are three: not yet, with help, alone.
    """

    title: Title
    summary: Line
    language: Language = "en"
    roles: tuple[Slug, ...] = ()
    audience: Literal["everyone", "roles"] = "everyone"
    skills: tuple[Slug, ...] = ()
    owner: Line | None = None
    observers: tuple[Slug, ...] = ()
    second_observer: YesNo = False
    situation: Text | None = None
    again_after: Span = Duration(14, "days")
    meaning: Text | None = None
    levels: tuple[Level, ...] = ()
    needed: ItemId | None = None
    criteria: tuple[Criterion, ...]

    @property
    def ladder(self) -> tuple[Level, ...]:
        """The levels from lowest to highest, also where the checklist leaves them as they usually are."""
        return self.levels or usual_levels()

    @property
    def sentence(self) -> str:
        """What whoever signs says with it, also where the checklist leaves it as it usually is."""
        return self.meaning or usual_meaning()

    @property
    def steps(self) -> tuple[str, ...]:
        """The ids of the levels from lowest to highest."""
        return tuple(level.id for level in self.levels) or USUAL

    def level(self, item: str) -> Level | None:
        """The level with this id."""
        return next((level for level in self.ladder if level.id == item), None)

    def criterion(self, item: str) -> Criterion | None:
        """The criterion with this id."""
        return next((criterion for criterion in self.criteria if criterion.id == item), None)

    def needed_of(self, criterion: Criterion) -> str:
        """The id of the level that a criterion needs."""
        return criterion.needed or self.needed or self.steps[-1]

    def faults(self) -> Iterable[Fault]:
        if not self.criteria:
            yield Fault(_("The checklist looks at nothing."), _("Add a line under “criteria:”."), ("criteria",))
        elif all(criterion.optional for criterion in self.criteria):
            message = _("Every criterion may be left out, so somebody could pass without being seen.")
            yield Fault(message, _("Take “optional” away from at least one."), ("criteria",))
        if self.audience == "roles" and not self.roles:
            message = _("Only its roles may see the checklist, and it names none.")
            yield Fault(message, _("Name a role under “roles”, or leave “audience” out."), ("audience",))
        if len(self.levels) == 1:
            message = _("With one level there is nothing to tell apart.")
            yield Fault(message, _("Name at least two, or leave “levels” out."), ("levels",))
        yield from twice((level.id for level in self.levels), "levels")
        yield from twice((criterion.id for criterion in self.criteria), "criteria")
        if self.needed is not None:
            yield from self._faults_of_needed(self.needed, ("needed",))
        for number, criterion in enumerate(self.criteria):
            if criterion.id == FRAME:
                message = _("“%(id)s” stands for something else here and cannot be the id of a criterion.", id=FRAME)
                yield Fault(message, _("Choose another id."), ("criteria", number, "id"))
            if criterion.needed is not None:
                yield from self._faults_of_needed(criterion.needed, ("criteria", number, "needed"))
        for name, roles in (("roles", self.roles), ("observers", self.observers)):
            for number, role in enumerate(roles):
                if role in roles[:number]:
                    yield Fault(_("The role “%(role)s” is here twice.", role=role), _("Remove one."), (name, number))

    def _faults_of_needed(self, needed: str, path: Path) -> Iterable[Fault]:
        if needed not in self.steps:
            message = _("“%(id)s” is none of the levels.", id=needed)
            yield Fault(message, closest(needed, self.steps), path)
        elif needed == self.steps[0]:
            message = _("“%(id)s” is the lowest level, so everybody would pass.", id=needed)
            yield Fault(message, _("Choose a higher one."), path)


USUAL = ("not-yet", "with-help", "alone")
"""The levels of a checklist that names none."""


def usual_levels() -> tuple[Level, ...]:
    """The levels of a checklist that names none, in the reader's language."""
    words = (
        (_("Not yet"), _("It did not come, or the customer would have noticed.")),
        (_("With help"), _("It came after a word or a sign from you.")),
        (_("Alone"), _("It came by itself, and you would leave them to it.")),
    )
    return tuple(Level(id=id_, title=title, text=text) for id_, (title, text) in zip(USUAL, words, strict=True))


def usual_meaning() -> str:
    """What is signed with a checklist that does not say it itself, in the reader's language."""
    return _(
        "I watched this person at work myself. I rated what I saw, not what I expect of them, "
        "and I would say the same in front of them."
    )


def parse(text: str, where: str) -> Checklist:
    """The checklist of a text. Raises Problems."""
    return _read(text, where).model


def to_text(checklist: Checklist) -> str:
    """The file of a checklist."""
    return dump(content_of(checklist))


def _read(text: str, where: str) -> Source[Checklist]:
    return read_yaml(Checklist, text, where)


_IN_FRAME = ("second_observer", "situation", "meaning", "levels", "needed")


def _blocks(checklist: Checklist) -> dict[str, str]:
    """Each criterion is a block, and how all of them are rated is one."""
    content = content_of(checklist)
    frame = {key: content[key] for key in content if key in _IN_FRAME}
    return {FRAME: canonical_json(frame)} | {one.id: canonical(one) for one in checklist.criteria}


def _block_title(checklist: Checklist, block: str) -> str:
    if block == FRAME:
        return _("When to watch, how it is rated and what is signed")
    criterion = checklist.criterion(block)
    return criterion.text if criterion else block


def _findable(checklist: Checklist) -> Iterable[Findable]:
    yield Findable(None, checklist.title, f"{checklist.summary} {checklist.situation or ''}".strip())
    for one in checklist.criteria:
        yield Findable(one.id, one.text, f"{checklist.title} {one.look_for or ''}".strip(), answer=one.look_for or "")


def _roles(checklist: Checklist) -> Iterable[RoleNamed]:
    for name, roles in (("roles", checklist.roles), ("observers", checklist.observers)):
        for number, role in enumerate(roles):
            yield RoleNamed(role, (name, number))


def _references(checklist: Checklist) -> Iterable[Reference]:
    for number, one in enumerate(checklist.criteria):
        yield from aims_of(one, one.id, ("criteria", number))


def _warnings(checklist: Checklist) -> Iterable[Fault]:
    if checklist.owner is None:
        yield Fault(_("Nobody answers for this checklist."), _("Name who does: “owner: Head of service”."))
    if not checklist.roles:
        message = _("It is not said whose work this is, so nobody is listed to be observed.")
        yield Fault(message, _("Name a role under “roles”."))
    for number, level in enumerate(checklist.levels):
        if level.text is None:
            message = _("It is not said how to tell “%(level)s” from the level below.", level=level.title)
            yield Fault(message, _("Say under “text” what one sees then."), ("levels", number))
    for number, one in enumerate(checklist.criteria):
        yield from loose_aims(one, ("criteria", number))
        if one.look_for is None:
            message = _("Two observers may mean different things by “%(text)s”.", text=one.text)
            yield Fault(message, _("Say under “look_for” what one sees or hears."), ("criteria", number))
    if len(checklist.criteria) > MOST_CRITERIA:
        message = _("Nobody watches for %(count)s things at once.", count=len(checklist.criteria))
        yield Fault(message, _("Keep up to %(most)s, or make two checklists.", most=MOST_CRITERIA), ("criteria",))


KIND = Kind(
    name="checklist",
    label=lazy_gettext("Checklist"),
    folder="content/checklists",
    suffix=".yaml",
    schema=Checklist,
    reader=_read,
    to_text=to_text,
    blocks=_blocks,
    preview="checklists/preview.html",
    block_title=_block_title,
    references=_references,
    warn=_warnings,
    roles=_roles,
    audience=lambda checklist: checklist.roles if checklist.audience == "roles" else (),
    findable=_findable,
    place=lambda slug, block: f"/checklists/{slug}" + (f"#{block}" if block else ""),
    template="""\
title: Name of the work
summary: What somebody who passes does well with a customer in front of them.
roles: [slug-of-a-role]
owner: Who answers for it
situation: When to watch.
criteria:
  - id: first
    text: What they do
    look_for: What you see or hear when it is there.
""",
)

KINDS = (KIND,)
