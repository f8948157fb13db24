"""What both registers stand on: one database, its transactions, and columns that keep secrets.

`cases` and `conversations` must not know each other, yet a turn writes to both in one transaction. They meet here.
"""

from storage.columns import Encrypted, EncryptedJson, UtcDateTime
from storage.database import Database, Transaction
from storage.keys import KeyRing, KeyRingError, new_key
from storage.prepared import Prepared

__all__ = [
    "Database",
    "Encrypted",
    "EncryptedJson",
    "KeyRing",
    "KeyRingError",
    "Prepared",
    "Transaction",
    "UtcDateTime",
    "new_key",
]
