"""Documents whose file is a head of YAML and then blocks, each below its own heading."""

from collections.abc import Callable
from typing import TypeVar

from training.content.body import RawBlock, read_body
from training.content.front_matter import split
from training.content.kinds import Source, build
from training.content.schema import Strict
from training.content.yaml import Loaded, Path, Value
from training.core.i18n import gettext as _
from training.core.problems import Problem

M = TypeVar("M", bound=Strict)

ReadBlock = Callable[[RawBlock, Path, str, dict[Path, int], list[Problem]], Value]
"""(block, its path, where, lines to add to, problems to add to) → what the schema is given for a block."""


def read_blocks(schema: type[M], text: str, where: str, read_block: ReadBlock) -> Source[M]:
    """The document of a text, its blocks under “blocks”, with the line of each part. Raises Problems."""
    parts = split(text, where)
    body = read_body(parts.body, where, parts.body_line)
    head = dict(parts.head.value) if isinstance(parts.head.value, dict) else {}
    problems, lines = list(body.problems), dict(parts.head.lines)
    if "blocks" in head:
        message = _("“blocks” is not known here.")
        problems.append(Problem(where, parts.head.line(("blocks",)), message, _("Blocks follow below the head.")))
    lines[("blocks",)] = parts.body_line
    head["blocks"] = [
        read_block(block, ("blocks", number), where, lines, problems) for number, block in enumerate(body.blocks)
    ]
    return build(schema, Loaded(head, lines), where, problems)
