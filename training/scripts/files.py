"""Scripts as files: for roles in a situation, lines to say, each with its cue and its reason."""

from collections.abc import Iterable
from typing import Literal

from training.content.faults import Fault, closest, twice
from training.content.kinds import Findable, Kind, Reference, RoleNamed, Source, content_of, read_yaml
from training.content.links import aims_of, loose_aims
from training.content.schema import Strict, canonical, canonical_json
from training.content.types import Day, ItemId, Language, Line, Seconds, Slug, Text, Title
from training.content.yaml_text import dump
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext
from training.scripts.rules import END, Ways, reached, ways_on
from training.scripts.rules_words import BLANK, runs

FRAME = "frame"
"""The block of what holds for the whole script."""

MOST_WORDS = 60
"""Words of a line that somebody can say without reading them off: twenty-five seconds at a calm pace."""


class Blank(Strict):
    """Something to fill in while speaking. A line names it in braces: “{customer}”."""

    id: ItemId
    label: Line
    example: Line | None = None


class Avoid(Strict):
    """Words that do harm, what to say instead, and why."""

    say: Line
    instead: Line
    why: Text | None = None


class Branch(Strict):
    """What the customer may do or say next, and the line to go on with (“end”: it is over)."""

    case: Line
    go: ItemId


class ScriptLine(Strict):
    """One exchange: `when` is the cue, `say` the words, `why` the reason.

    `wording` says whether the words are to be kept as they are or only show the way; `must` are phrases out of `say`
    that have to be said in any case. `seconds` is the time in which it is to be done. Without branches the next line
    follows. `also` are other words by which people look for it.
    """

    id: ItemId
    when: Text
    say: Text
    wording: Literal["suggested", "required"] = "suggested"
    must: tuple[Line, ...] = ()
    why: Text | None = None
    avoid: tuple[Avoid, ...] = ()
    authority: Line | None = None
    seconds: Seconds | None = None
    step: Line | None = None
    standard: Line | None = None
    also: tuple[Line, ...] = ()
    branches: tuple[Branch, ...] = ()

    def faults(self) -> Iterable[Fault]:
        for number, phrase in enumerate(self.must):
            if phrase not in self.say:
                message = _("“%(phrase)s” has to be said, but does not stand in “say”.", phrase=phrase)
                yield Fault(message, _("Write it in “say” in exactly these words, or correct it."), ("must", number))


class Script(Strict):
    """What to say when, for roles in a situation. `audience` says whether only these roles may see it.

    `owner` answers for it and looks at it again by `review_on`. `authority` is what whoever speaks may decide alone.
    """

    title: Title
    summary: Line
    language: Language = "en"
    roles: tuple[Slug, ...] = ()
    audience: Literal["everyone", "roles"] = "everyone"
    skills: tuple[Slug, ...] = ()
    situation: Text
    also: tuple[Line, ...] = ()
    owner: Line | None = None
    review_on: Day | None = None
    authority: Line | None = None
    step: Line | None = None
    standard: Line | None = None
    blanks: tuple[Blank, ...] = ()
    avoid: tuple[Avoid, ...] = ()
    lines: tuple[ScriptLine, ...]

    def line(self, item: str) -> ScriptLine | None:
        """The line with this id."""
        return next((line for line in self.lines if line.id == item), None)

    def blank(self, item: str) -> Blank | None:
        """The blank with this id."""
        return next((blank for blank in self.blanks if blank.id == item), None)

    @property
    def line_ids(self) -> tuple[str, ...]:
        return tuple(line.id for line in self.lines)

    @property
    def ways(self) -> Ways:
        """By line, what may come next."""
        return ways_on([(line.id, [branch.go for branch in line.branches]) for line in self.lines])

    def authority_at(self, line: ScriptLine) -> str | None:
        """What whoever says this line may decide alone."""
        return line.authority or self.authority

    def faults(self) -> Iterable[Fault]:
        if not self.lines:
            yield Fault(_("The script has no line."), _("Add one under “lines:”."), ("lines",))
        if self.audience == "roles" and not self.roles:
            message = _("Only its roles may see the script, and it names none.")
            yield Fault(message, _("Name a role under “roles”, or leave “audience” out."), ("audience",))
        yield from twice((line.id for line in self.lines), "lines")
        yield from twice((blank.id for blank in self.blanks), "blanks")
        ids = [line.id for line in self.lines]
        blanks = [blank.id for blank in self.blanks]
        for number, line in enumerate(self.lines):
            if line.id in {END, FRAME}:
                message = _("“%(id)s” stands for something else here and cannot be the id of a line.", id=line.id)
                yield Fault(message, _("Choose another id."), ("lines", number, "id"))
            for place, branch in enumerate(line.branches):
                if branch.go not in (*ids, END):
                    message = _("“%(id)s” leads nowhere: no line has this id.", id=branch.go)
                    yield Fault(message, closest(branch.go, [*ids, END]), ("lines", number, "branches", place, "go"))
            for name in BLANK.findall(line.say):
                if name not in blanks:
                    message = _("“{%(name)s}” is to be filled in, but is not one of the blanks.", name=name)
                    remedy = closest(name, blanks) if blanks else _("Add it under “blanks:”.")
                    yield Fault(message, remedy, ("lines", number, "say"))


def parse(text: str, where: str) -> Script:
    """The script of a text. Raises Problems."""
    return _read(text, where).model


def to_text(script: Script) -> str:
    """The file of a script."""
    return dump(content_of(script))


def _read(text: str, where: str) -> Source[Script]:
    return read_yaml(Script, text, where)


def _blocks(script: Script) -> dict[str, str]:
    """Each line is a block, and what holds for the whole script is one."""
    content = content_of(script)
    frame = {key: content[key] for key in content if key in _IN_FRAME}
    return {FRAME: canonical_json(frame)} | {line.id: canonical(line) for line in script.lines}


_IN_FRAME = ("situation", "authority", "step", "standard", "blanks", "avoid")


def _block_title(script: Script, block: str) -> str:
    if block == FRAME:
        return _("Situation, authority and words to avoid")
    line = script.line(block)
    return line.when if line else block


def _said(script: Script, line: ScriptLine) -> Iterable[tuple[str, str]]:
    labels = {blank.id: blank.label for blank in script.blanks}
    for run in runs(line.say, must=line.must, blanks=labels):
        for piece in run.pieces:
            yield ("gap", labels[piece.blank]) if piece.blank else ("must" if run.must else "", piece.text)


def _findable(script: Script) -> Iterable[Findable]:
    first = script.lines[0]
    yield Findable(
        None,
        script.title,
        f"{script.summary} {script.situation}",
        answer=first.say,
        also=script.also,
        said=tuple(_said(script, first)),
        authority=script.authority_at(first) or "",
    )
    for line in script.lines:
        avoided = (avoid.say for avoid in (*line.avoid, *script.avoid))
        texts = (script.title, line.say, line.why or "", *avoided, *script.also)
        yield Findable(
            line.id,
            line.when,
            " ".join(texts),
            answer=line.say,
            also=line.also,
            said=tuple(_said(script, line)),
            authority=script.authority_at(line) or "",
        )


def _references(script: Script) -> Iterable[Reference]:
    yield from aims_of(script, FRAME)
    for number, line in enumerate(script.lines):
        yield from aims_of(line, line.id, ("lines", number))


def _warnings(script: Script) -> Iterable[Fault]:
    if script.owner is None:
        yield Fault(_("Nobody answers for this script."), _("Name who does: “owner: Head of service”."))
    if script.review_on is None:
        message = _("It is not said when somebody looks at this script again.")
        yield Fault(message, _("Add a day: “review_on: 2027-03-31”."))
    found = reached(script.ways, script.lines[0].id)
    yield from loose_aims(script)
    for number, line in enumerate(script.lines):
        yield from loose_aims(line, ("lines", number))
        if line.why is None:
            message = _("“%(id)s” has no reason.", id=line.id)
            yield Fault(message, _("Say under “why” what these words do for the customer."), ("lines", number))
        count = len(line.say.split())
        if count > MOST_WORDS:
            message = _("“%(id)s” has %(count)s words; nobody remembers so many.", id=line.id, count=count)
            yield Fault(message, _("Shorten it, or make two lines of it."), ("lines", number, "say"))
        if line.id not in found:
            message = _("No line leads to “%(id)s”, so it never comes up at the counter.", id=line.id)
            yield Fault(message, _("Let a branch lead there, or take the line away."), ("lines", number, "id"))


KIND = Kind(
    name="script",
    label=lazy_gettext("Script"),
    folder="content/scripts",
    suffix=".yaml",
    schema=Script,
    reader=_read,
    to_text=to_text,
    blocks=_blocks,
    preview="scripts/preview.html",
    block_title=_block_title,
    references=_references,
    warn=_warnings,
    roles=lambda script: [RoleNamed(role, ("roles", number)) for number, role in enumerate(script.roles)],
    audience=lambda script: script.roles if script.audience == "roles" else (),
    findable=_findable,
    place=lambda slug, block: f"/scripts/{slug}" + (f"#{block}" if block else ""),
    at_work=lambda slug, block: f"/scripts/{slug}/live" + (f"/{block}" if block else ""),
    template="""\
title: Name of the situation
summary: What comes out well with these words.
roles: [slug-of-a-role]
situation: When to reach for this script.
owner: Who answers for it
lines:
  - id: first-words
    when: What you see or hear
    say: What you say.
    why: Why these words.
""",
)

KINDS = (KIND,)
