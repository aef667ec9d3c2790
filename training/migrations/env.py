"""What alembic runs: the connection comes from training/core/migrate.py, the shape from the models."""

from typing import Any

from alembic import context

from training.core.db import Base, UTCDateTime
from training.core.migrate import is_ours


def plain_type(kind: str, item: Any, _context: Any) -> Any:
    """Write columns in SQLAlchemy's own types: a revision must mean the same when our types have changed."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UTCDateTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    include_object=is_ours,
    render_item=plain_type,
)
context.run_migrations()
