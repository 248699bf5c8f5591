"""Consent, requests about personal data, erasure, exports, and a record of acts whose values can go.

Revision: 0007
Follows: 0006
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MADE_AT = datetime(2026, 11, 24, tzinfo=UTC)
PURPOSES = (
    (
        "reminders",
        "Nhắc lịch học qua Zalo hoặc tin nhắn",
        "Tôi đồng ý để Liên minh Hợp tác xã tỉnh dùng họ tên và số điện thoại của tôi để gửi tin nhắn Zalo "
        "hoặc SMS nhắc lịch học, báo đổi lịch và báo kết quả các lớp tập huấn mà tôi tham gia. Liên minh không "
        "dùng số điện thoại của tôi để quảng cáo. Nếu không đồng ý, tôi vẫn được học bình thường. Tôi có thể rút "
        "lại sự đồng ý bất cứ lúc nào.",
    ),
    (
        "pictures",
        "Ảnh và video lớp học để đưa tin",
        "Tôi đồng ý để Liên minh Hợp tác xã tỉnh chụp ảnh, quay video có hình của tôi tại các lớp tập huấn và "
        "đăng trong tin, bài về hoạt động của Liên minh trên trang thông tin điện tử, trang mạng xã hội của Liên "
        "minh và trên báo, đài. Nếu không đồng ý, tôi vẫn được học bình thường và có thể ngồi ở chỗ không bị "
        "quay, chụp. Tôi có thể rút lại sự đồng ý bất cứ lúc nào; khi đó Liên minh gỡ ảnh, video trên các trang "
        "của mình.",
    ),
    (
        "ethnicity",
        "Dân tộc, chỉ để tổng hợp số liệu",
        "Tôi đồng ý để Liên minh Hợp tác xã tỉnh lưu thông tin về dân tộc do tôi tự khai. Đây là dữ liệu cá nhân "
        "nhạy cảm. Liên minh chỉ dùng để đếm số học viên là người dân tộc thiểu số trong báo cáo; báo cáo chỉ có "
        "con số, không có tên. Tôi có thể không khai và vẫn được học bình thường. Khi tôi rút lại sự đồng ý, "
        "thông tin về dân tộc của tôi bị xóa ngay.",
    ),
)


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
        "consent_purpose",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_purpose")),
        sa.UniqueConstraint("code", name=op.f("uq_consent_purpose_code")),
    )
    op.create_table(
        "consent_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["purpose_id"],
            ["consent_purpose.id"],
            name=op.f("fk_consent_wording_purpose_id_consent_purpose"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_wording")),
        sa.UniqueConstraint(
            "purpose_id", "number", name=op.f("uq_consent_wording_purpose_id_number")
        ),
    )
    op.create_table(
        "consent_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose_id", sa.Integer(), nullable=False),
        sa.Column("wording_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(length=200), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_consent_decision_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["purpose_id"],
            ["consent_purpose.id"],
            name=op.f("fk_consent_decision_purpose_id_consent_purpose"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["account.id"],
            name=op.f("fk_consent_decision_recorded_by_id_account"),
        ),
        sa.ForeignKeyConstraint(
            ["wording_id"],
            ["consent_wording.id"],
            name=op.f("fk_consent_decision_wording_id_consent_wording"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_decision")),
    )
    with op.batch_alter_table("consent_decision", schema=None) as batch_op:
        batch_op.create_index(
            "ix_consent_decision_person_id_purpose_id", ["person_id", "purpose_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_consent_decision_purpose_id"), ["purpose_id"], unique=False
        )

    op.create_table(
        "data_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("reply_due_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "person_id IS NOT NULL OR account_id IS NOT NULL",
            name=op.f("ck_data_request_of_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_data_request_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_data_request_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_request")),
    )
    with op.batch_alter_table("data_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_data_request_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            "ix_data_request_closed_at_due_on", ["closed_at", "due_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_data_request_person_id"), ["person_id"], unique=False)

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

    op.create_table(
        "notice_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_notice_reading_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_reading")),
        sa.UniqueConstraint(
            "account_id", "version", name=op.f("uq_notice_reading_account_id_version")
        ),
    )
    op.create_table(
        "data_request_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_data_request_step_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["data_request.id"],
            name=op.f("fk_data_request_step_request_id_data_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_request_step")),
        sa.UniqueConstraint(
            "request_id", "state", name=op.f("uq_data_request_step_request_id_state")
        ),
    )
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("removed", sa.JSON(), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_erasure_by_id_account")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["data_request.id"], name=op.f("fk_erasure_request_id_data_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("request_id", name=op.f("uq_erasure_request_id")),
    )
    op.create_table(
        "person_ethnicity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("group_code", sa.String(length=2), nullable=False),
        sa.Column("consent_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consent_id"],
            ["consent_decision.id"],
            name=op.f("fk_person_ethnicity_consent_id_consent_decision"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_ethnicity_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["account.id"],
            name=op.f("fk_person_ethnicity_recorded_by_id_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_ethnicity")),
        sa.UniqueConstraint("person_id", name=op.f("uq_person_ethnicity_person_id")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("actor_salt", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("actor_hash", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("changes_salt", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("changes_hash", sa.String(length=64), nullable=True))

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_index(batch_op.f("ix_person_search"))
        batch_op.create_index(
            "ix_person_search",
            ["sort_key", "id", "search_key", "marked_key", "merged_into_id", "erased_at"],
            unique=False,
        )
    _ask_for_consents()


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_search")
        batch_op.create_index(
            batch_op.f("ix_person_search"),
            ["sort_key", "id", "search_key", "marked_key", "merged_into_id"],
            unique=False,
        )
        batch_op.drop_column("erased_at")

    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_column("changes_hash")
        batch_op.drop_column("changes_salt")
        batch_op.drop_column("actor_hash")
        batch_op.drop_column("actor_salt")

    op.drop_table("person_ethnicity")
    op.drop_table("erasure")
    op.drop_table("data_request_step")
    op.drop_table("notice_reading")
    with op.batch_alter_table("export", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_export_by_id"))
        batch_op.drop_index(batch_op.f("ix_export_at"))

    op.drop_table("export")
    with op.batch_alter_table("data_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_data_request_person_id"))
        batch_op.drop_index("ix_data_request_closed_at_due_on")
        batch_op.drop_index(batch_op.f("ix_data_request_account_id"))

    op.drop_table("data_request")
    with op.batch_alter_table("consent_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_decision_purpose_id"))
        batch_op.drop_index("ix_consent_decision_person_id_purpose_id")

    op.drop_table("consent_decision")
    op.drop_table("consent_wording")
    op.drop_table("consent_purpose")
    op.drop_table("changed_term")


def _ask_for_consents() -> None:
    """The consents that the office asks for from the beginning."""
    purpose = sa.table(
        "consent_purpose",
        sa.column("id"),
        sa.column("code"),
        sa.column("position"),
        sa.column("name"),
    )
    wording = sa.table(
        "consent_wording",
        sa.column("purpose_id"),
        sa.column("number"),
        sa.column("words"),
        sa.column("made_at", sa.DateTime(timezone=True)),
    )
    for position, (code, name, words) in enumerate(PURPOSES, start=1):
        op.execute(purpose.insert().values(code=code, position=position, name=name))
        made = sa.select(purpose.c.id).where(purpose.c.code == code).scalar_subquery()
        op.execute(wording.insert().values(purpose_id=made, number=1, words=words, made_at=MADE_AT))
