"""Documents of this domain."""

from typing import Any

from training.content.kinds import Kind

KINDS: tuple[Kind[Any], ...] = ()
