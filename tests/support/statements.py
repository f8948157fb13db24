"""What a database is asked, however it is asked."""

from sqlalchemy import event

from storage import Database


def asked_of(sqlite_database: Database) -> list[str]:
    """The statements that SQLite runs from now on, with their values; a list that grows."""
    asked: list[str] = []
    event.listen(sqlite_database.engine, "checkout", lambda driver, *_: driver.set_trace_callback(asked.append))
    return asked
