"""Policies as files: a head of YAML, then blocks of Markdown; people read them and sign what they read."""

from collections.abc import Iterable
from typing import Literal

from training.content.blocks import read_blocks
from training.content.body import RawBlock, heading_value, note_lines
from training.content.faults import Fault, twice
from training.content.front_matter import FENCE
from training.content.kinds import Findable, Kind, Reference, RoleNamed, Shown, Source, content_of
from training.content.prose import Written
from training.content.schema import Strict, canonical, canonical_json
from training.content.types import Day, ItemId, Language, Line, Slug, Title
from training.content.yaml import Path, Value
from training.content.yaml_text import dump
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext
from training.core.markdown import words_of
from training.core.problems import Problem

MEANING = "meaning"
"""The block of what a signature says."""

DEFAULT_MEANING = "I have read this and will work by it."

LONGEST = 1500
"""Words that somebody reads to the end before signing: eight minutes at a calm pace."""


class Block(Written):
    """A part of a policy under its heading."""

    id: ItemId
    title: Title

    @property
    def words(self) -> int:
        return len(self.text.split())

    def faults(self) -> Iterable[Fault]:
        if not self.text:
            yield Fault(_("The block “%(title)s” is empty.", title=self.title), _("Write something, or remove it."))
        yield from super().faults()


class Policy(Strict):
    """What a company stands for or asks of its people, to be read and signed by version.

    `sort` says what it is: a value, a promise to customers, a page of the handbook, or a rule. `meaning` is what a
    signature says, in the words of the one who signs. `roles` are those for whom it is, none for everybody; `audience`
    says whether only they may see it. `owner` answers for it and looks at it again by `review_on`. In `standards` it
    can be seen whether it holds.
    """

    title: Title
    summary: Line
    language: Language = "en"
    sort: Literal["value", "promise", "handbook", "rule"] = "handbook"
    roles: tuple[Slug, ...] = ()
    audience: Literal["everyone", "roles"] = "everyone"
    owner: Line | None = None
    review_on: Day | None = None
    standards: tuple[Slug, ...] = ()
    meaning: Line = DEFAULT_MEANING
    blocks: tuple[Block, ...]

    def block(self, item: str) -> Block | None:
        """The block with this id."""
        return next((block for block in self.blocks if block.id == item), None)

    def faults(self) -> Iterable[Fault]:
        if not self.blocks:
            message = _("The policy has no block.")
            yield Fault(message, _("Add a heading such as “## What we promise {#promise}” and text below it."))
        if self.audience == "roles" and not self.roles:
            message = _("Only its roles may see the policy, and it names none.")
            yield Fault(message, _("Name a role under “roles”, or leave “audience” out."), ("audience",))
        yield from twice((block.id for block in self.blocks), "blocks")
        for number, block in enumerate(self.blocks):
            if block.id == MEANING:
                message = _("“%(id)s” stands for something else here and cannot be the id of a block.", id=block.id)
                yield Fault(message, _("Choose another id."), ("blocks", number, "id"))


def parse(text: str, where: str) -> Policy:
    """The policy of a text. Raises Problems with everything that is wrong, each with its line."""
    return read(text, where).model


def to_text(policy: Policy) -> str:
    """The file of a policy, the same bytes for the same policy."""
    head = {key: value for key, value in content_of(policy).items() if key != "blocks"}
    blocks = "".join(f"\n## {block.title} {{#{block.id}}}\n\n{block.text}\n" for block in policy.blocks)
    return f"{FENCE}\n{dump(head)}{FENCE}\n{blocks}"


def read(text: str, where: str) -> Source[Policy]:
    """The policy of a text with the line of each part. Raises Problems."""
    return read_blocks(Policy, text, where, _block_value)


def _block_value(block: RawBlock, path: Path, where: str, lines: dict[Path, int], problems: list[Problem]) -> Value:
    value = heading_value(block, path, where, lines, problems)
    for piece in block.pieces:
        if piece.kind == "question":
            message = _("A policy asks no questions.")
            problems.append(Problem(where, piece.line - 1, message, _("Ask it in a module, and take it away here.")))
    written = [piece for piece in block.pieces if piece.kind == "text"]
    text, line = (written[0].text, written[0].line) if written else ("", block.line)
    note_lines(text, line, (*path, "text"), lines)
    return {**value, "text": text}


def _warnings(policy: Policy) -> Iterable[Fault]:
    if policy.owner is None:
        yield Fault(_("Nobody answers for this policy."), _("Name who does: “owner: Head of service”."))
    if policy.review_on is None:
        message = _("It is not said when somebody looks at this policy again.")
        yield Fault(message, _("Add a day: “review_on: 2027-03-31”."))
    words = sum(block.words for block in policy.blocks)
    if words > LONGEST:
        message = _("The policy has %(words)s words; few read so many before they sign.", words=words)
        yield Fault(message, _("Shorten it, or make two policies of it."))


def _references(policy: Policy) -> Iterable[Reference]:
    for number, slug in enumerate(policy.standards):
        yield Reference(None, "standard", slug, None, ("standards", number))


def _blocks(policy: Policy) -> dict[str, str]:
    """Each block, and what a signature says."""
    return {MEANING: canonical_json(policy.meaning)} | {block.id: canonical(block) for block in policy.blocks}


def _block_title(policy: Policy, item: str) -> str:
    if item == MEANING:
        return _("What a signature says")
    block = policy.block(item)
    return block.title if block else item


def _media(policy: Policy) -> Iterable[Shown]:
    for number, block in enumerate(policy.blocks):
        for line, name in block.media():
            yield Shown(block.id, name, ("blocks", number, "text", line))


def _findable(policy: Policy) -> Iterable[Findable]:
    yield Findable(None, policy.title, policy.summary)
    for block in policy.blocks:
        yield Findable(block.id, block.title, f"{policy.title} {words_of(block.text)}")


KIND = Kind(
    name="policy",
    label=lazy_gettext("Policy"),
    folder="content/policies",
    suffix=".md",
    schema=Policy,
    reader=read,
    to_text=to_text,
    blocks=_blocks,
    references=_references,
    warn=_warnings,
    media=_media,
    preview="policies/preview.html",
    in_body=("blocks",),
    block_title=_block_title,
    roles=lambda policy: [RoleNamed(role, ("roles", number)) for number, role in enumerate(policy.roles)],
    audience=lambda policy: policy.roles if policy.audience == "roles" else (),
    findable=_findable,
    place=lambda slug, block: f"/policies/{slug}" + (f"#{block}" if block else ""),
    template="""\
---
title: Name of the policy
summary: What it is about, in a sentence.
sort: handbook
owner: Who answers for it
---

## First part {#first-part}

Say what holds, and why.
""",
)

KINDS = (KIND,)
