"""A wish to delete is about one case, what is granted is erased, and doomed files are noted where their rows go."""

import sqlalchemy as sa
from alembic import op

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels = None
depends_on = None

CARRIED = "channel, address, language, source, asked_at, state, decided_at, decided_by, answer"


def upgrade() -> None:
    """Forward."""
    op.add_column("cases", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "doomed_files",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_doomed_files")),
    )
    with op.batch_alter_table("deletion_requests") as batch:
        batch.add_column(sa.Column("case_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_deletion_requests_case_id"), "cases", ["case_id"], ["id"])
        batch.drop_constraint("uq_deletion_requests_source", type_="unique")
        batch.create_unique_constraint("uq_deletion_requests_source_case_id", ["source", "case_id"])
        batch.drop_column("numbers")
    op.create_index(op.f("ix_deletion_requests_case_id"), "deletion_requests", ["case_id"])
    _one_for_each_case()


def _one_for_each_case() -> None:
    # What was granted so far deleted nothing: it waits again, for somebody who knows what it does now.
    op.execute("UPDATE deletion_requests SET state = 'waiting' WHERE state = 'granted'")
    here = (
        "cases.channel = deletion_requests.channel AND cases.address = deletion_requests.address "
        "AND cases.received_at <= deletion_requests.asked_at"
    )
    first = f"(SELECT min(cases.id) FROM cases WHERE {here})"  # noqa: S608  # nothing in it comes from outside
    op.execute(f"UPDATE deletion_requests SET case_id = {first} WHERE state <> 'done'")  # noqa: S608
    carried = ", ".join(f"deletion_requests.{name}" for name in CARRIED.split(", "))
    op.execute(
        f"INSERT INTO deletion_requests ({CARRIED}, drafts, case_id) "  # noqa: S608
        f"SELECT {carried}, 0, cases.id FROM deletion_requests JOIN cases ON {here} "
        "WHERE deletion_requests.state <> 'done' AND cases.id > deletion_requests.case_id"
    )


def downgrade() -> None:
    """Back."""
    # Which cases a wish was about is written down encrypted there, and a migration has no key.
    op.execute("DELETE FROM deletion_requests")
    op.drop_index(op.f("ix_deletion_requests_case_id"), table_name="deletion_requests")
    with op.batch_alter_table("deletion_requests") as batch:
        batch.add_column(sa.Column("numbers", sa.Text(), nullable=False))
        batch.drop_constraint("uq_deletion_requests_source_case_id", type_="unique")
        batch.drop_constraint(op.f("fk_deletion_requests_case_id"), type_="foreignkey")
        batch.create_unique_constraint("uq_deletion_requests_source", ["source"])
        batch.drop_column("case_id")
    op.drop_table("doomed_files")
    op.drop_column("cases", "erased_at")
