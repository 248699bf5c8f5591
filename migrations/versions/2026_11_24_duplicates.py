"""Merges of people and their journal, people known to be two, places that count once.

Revision: 0006
Follows: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "distinction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_distinction_in_order")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_distinction_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["first_id"], ["person.id"], name=op.f("fk_distinction_first_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["person.id"], name=op.f("fk_distinction_second_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distinction")),
        sa.UniqueConstraint(
            "first_id", "second_id", name=op.f("uq_distinction_first_id_second_id")
        ),
    )
    with op.batch_alter_table("distinction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_distinction_second_id"), ["second_id"], unique=False)

    op.create_table(
        "merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survivor_id", sa.Integer(), nullable=False),
        sa.Column("merged_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_merge_by_id_account")),
        sa.ForeignKeyConstraint(
            ["merged_id"], ["person.id"], name=op.f("fk_merge_merged_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["person.id"], name=op.f("fk_merge_survivor_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge")),
    )
    with op.batch_alter_table("merge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_merge_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_merge_merged_id"), ["merged_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_merge_survivor_id"), ["survivor_id"], unique=False)

    op.create_table(
        "merge_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("merge_id", sa.Integer(), nullable=False),
        sa.Column("bundle", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=63), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("column_name", sa.String(length=63), nullable=True),
        sa.Column("old_value", sa.JSON(), nullable=False),
        sa.Column("new_value", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merge_id"], ["merge.id"], name=op.f("fk_merge_change_merge_id_merge")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge_change")),
    )
    with op.batch_alter_table("merge_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_merge_change_merge_id"), ["merge_id"], unique=False)
        batch_op.create_index("ix_merge_change_row", ["table_name", "row_id"], unique=False)

    op.create_table(
        "merge_reversal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("merge_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("stayed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_merge_reversal_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["merge_id"], ["merge.id"], name=op.f("fk_merge_reversal_merge_id_merge")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge_reversal")),
        sa.UniqueConstraint("merge_id", name=op.f("uq_merge_reversal_merge_id")),
    )
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_enrolment_class_id_person_id"), type_="unique")
        batch_op.create_index(
            "uq_enrolment_counting",
            ["class_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'merged'"),
            postgresql_where=sa.text("state <> 'merged'"),
        )

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_person_merged_into_id"), ["merged_into_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_person_merged_into_id_person"), "person", ["merged_into_id"], ["id"]
        )
        batch_op.drop_index("ix_person_search")
        batch_op.create_index(
            "ix_person_search",
            ["sort_key", "id", "search_key", "marked_key", "merged_into_id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_search")
        batch_op.create_index(
            "ix_person_search", ["sort_key", "id", "search_key", "marked_key"], unique=False
        )
        batch_op.drop_constraint(batch_op.f("fk_person_merged_into_id_person"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_person_merged_into_id"))
        batch_op.drop_column("merged_into_id")

    op.execute("UPDATE enrolment SET state = 'withdrawn' WHERE state = 'merged'")
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_enrolment_counting",
            sqlite_where=sa.text("state <> 'merged'"),
            postgresql_where=sa.text("state <> 'merged'"),
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_enrolment_class_id_person_id"), ["class_id", "person_id"]
        )

    op.drop_table("merge_reversal")
    with op.batch_alter_table("merge_change", schema=None) as batch_op:
        batch_op.drop_index("ix_merge_change_row")
        batch_op.drop_index(batch_op.f("ix_merge_change_merge_id"))

    op.drop_table("merge_change")
    with op.batch_alter_table("merge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_merge_survivor_id"))
        batch_op.drop_index(batch_op.f("ix_merge_merged_id"))
        batch_op.drop_index(batch_op.f("ix_merge_at"))

    op.drop_table("merge")
    with op.batch_alter_table("distinction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_distinction_second_id"))

    op.drop_table("distinction")
