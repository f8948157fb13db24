"""The index that finds a case by any word of it: pairs of neighbouring characters, in step with the case's own row.

Chinese has no spaces to cut words at, and neither database can be given a dictionary. So each run of letters and digits
is indexed by its pairs: 补偿款 is found by 补偿 and 偿款, and what has both is then compared with the text itself. What
is indexed is `search_text` alone: masked, and empty when sealed.
"""

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, column, event, inspect, select, table, text
from sqlalchemy.orm import Mapper

from cases.folding import fold
from cases.rows import has_changed, on_postgresql
from cases.tables import PetitionRow
from storage import Transaction

MOST_PAIRS = 3000
"""So much of a story is indexed; the rest of a longer one is not found by its words."""
_INDEX = table("case_words", column("rowid"), column("case_id"), column("terms"))
"""Made by a migration: on SQLite an FTS5 table without contents, on PostgreSQL a table with a tsvector."""
_RUN = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """What is typed into the search field, as it is compared."""
    return _RUN.findall(fold(text))


def terms(text: str, region: str) -> list[str]:
    """What a case is indexed under: the pairs of its text, the last character of each run, and where it happened."""
    if not text:
        return []
    found = dict.fromkeys(part for run in _RUN.findall(fold(text)) for part in _parts(run))
    return [*list(found)[:MOST_PAIRS], *dict.fromkeys(f"r{region[:length]}" for length in (2, 4, 6))]


def matching(tx: Transaction, words: list[str], *regions: str) -> Select[int]:
    """The ids of the cases with all of these words in one of these regions, the newest first, to be narrowed."""
    wanted = [part for word in words for part in _wanted(word)]
    # Digits and an "r" each, and nothing that was typed.
    places = [f"r{region}" for region in regions if len(region) in (2, 4, 6)]
    places = places if len(places) == len(regions) else []
    if on_postgresql(tx):
        case_id: ColumnElement[int] = _INDEX.c.case_id
        query = " & ".join(f"'{part}':*" if len(part) == 1 else f"'{part}'" for part in wanted)
        query += f" & ({' | '.join(places)})" if places else ""
        found = text("case_words.terms @@ CAST(:words AS tsquery)").bindparams(words=query)
    else:
        case_id = _INDEX.c.rowid
        query = " AND ".join(f'"{part}" *' if len(part) == 1 else f'"{part}"' for part in wanted)
        query += f" AND ({' OR '.join(places)})" if places else ""
        found = text("case_words MATCH :words").bindparams(words=query)
    rows = select(case_id.label("id")).select_from(_INDEX).join(PetitionRow, PetitionRow.id == case_id)
    # A pair is its own proof; of longer words, the pairs may stand apart.
    said = [PetitionRow.search_text.contains(word, autoescape=True) for word in words if len(word) > 2]
    return rows.where(found, *said).order_by(case_id.desc())


def _parts(run: str) -> Iterator[str]:
    yield from (run[at : at + 2] for at in range(len(run) - 1))
    yield run[-1]


def _wanted(word: str) -> list[str]:
    return [word[at : at + 2] for at in range(len(word) - 1)] or [word]


@event.listens_for(PetitionRow, "after_insert")
def _add(_mapper: Mapper[Any], connection: Connection, row: PetitionRow) -> None:
    put(connection, row.id, terms(row.search_text, row.region_code))


@event.listens_for(PetitionRow, "after_update")
def _move(_mapper: Mapper[Any], connection: Connection, row: PetitionRow) -> None:
    if not (has_changed(row, "search_text") or has_changed(row, "region_code")):
        return
    state = inspect(row)
    was = [state.attrs[name].history.deleted or [getattr(row, name)] for name in ("search_text", "region_code")]
    before, now = terms(was[0][0], was[1][0]), terms(row.search_text, row.region_code)
    if before != now:
        take_away(connection, row.id, before)
        put(connection, row.id, now)


def put(connection: Connection, case_id: int, found: list[str]) -> None:
    """Index a case that is not indexed."""
    if not found:
        return
    if connection.dialect.name == "postgresql":
        vector = " ".join(f"'{part}'" for part in found)
        connection.execute(_PUT_VECTOR, {"id": case_id, "terms": vector})
    else:
        connection.execute(_PUT, {"id": case_id, "terms": " ".join(found)})


def take_away(connection: Connection, case_id: int, found: list[str]) -> None:
    """Forget a case, which is indexed under exactly these terms."""
    if not found:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(_TAKE_ROW, {"id": case_id})
    else:
        connection.execute(_TAKE, {"id": case_id, "terms": " ".join(found)})


# Built once: building a statement takes longer than running it.
_PUT = text("INSERT INTO case_words (rowid, terms) VALUES (:id, :terms)")
_TAKE = text("INSERT INTO case_words (case_words, rowid, terms) VALUES ('delete', :id, :terms)")
_PUT_VECTOR = text("INSERT INTO case_words (case_id, terms) VALUES (:id, CAST(:terms AS tsvector))")
_TAKE_ROW = text("DELETE FROM case_words WHERE case_id = :id")
