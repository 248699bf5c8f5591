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


def run() -> None:
    with database.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_item=render_item,
            render_as_batch=True,
            compare_type=same_type,
            include_name=is_ours,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("migrations need the database: offline mode is not offered")
run()
