"""The index of merged people holds only them.

Almost nobody was merged; an index of everybody tempts SQLite to read it, and to sort, for every list of people.

Revision: 0009
Follows: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NAME = "ix_person_merged_into_id"


def upgrade() -> None:
    merged = sa.text("merged_into_id IS NOT NULL")
    op.drop_index(NAME, table_name="person")
    op.create_index(
        NAME, "person", ["merged_into_id"], sqlite_where=merged, postgresql_where=merged
    )


def downgrade() -> None:
    op.drop_index(NAME, table_name="person")
    op.create_index(NAME, "person", ["merged_into_id"])
