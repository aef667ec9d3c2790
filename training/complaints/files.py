"""The kinds of documents of complaints."""

from typing import Any

from training.content.kinds import Kind

KINDS: tuple[Kind[Any], ...] = ()
