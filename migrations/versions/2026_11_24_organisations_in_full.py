"""Organisations in full, and names without legal prefixes to find them by.

Revision: 0002
Follows: 0001
"""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0005"
branch_labels = None
depends_on = None

#: As the application took prefixes off on the day of this migration; "a b" needs a word after it.
PREFIX = re.compile(
    r"(?:(?:lien hiep (?:cac )?)?(?:hop tac xa|h t x|htx)|lh ?htx|to hop tac|tht"
    r"|quy tin dung(?: nhan dan| nd)?|quy td(?:nd| nd)?|q ?tdnd|qtd(?: nd)?"
    r"|cong ty(?: trach nhiem huu han| tnhh| co phan| cp)?|cty(?: tnhh| cp)?|ctcp"
    r"|doanh nghiep tu nhan|dntn|san xuat|kinh doanh|dich vu|nong nghiep|tong hop|thuong mai"
    r"|mot thanh vien|mtv|va|(?:sx|kdth|kd|dvth|dv|nn|tm)+|xa|thi tran) (?=\S)"
)


def upgrade() -> None:
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.add_column(sa.Column("bare_key", sa.String(length=250), nullable=True))
    _fill_bare_keys()
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.alter_column("bare_key", existing_type=sa.String(length=250), nullable=False)
        batch_op.create_index(batch_op.f("ix_organisation_bare_key"), ["bare_key"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_bare_key"))
        batch_op.drop_column("bare_key")


def _fill_bare_keys() -> None:
    body = sa.table("organisation", sa.column("id"), sa.column("search_key"), sa.column("bare_key"))
    connection = op.get_bind()
    for id_, key in connection.execute(sa.select(body.c.id, body.c.search_key)).all():
        bare = key
        while found := PREFIX.match(bare):
            bare = bare[found.end() :]
        connection.execute(sa.update(body).where(body.c.id == id_).values(bare_key=bare))
