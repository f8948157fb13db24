"""Statutory papers, their versions and their numbers."""

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels = None
depends_on = None

_SECRET = sa.Text()
_MOMENT = sa.DateTime(timezone=True)
_STATES = ("drafted", "issued", "served", "void")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "papers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column(
            "state",
            sa.Enum(*_STATES, name="ck_papers_state", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("template_version", sa.Integer(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("contents", _SECRET, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.Column("changed_by", sa.String(length=200), nullable=False),
        sa.Column("issued_at", _MOMENT, nullable=True),
        sa.Column("issued_by", sa.String(length=200), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("service", _SECRET, nullable=True),
        sa.Column("void_reason", _SECRET, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_papers_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers")),
        sa.UniqueConstraint("number", name=op.f("uq_papers_number")),
    )
    op.create_index(op.f("ix_papers_case_id"), "papers", ["case_id"])
    op.create_index("ix_papers_state", "papers", ["state", "issued_at"])
    op.create_table(
        "paper_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("contents", _SECRET, nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name=op.f("fk_paper_versions_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_versions")),
        sa.UniqueConstraint("paper_id", "version", name="uq_paper_versions_paper_id_version"),
    )
    op.create_table(
        "paper_sequences",
        sa.Column("office", sa.String(length=40), nullable=False),
        sa.Column("word", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("office", "word", "year", name=op.f("pk_paper_sequences")),
    )


def downgrade() -> None:
    """Back."""
    for table in ("paper_sequences", "paper_versions", "papers"):
        op.drop_table(table)
