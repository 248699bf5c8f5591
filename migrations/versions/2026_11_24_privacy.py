"""Consent, requests about personal data, erasure, exports, and a record of acts whose values can go.

Revision: 0005
Follows: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "changed_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changed_term")),
        sa.UniqueConstraint("name", name=op.f("uq_changed_term_name")),
    )
    op.create_table(
        "export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_export_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
    )
    with op.batch_alter_table("export", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_export_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_export_by_id"), ["by_id"], unique=False)

    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("actor_salt", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("actor_hash", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("changes_salt", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("changes_hash", sa.String(length=64), nullable=True))


def downgrade() -> None:

    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_column("changes_hash")
        batch_op.drop_column("changes_salt")
        batch_op.drop_column("actor_hash")
        batch_op.drop_column("actor_salt")

    with op.batch_alter_table("export", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_export_by_id"))
        batch_op.drop_index(batch_op.f("ix_export_at"))

    op.drop_table("export")
    op.drop_table("changed_term")
