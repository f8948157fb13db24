"""The index of words, and indexes for the ways that cases are listed and narrowed."""

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels = None
depends_on = None

_MANY = 1000
_TABLES = {
    "sqlite": "CREATE VIRTUAL TABLE case_words USING fts5("
    "terms, content='', detail=none, tokenize='unicode61 remove_diacritics 0')",
    "postgresql": "CREATE TABLE case_words (case_id INTEGER PRIMARY KEY, terms tsvector NOT NULL)",
}


def upgrade() -> None:
    """Forward. What is there already is folded and indexed."""
    connection = op.get_bind()
    connection.execute(sa.text(_TABLES[connection.dialect.name]))
    _index_what_is_there(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("CREATE INDEX ix_case_words_terms ON case_words USING gin (terms)"))


def downgrade() -> None:
    """Back."""
    op.get_bind().execute(sa.text("DROP TABLE case_words"))


def _index_what_is_there(connection: sa.Connection) -> None:
    # The index is the product's own, made in one place: a copy here would be another index.
    from cases.folding import fold
    from cases.words import put, terms

    cases = sa.table("cases", sa.column("id"), sa.column("search_text"), sa.column("region_code"))
    last = 0
    while True:
        some = sa.select(cases).where(cases.c.id > last).order_by(cases.c.id).limit(_MANY)
        rows = connection.execute(some).all()
        if not rows:
            return
        for case_id, said, region in rows:
            folded = fold(said)
            if folded != said:
                connection.execute(sa.update(cases).where(cases.c.id == case_id).values(search_text=folded))
            put(connection, case_id, terms(folded, region))
        last = rows[-1].id
