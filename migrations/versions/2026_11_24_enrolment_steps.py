"""Ways into a class, steps of a place, waiting list, quotas, notices; what a course asks of its people.

Revision: 0005
Follows: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STATES = {"person enrolled": "confirmed", "person withdrawn": "withdrawn"}
ENROLMENT = sa.table(
    "enrolment",
    sa.column("id", sa.Integer),
    sa.column("state", sa.String),
    sa.column("enrolled_at", sa.DateTime(timezone=True)),
    sa.column("enrolled_by_id", sa.Integer),
)
ACT = sa.table(
    "audit_entry",
    sa.column("id", sa.Integer),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("actor_id", sa.Integer),
    sa.column("action", sa.String),
    sa.column("subject_kind", sa.String),
    sa.column("subject_id", sa.Integer),
    sa.column("changes", sa.JSON),
)
STEP = sa.table(
    "enrolment_step",
    sa.column("enrolment_id", sa.Integer),
    sa.column("state", sa.String),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("by_id", sa.Integer),
    sa.column("way", sa.String),
    sa.column("reason", sa.String),
)


def upgrade() -> None:
    op.create_table(
        "class_quota",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "0 <= reserved AND reserved <= seats", name=op.f("ck_class_quota_reserved_within_seats")
        ),
        sa.ForeignKeyConstraint(
            ["class_id"], ["training_class.id"], name=op.f("fk_class_quota_class_id_training_class")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_class_quota_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["account.id"], name=op.f("fk_class_quota_set_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_quota")),
        sa.UniqueConstraint(
            "class_id", "organisation_id", name=op.f("uq_class_quota_class_id_organisation_id")
        ),
    )
    with op.batch_alter_table("class_quota", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_quota_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "default_quota",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("seats >= 0", name=op.f("ck_default_quota_seats_not_negative")),
        sa.ForeignKeyConstraint(
            ["class_id"],
            ["training_class.id"],
            name=op.f("fk_default_quota_class_id_training_class"),
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["account.id"], name=op.f("fk_default_quota_set_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_default_quota")),
        sa.UniqueConstraint("class_id", name=op.f("uq_default_quota_class_id")),
    )
    op.create_table(
        "enrolment_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_by_id", sa.Integer(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("fk_enrolment_notice_enrolment_id_enrolment"),
        ),
        sa.ForeignKeyConstraint(
            ["told_by_id"], ["account.id"], name=op.f("fk_enrolment_notice_told_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_notice")),
    )
    with op.batch_alter_table("enrolment_notice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_enrolment_notice_enrolment_id"), ["enrolment_id"], unique=False
        )

    op.create_table(
        "enrolment_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_enrolment_step_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("fk_enrolment_step_enrolment_id_enrolment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_step")),
    )
    with op.batch_alter_table("enrolment_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_enrolment_step_enrolment_id"), ["enrolment_id"], unique=False
        )

    # Columns are added in place, with a value for the rows that are there: no table is rebuilt.
    op.add_column(
        "course_version",
        sa.Column("audience_rule", sa.String(length=10), nullable=False, server_default="warn"),
    )
    op.add_column(
        "course_version",
        sa.Column("prerequisites", sa.JSON(), nullable=False, server_default=sa.text("'[]'")),
    )
    op.add_column(
        "enrolment", sa.Column("way", sa.String(length=20), nullable=False, server_default="office")
    )
    op.add_column("enrolment", sa.Column("waiting_number", sa.Integer(), nullable=True))
    op.add_column(
        "enrolment",
        sa.Column("despite", sa.String(length=400), nullable=False, server_default=""),
    )
    op.add_column(
        "enrolment",
        sa.Column("set_aside", sa.JSON(), nullable=False, server_default=sa.text("'[]'")),
    )
    op.create_index(
        "uq_enrolment_waiting", "enrolment", ["class_id", "waiting_number"], unique=True
    )
    write_steps(op.get_bind())


def downgrade() -> None:
    enrolment = sa.table("enrolment", sa.column("state", sa.String))
    op.execute(enrolment.update().where(enrolment.c.state == "waiting").values(state="withdrawn"))
    op.drop_index("uq_enrolment_waiting", table_name="enrolment")
    for column in ("set_aside", "despite", "waiting_number", "way"):
        op.drop_column("enrolment", column)
    for column in ("prerequisites", "audience_rule"):
        op.drop_column("course_version", column)
    for table in ("enrolment_step", "enrolment_notice", "default_quota", "class_quota"):
        op.drop_table(table)


def write_steps(connection: sa.Connection) -> None:
    """The steps of places that are there: from the record of acts, or else from the place itself."""
    known = acts_by_enrolment(connection)
    for place in connection.execute(sa.select(ENROLMENT).order_by(ENROLMENT.c.id)).all():
        steps = known.get(place.id) or [(place.enrolled_at, None, "confirmed", "")]
        if steps[-1][2] != place.state:  # changed where nothing was recorded
            steps.append((steps[-1][0], None, place.state, ""))
        connection.execute(
            STEP.insert(),
            [
                {
                    "enrolment_id": place.id,
                    "state": state,
                    "at": at,
                    "by_id": by_id or place.enrolled_by_id,
                    "way": "office" if state == "confirmed" else None,
                    "reason": reason,
                }
                for at, by_id, state, reason in steps
            ],
        )


def acts_by_enrolment(
    connection: sa.Connection,
) -> dict[int, list[tuple[object, int | None, str, str]]]:
    """By enrolment: when, through whom, which state, why."""
    found: dict[int, list[tuple[object, int | None, str, str]]] = {}
    acts = connection.execute(
        sa.select(ACT)
        .where(ACT.c.subject_kind == "enrolment", ACT.c.action.in_(STATES))
        .order_by(ACT.c.id)
    )
    for act in acts.all():
        reason = str(act.changes.get("reason", ""))[:400]
        found.setdefault(act.subject_id, []).append(
            (act.at, act.actor_id, STATES[act.action], reason)
        )
    return found
