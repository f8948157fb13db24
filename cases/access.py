"""Who may see what. The only functions that decide it, each refusal on a line of its own."""

from sqlalchemy import Select, select

from cases.errors import NotAllowed, NotFound
from cases.numbers import normalise_number
from cases.tables import PetitionRow
from cases.values import Official, Role
from storage import Transaction

UNMASKING_ROLES = frozenset({Role.OFFICIAL, Role.DISCIPLINE, Role.ADMINISTRATOR})


def sees_sealed(official: Official) -> bool:
    """Whether sealed cases exist at all for this person."""
    return Role.DISCIPLINE in official.roles


def may_unmask(official: Official) -> bool:
    """Whether this person may see who a petitioner is."""
    return bool(official.roles & UNMASKING_ROLES)


def visible(official: Official) -> Select[PetitionRow]:
    """All cases this person may know of."""
    if not official.roles:
        raise NotAllowed("no role")
    query = select(PetitionRow)
    return query if sees_sealed(official) else query.where(PetitionRow.sealed.is_(False))


def case_row(tx: Transaction, official: Official, number: str, *, lock: bool = False) -> PetitionRow:
    """One case. A sealed case that is not theirs to see raises the same `NotFound` as one that does not exist."""
    query = visible(official).where(PetitionRow.number == normalise_number(number))
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = tx.scalars(query).one_or_none()
    if row is None:
        raise NotFound(number)
    return row


def require(official: Official, *roles: Role) -> None:
    """Refuse whoever has none of `roles`."""
    if not official.roles & set(roles):
        raise NotAllowed(f"needs {' or '.join(roles)}")


def who(official: Official) -> str:
    """How a person is named in history and audit."""
    return official.display_name or official.name
