"""What alembic runs: the connection comes from training/core/migrate.py, the shape from the models."""

from typing import Any

from alembic import context
from alembic.operations import ops
from sqlalchemy import ForeignKeyConstraint

from training.core.db import Base, UTCDateTime
from training.core.migrate import is_ours


def plain_type(kind: str, item: Any, _context: Any) -> Any:
    """Write columns in SQLAlchemy's own types: a revision must mean the same when our types have changed."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UTCDateTime) else False


def link_afterwards(_context: Any, _revision: Any, directives: list[ops.MigrationScript]) -> None:
    """Let two tables that point at each other be made first and linked then, which alembic leaves to the author."""
    for script in directives:
        up, down = script.upgrade_ops, script.downgrade_ops
        if up is None or down is None:
            continue
        for making in [op for op in up.ops if isinstance(op, ops.CreateTableOp)]:
            late = [item for item in making.columns if isinstance(item, ForeignKeyConstraint) and item.use_alter]
            for link in late:
                making.columns = [item for item in making.columns if item is not link]
                name = making.table_name
                up.ops.append(ops.ModifyTableOps(name, [ops.CreateForeignKeyOp.from_constraint(link)]))
                down.ops.insert(0, ops.ModifyTableOps(name, [ops.DropConstraintOp.from_constraint(link)]))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    include_object=is_ours,
    render_item=plain_type,
    process_revision_directives=link_afterwards,
)
context.run_migrations()
