"""How Alembic reaches the database and the models: through the running application."""

from __future__ import annotations

from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app

from lms.database import UtcDateTime

database = current_app.extensions["migrate"].db


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | bool:
    """Migrations name plain SQLAlchemy types, so that later changes of ours cannot break them."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def same_type(
    _context: Any, _inspected: Any, _metadata: Any, inspected: Any, declared: Any
) -> bool | None:
    """Instants are timestamps; anything else is compared by Alembic."""
    return False if isinstance(declared, UtcDateTime) else None


def is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Huey keeps its queue beside our tables when PostgreSQL carries the jobs."""
    return kind != "table" or not (name or "").startswith("huey_")


def let_tables_be_rebuilt(connection: Any) -> None:
    """SQLite changes a table by writing it anew; dropping the old one must not empty those that refer to it."""
    if connection.dialect.name == "sqlite":  # only outside of a transaction
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys = OFF")


def refuse_lost_references(ctx: Any, **_kw: Any) -> None:
    """Called at the end of each step, inside its transaction."""
    if ctx.dialect.name == "sqlite":
        lost = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if lost:
            raise RuntimeError(f"the migration leaves rows that refer to nothing: {lost[:5]}")


def run() -> None:
    with database.engine.connect() as connection:
        let_tables_be_rebuilt(connection)
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_item=render_item,
            render_as_batch=True,
            compare_type=same_type,
            include_name=is_ours,
            transaction_per_migration=True,
            on_version_apply=refuse_lost_references,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.invalidate()  # the next user gets a connection that guards references


if context.is_offline_mode():
    raise SystemExit("migrations need the database: offline mode is not offered")
run()
