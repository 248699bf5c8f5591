"""Organisations in full, and names without legal prefixes to find them by.

Revision: 0004
Follows: 0003
"""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

#: As the application took prefixes off on the day of this migration; a word has to follow.
PREFIX = re.compile(
    r"(?:(?:lien hiep (?:cac )?)?(?:hop tac xa|h t x|htx)|lh ?htx|to hop tac|tht"
    r"|quy tin dung(?: nhan dan| nd)?|quy td(?:nd| nd)?|q ?tdnd|qtd(?: nd)?"
    r"|cong ty(?: trach nhiem huu han| tnhh| co phan| cp)?|cty(?: tnhh| cp)?|ctcp"
    r"|doanh nghiep tu nhan|dntn|san xuat|kinh doanh|dich vu|nong nghiep|tong hop|thuong mai"
    r"|mot thanh vien|mtv|va|(?:sx|kdth|kd|dvth|dv|nn|tm)+|xa|thi tran) (?=\S)"
)


def upgrade() -> None:
    with op.batch_alter_table("organisation") as batch_op:
        for column in (*_words(), *_dates()):
            batch_op.add_column(column)
        batch_op.add_column(sa.Column("internal_code", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("bare_key", sa.String(length=250), nullable=True))
    _fill_bare_keys()
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.alter_column("bare_key", existing_type=sa.String(length=250), nullable=False)
        batch_op.create_index(batch_op.f("ix_organisation_bare_key"), ["bare_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_status"), ["status"], unique=False)
        batch_op.create_unique_constraint(
            batch_op.f("uq_organisation_internal_code"), ["internal_code"]
        )
    _create_names()
    _create_contacts()
    _create_successions()


def downgrade() -> None:
    op.drop_table("organisation_succession")
    op.drop_table("organisation_contact")
    op.drop_table("organisation_name")
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_organisation_internal_code"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_organisation_status"))
        batch_op.drop_index(batch_op.f("ix_organisation_bare_key"))
        for name in ("bare_key", "internal_code"):
            batch_op.drop_column(name)
        for column in (*_dates(), *_words()):
            batch_op.drop_column(column.name)


def _words() -> list[sa.Column]:
    """Columns that are never null; rows of before get what a new organisation has."""
    lengths = {
        "registration_number": 60,
        "activity": 20,
        "size_class": 20,
        "phone": 15,
        "address": 200,
    }
    texts = [
        sa.Column(name, sa.String(length=length), nullable=False, server_default="")
        for name, length in lengths.items()
    ]
    return [
        sa.Column("status", sa.String(length=20), nullable=False, server_default="active"),
        sa.Column("revision", sa.Integer(), nullable=False, server_default="1"),
        *texts,
    ]


def _dates() -> list[sa.Column]:
    names = ("alliance_member_since", "address_as_of")
    return [sa.Column(name, sa.Date(), nullable=True) for name in names]


def _create_names() -> None:
    op.create_table(
        "organisation_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("search_key", sa.String(length=250), nullable=False),
        sa.Column("bare_key", sa.String(length=250), nullable=False),
        sa.Column("used_until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_name_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_name")),
    )
    with op.batch_alter_table("organisation_name") as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_name_bare_key"), ["bare_key"])
        batch_op.create_index(
            batch_op.f("ix_organisation_name_organisation_id"), ["organisation_id"]
        )


def _create_contacts() -> None:
    op.create_table(
        "organisation_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_contact_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_organisation_contact_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_contact")),
        sa.UniqueConstraint(
            "organisation_id",
            "person_id",
            name=op.f("uq_organisation_contact_organisation_id_person_id"),
        ),
    )
    with op.batch_alter_table("organisation_contact") as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_contact_person_id"), ["person_id"])


def _create_successions() -> None:
    op.create_table(
        "organisation_succession",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("predecessor_id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("legal_basis", sa.String(length=200), nullable=False),
        sa.Column("status_before", sa.String(length=20), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "predecessor_id <> successor_id",
            name=op.f("ck_organisation_succession_two_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["predecessor_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_succession_predecessor_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["account.id"],
            name=op.f("fk_organisation_succession_recorded_by_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_succession_successor_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_succession")),
        sa.UniqueConstraint(
            "predecessor_id",
            "successor_id",
            name=op.f("uq_organisation_succession_predecessor_id_successor_id"),
        ),
    )
    with op.batch_alter_table("organisation_succession") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_organisation_succession_successor_id"), ["successor_id"]
        )


def _fill_bare_keys() -> None:
    body = sa.table("organisation", sa.column("id"), sa.column("search_key"), sa.column("bare_key"))
    connection = op.get_bind()
    for id_, key in connection.execute(sa.select(body.c.id, body.c.search_key)).all():
        bare = key
        while found := PREFIX.match(bare):
            bare = bare[found.end() :]
        connection.execute(sa.update(body).where(body.c.id == id_).values(bare_key=bare))
