"""What Alembic runs: brings both registers' tables up to date on the connection it is handed."""

import importlib
from collections.abc import Iterator

from alembic import context
from sqlalchemy import MetaData


def registers() -> Iterator[MetaData]:
    """The tables as the code knows them, of each register that is installed."""
    for module in ("cases.tables", "conversations.tables"):
        try:
            yield importlib.import_module(module).Base.metadata
        except ModuleNotFoundError as error:
            if error.name not in (module, module.split(".")[0]):
                raise


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=list(registers()),
    # SQLite can change a table only by copying it.
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
