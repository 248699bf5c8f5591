"""Citizen numbers, notes at telephone numbers, the revision of a person, positions that end after they start.

Revision: 0003
Follows: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("citizen_number_encrypted", sa.String(length=200), nullable=True)
        )
        batch_op.add_column(sa.Column("citizen_number_hash", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
        batch_op.create_index(
            batch_op.f("ix_person_citizen_number_hash"), ["citizen_number_hash"], unique=False
        )

    with op.batch_alter_table("person_phone", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("note", sa.String(length=60), nullable=False, server_default="")
        )

    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.create_check_constraint(
            batch_op.f("ck_position_ends_after_start"), "ended_on >= started_on"
        )


def downgrade() -> None:
    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_position_ends_after_start"), type_="check")

    # "never": what SQLite copies into a new table it deletes first, and other tables point at people
    with op.batch_alter_table("person_phone", recreate="never") as batch_op:
        batch_op.drop_column("note")

    with op.batch_alter_table("person", recreate="never") as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_citizen_number_hash"))
        batch_op.drop_column("revision")
        batch_op.drop_column("citizen_number_hash")
        batch_op.drop_column("citizen_number_encrypted")
