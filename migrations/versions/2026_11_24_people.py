"""Citizen numbers, names searched with their marks, notes at telephone numbers, the revision of a person.

Revision: 0003
Follows: 0002
"""

from __future__ import annotations

import re
import unicodedata

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
        batch_op.add_column(
            sa.Column("marked_key", sa.String(length=250), nullable=False, server_default="")
        )
        batch_op.create_index(
            batch_op.f("ix_person_citizen_number_hash"), ["citizen_number_hash"], unique=False
        )
        batch_op.drop_index(batch_op.f("ix_person_sort_key"))
        batch_op.create_index(
            "ix_person_search", ["sort_key", "id", "search_key", "marked_key"], unique=False
        )
    _write_marked_keys()

    with op.batch_alter_table("person_phone", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("note", sa.String(length=60), nullable=False, server_default="")
        )

    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.create_check_constraint(
            batch_op.f("ck_position_ends_after_start"), "ended_on >= started_on"
        )


def _write_marked_keys() -> None:
    """Names in small letters with their marks; at the end of a word the tone stands on its first vowel."""
    person = sa.table(
        "person", sa.column("id"), sa.column("full_name"), sa.column("marked_key", sa.String())
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(person.c.id, person.c.full_name)).all():
        tones = "\u0300\u0309\u0303\u0301\u0323"
        late = unicodedata.normalize("NFD", row.full_name.lower())
        early = re.sub(rf"([ou])([aey])([{tones}])(?![\w{tones}])", r"\1\3\2", late)
        name = unicodedata.normalize("NFC", early)
        words = "".join(c if c.isalnum() or unicodedata.combining(c) else " " for c in name).split()
        connection.execute(
            sa.update(person).where(person.c.id == row.id).values(marked_key=" ".join(words)[:200])
        )


def downgrade() -> None:
    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_position_ends_after_start"), type_="check")

    with op.batch_alter_table("person_phone", schema=None) as batch_op:
        batch_op.drop_column("note")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_search")
        batch_op.create_index(batch_op.f("ix_person_sort_key"), ["sort_key"], unique=False)
        batch_op.drop_index(batch_op.f("ix_person_citizen_number_hash"))
        batch_op.drop_column("marked_key")
        batch_op.drop_column("revision")
        batch_op.drop_column("citizen_number_hash")
        batch_op.drop_column("citizen_number_encrypted")
