"""A case's claims, and the route that the machine proposes with its grounds."""

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels = None
depends_on = None

_SECRET = sa.Text()
_NATURES = ("suggestion", "accusation", "claim", "consultation")
_STATES = ("registered", "transferred", "accepted", "replied", "concluded")


def upgrade() -> None:
    """Forward. A case from before has no row here: it is shown as the one claim it is."""
    op.add_column("cases", sa.Column("proposed_route", sa.String(length=20), nullable=True))
    op.add_column("cases", sa.Column("grounds", _SECRET, nullable=True))
    op.create_table(
        "claims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("request", _SECRET, nullable=False),
        sa.Column("nature", _word(_NATURES, "ck_claims_nature"), nullable=True),
        sa.Column("matter", sa.String(length=200), nullable=False),
        sa.Column("matter_confidence", sa.Double(), nullable=False),
        sa.Column("proposed_route", sa.String(length=20), nullable=True),
        sa.Column("route", sa.String(length=20), nullable=True),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("state", _word(_STATES, "ck_claims_state"), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_claims_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
        sa.UniqueConstraint("case_id", "position", name="uq_claims_case_id_position"),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("claims")
    op.drop_column("cases", "grounds")
    op.drop_column("cases", "proposed_route")


def _word(words: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=20)
