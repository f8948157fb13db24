"""Statements that are put together once and then handed straight to the driver.

What SQLAlchemy does anew for each execution (looking up what it compiled, a context, a result with its own metadata)
costs ten times what SQLite needs for a small statement. It still writes the SQL and converts the values here.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Executable
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

if TYPE_CHECKING:
    from storage.database import Transaction

_Convert = Callable[[Any], Any] | None


class Prepared:
    """A statement that every turn runs: always with the same parameters, none of them a list.

    As when SQLAlchemy runs it, what the session holds back is not flushed before, and a parameter that is named after
    a column of the table that is written fills it.
    """

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        # By the dialect itself and not by its name: it holds the keys that columns are encrypted with.
        self._ready: WeakKeyDictionary[Dialect, _Ready] = WeakKeyDictionary()

    def rows(self, tx: "Transaction", values: Mapping[str, Any]) -> list[Any]:
        """The rows that it gives, as tuples with the columns' names."""
        ready, cursor = self._run(tx, values)
        try:
            return ready.rows(cursor)
        finally:
            cursor.close()

    def one(self, tx: "Transaction", values: Mapping[str, Any]) -> Any:
        """The row of a statement that gives at most one; None when it gives none."""
        rows = self.rows(tx, values)
        assert len(rows) <= 1
        return rows[0] if rows else None

    def changed(self, tx: "Transaction", values: Mapping[str, Any]) -> int:
        """How many rows it wrote."""
        _, cursor = self._run(tx, values)
        count: int = cursor.rowcount
        cursor.close()
        return count

    def _run(self, tx: "Transaction", values: Mapping[str, Any]) -> "tuple[_Ready, Any]":
        connection = tx.connection()
        ready = self._ready.get(connection.dialect)
        if ready is None:
            ready = self._ready[connection.dialect] = _Ready(self._statement, connection.dialect, values)
        parameters = ready.parameters(values)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(ready.sql, parameters)
        except Exception as error:
            raise _as_sqlalchemy_would(error, connection, ready.sql, cursor) from error
        return ready, cursor


class _Ready:
    """The SQL for one database, and what its values and columns go through."""

    def __init__(self, statement: Executable, dialect: Dialect, values: Mapping[str, Any]) -> None:
        compiled = cast(SQLCompiler, statement.compile(dialect=dialect, column_keys=list(values)))  # type: ignore[attr-defined]
        if compiled.post_compile_params or compiled.literal_execute_params or compiled.update_prefetch:
            raise ValueError("a statement that is not the same each time")
        self.sql = str(compiled)
        self._dialect = dialect
        self._named = not compiled.positional
        fixed = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        fixed |= {str(column.key): column.default.arg for column in compiled.insert_prefetch if column.default}  # type: ignore[attr-defined]
        fixed = {name: value for name, value in fixed.items() if name not in values}
        self._steps: list[tuple[str, _Convert, bool, Any]] = []
        for name in compiled.positiontup or list(compiled.binds):
            convert = _impl(compiled.binds[name].type, dialect).bind_processor(dialect)
            given = name not in fixed
            value = None if given else convert(fixed[name]) if convert else fixed[name]
            self._steps.append((name, convert, given, value))
        columns = statement.exported_columns if hasattr(statement, "exported_columns") else {}
        self._types: list[TypeEngine[Any]] = [column.type for column in columns.values()]
        self._row: Any = namedtuple("Row", columns.keys()) if self._types else tuple  # noqa: PYI024
        self._converts: Sequence[_Convert] | None = None

    def parameters(self, values: Mapping[str, Any]) -> Any:
        """The values as the driver takes them."""
        converted = [
            (convert(values[name]) if convert else values[name]) if given else value
            for name, convert, given, value in self._steps
        ]
        if self._named:
            return {step[0]: value for step, value in zip(self._steps, converted, strict=True)}
        return converted

    def rows(self, cursor: Any) -> list[Any]:
        """The rows with their values as Python has them."""
        found: Iterable[Any] = cursor.fetchall()
        if self._converts is None:
            kinds = [column[1] for column in cursor.description]
            self._converts = [
                _impl(each, self._dialect).result_processor(self._dialect, kind)
                for each, kind in zip(self._types, kinds, strict=True)
            ]
        row, converts = self._row, self._converts
        return [
            row(*[convert(value) if convert else value for convert, value in zip(converts, values, strict=True)])
            for values in found
        ]


def _impl(kind: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    return kind.dialect_impl(dialect)


def _as_sqlalchemy_would(error: Exception, connection: Connection, sql: str, cursor: Any) -> BaseException:
    dialect = connection.dialect
    drivers = dialect.loaded_dbapi.Error
    if not isinstance(error, drivers):
        return error
    gone = dialect.is_disconnect(error, connection.connection.driver_connection, cursor)
    if gone:
        connection.invalidate(error)
    # Without the parameters: they are citizens' words.
    return DBAPIError.instance(
        sql, None, error, drivers, hide_parameters=True, connection_invalidated=gone, dialect=dialect
    )
