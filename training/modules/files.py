"""Modules as files: a head of YAML, then blocks of Markdown, each under its own heading, with questions between."""

from collections.abc import Iterable
from math import ceil
from typing import Annotated

from pydantic import Field

from training.content.blocks import read_blocks
from training.content.body import QUESTION, RawBlock, RawPiece, fence_for, heading_value, note_lines
from training.content.faults import Fault, twice
from training.content.front_matter import FENCE
from training.content.kinds import Findable, Kind, Reference, Shown, Source, content_of
from training.content.links import StepLink, aims_of, loose_aims
from training.content.questions import Several, Single, TrueFalse
from training.content.questions.warnings import question_warnings
from training.content.schema import Strict, canonical
from training.content.types import ItemId, Language, Line, Minutes, Slug, Title
from training.content.yaml import Path, Value, load
from training.content.yaml_text import dump
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext
from training.core.markdown import words_of
from training.core.problems import Problem, Problems
from training.modules.prose import Prose

WORDS_A_MINUTE = 180
MINUTES_A_QUESTION = 0.5


Piece = Annotated[Prose | Single | Several | TrueFalse, Field(discriminator="type")]


class Block(Strict):
    """One page of a module. `minutes` is what the author says it takes, `step` and `standard` what it teaches."""

    id: ItemId
    title: Title
    minutes: Minutes | None = None
    step: StepLink | None = None
    standard: Slug | None = None
    pieces: tuple[Piece, ...]

    @property
    def questions(self) -> tuple[Single | Several | TrueFalse, ...]:
        return tuple(piece for piece in self.pieces if not isinstance(piece, Prose))

    @property
    def words(self) -> int:
        """Words to read, questions aside."""
        return sum(len(piece.text.split()) for piece in self.pieces if isinstance(piece, Prose))

    @property
    def estimated_minutes(self) -> int:
        """Whole minutes that the block takes, at least 1: the author's, else estimated from words and questions."""
        if self.minutes is not None:
            return self.minutes
        return max(1, ceil(self.words / WORDS_A_MINUTE + MINUTES_A_QUESTION * len(self.questions)))

    def faults(self) -> Iterable[Fault]:
        if not self.pieces:
            yield Fault(_("The block “%(title)s” is empty.", title=self.title), _("Write something, or remove it."))
        for number, (one, next_one) in enumerate(zip(self.pieces, self.pieces[1:], strict=False)):
            if isinstance(one, Prose) and isinstance(next_one, Prose):
                yield Fault(_("Two texts follow each other."), _("Join them."), ("pieces", number + 1))


class Module(Strict):
    """A lesson: blocks to be read one page at a time. `service` is the one whose boot camp it belongs to."""

    title: Title
    summary: Line
    skills: tuple[Slug, ...] = ()
    service: Slug | None = None
    language: Language = "en"
    blocks: tuple[Block, ...]

    @property
    def estimated_minutes(self) -> int:
        """Whole minutes that the module takes."""
        return sum(block.estimated_minutes for block in self.blocks)

    def block(self, item: str) -> Block | None:
        """The block with this id."""
        return next((block for block in self.blocks if block.id == item), None)

    def question(self, item: str) -> Single | Several | TrueFalse | None:
        """The question with this id, in whichever block it stands."""
        return next((question for block in self.blocks for question in block.questions if question.id == item), None)

    def faults(self) -> Iterable[Fault]:
        if not self.blocks:
            message = _("The module has no block.")
            yield Fault(message, _("Add a heading such as “## First steps {#first-steps}” and text below it."))
        yield from twice((block.id for block in self.blocks), "blocks")
        seen: set[str] = set()
        for number, block in enumerate(self.blocks):
            for place, piece in enumerate(block.pieces):
                if isinstance(piece, Prose):
                    continue
                if piece.id in seen:
                    message = _("The id “%(id)s” of a question is here twice.", id=piece.id)
                    yield Fault(message, _("Give each its own id."), ("blocks", number, "pieces", place, "id"))
                seen.add(piece.id)


def parse(text: str, where: str) -> Module:
    """The module of a text. Raises Problems with everything that is wrong, each with its line."""
    return read(text, where).model


def to_text(module: Module) -> str:
    """The file of a module, the same bytes for the same module."""
    head = {key: value for key, value in content_of(module).items() if key != "blocks"}
    return f"{FENCE}\n{dump(head)}{FENCE}\n" + "".join(_block_text(block) for block in module.blocks)


def _block_text(block: Block) -> str:
    said = {"minutes": block.minutes, "step": block.step, "standard": block.standard}
    attributes = "".join(f" {name}={value}" for name, value in said.items() if value is not None)
    parts = [f"\n## {block.title} {{#{block.id}{attributes}}}\n"]
    for piece in block.pieces:
        if isinstance(piece, Prose):
            parts.append(f"\n{piece.text}\n")
        else:
            yaml = dump(piece.content())
            fence = fence_for(yaml)
            parts.append(f"\n{fence}{QUESTION}\n{yaml}{fence}\n")
    return "".join(parts)


def read(text: str, where: str) -> Source[Module]:
    """The module of a text with the line of each part. Raises Problems."""
    return read_blocks(Module, text, where, _block_value)


def _block_value(
    block: RawBlock, path: Path, where: str, lines: dict[Path, int], problems: list[Problem]
) -> dict[str, Value]:
    value = heading_value(block, path, where, lines, problems)
    lines[*path, "pieces"] = block.line
    pieces: list[Value] = []
    for piece in block.pieces:
        try:
            pieces.append(_piece_value(piece, (*path, "pieces", len(pieces)), where, lines))
        except Problems as error:
            problems += error.problems
    value["pieces"] = pieces
    return value


def _piece_value(piece: RawPiece, path: Path, where: str, lines: dict[Path, int]) -> Value:
    if piece.kind == "text":
        lines[path] = piece.line
        note_lines(piece.text, piece.line, (*path, "text"), lines)
        return {"type": "text", "text": piece.text}
    loaded = load(piece.text, where, piece.line)
    lines |= {(*path, *inner): line for inner, line in loaded.lines.items()}
    if isinstance(loaded.value, dict) and loaded.value.get("type") == "text":
        # The schema would take it for what stands between questions.
        message = _("“%(value)s” is not a type.", value="text")
        raise Problems([Problem(where, loaded.line(("type",)), message, _("Choose the type of a question."))])
    return loaded.value


def _warnings(module: Module) -> Iterable[Fault]:
    for number, block in enumerate(module.blocks):
        if block.words > 600:
            message = _("The block “%(title)s” has %(words)s words.", title=block.title, words=block.words)
            yield Fault(message, _("Divide it: a page should be read in three minutes."), ("blocks", number))
    if not any(block.questions for block in module.blocks):
        yield Fault(_("The module asks no question."), _("Ask one where a reader could go wrong."))
    questions = list(_questions(module))
    yield from question_warnings([(path, question) for _block, path, question in questions])
    for _block, path, question in questions:
        yield from loose_aims(question, path)


def _questions(module: Module) -> Iterable[tuple[str, Path, Single | Several | TrueFalse]]:
    """Each question with the id of its block and its place."""
    for number, block in enumerate(module.blocks):
        for place, piece in enumerate(block.pieces):
            if not isinstance(piece, Prose):
                yield block.id, ("blocks", number, "pieces", place), piece


def _references(module: Module) -> Iterable[Reference]:
    if module.service:
        yield Reference(None, "service", module.service, None, ("service",))
    for number, block in enumerate(module.blocks):
        yield from aims_of(block, block.id, ("blocks", number))
    for block_id, path, question in _questions(module):
        yield from aims_of(question, block_id, path)


def _blocks(module: Module) -> dict[str, str]:
    return {block.id: canonical(block) for block in module.blocks}


def _media(module: Module) -> Iterable[Shown]:
    for number, block in enumerate(module.blocks):
        for place, piece in enumerate(block.pieces):
            if isinstance(piece, Prose):
                for line, name in piece.media():
                    yield Shown(block.id, name, ("blocks", number, "pieces", place, "text", line))


def _findable(module: Module) -> Iterable[Findable]:
    yield Findable(None, module.title, module.summary)
    for block in module.blocks:
        yield Findable(block.id, block.title, " ".join(words_of(p.text) for p in block.pieces if isinstance(p, Prose)))


KIND = Kind(
    name="module",
    label=lazy_gettext("Module"),
    folder="content/modules",
    suffix=".md",
    schema=Module,
    reader=read,
    to_text=to_text,
    blocks=_blocks,
    references=_references,
    warn=_warnings,
    media=_media,
    preview="modules/preview.html",
    in_body=("blocks",),
    block_title=lambda module, item: block.title if (block := module.block(item)) else item,
    lonely=lazy_gettext("No programme asks for this module."),
    findable=_findable,
    place=lambda slug, block: f"/learn/{slug}" + (f"/{block}" if block else ""),
    template="""\
---
title: Name of the module
summary: What you can do after it, in a sentence.
skills: []
language: en
---

## First page {#first-page}

Say one thing, then show it.

```question
id: first-question
type: single
text: What would you do?
options:
  - id: a
    text: The right thing
    correct: true
  - id: b
    text: Something else
    feedback: What would go wrong.
explanation: Why the right thing is right.
```
""",
)

KINDS = (KIND,)
