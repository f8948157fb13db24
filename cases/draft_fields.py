"""What each field of a draft may hold. The register's door refuses everything else, whoever brings it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from cases.values import FIELDS, Nature

ASIDE = "aside"
"""Where a draft keeps what this form cannot read: `cases/form_versions.py`."""
FORMS = ("letter", "visit", "call")
"""How somebody comes to the counter."""
MOST_PEOPLE = 9_999_999
SKIPPABLE = frozenset({*FIELDS, "evidence"})

Fits = Callable[[Any], bool]
_REGION = re.compile(r"(?:[0-9]{6})?")


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_PEOPLE


def _is_region(value: Any) -> bool:
    return isinstance(value, str) and _REGION.fullmatch(value) is not None


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _are_skippable(value: Any) -> bool:
    return _are_texts(value) and SKIPPABLE.issuperset(value)


def _is_list_of_claims(value: Any) -> bool:
    """The list as the citizen put it right, and the words it was read from."""
    if not isinstance(value, dict) or value.keys() != {"of", "items"}:
        return False
    return _is_text(value["of"]) and _are_texts(value["items"])


def _is_mapping(value: Any) -> bool:
    return isinstance(value, dict)


def _one_of(*words: str) -> Fits:
    return lambda value: isinstance(value, str) and value in words


_TEXTS = (
    *(name for name in FIELDS if name != "affected_count"), "id_number", "place_name", "place_told", "taken_by",
    "matter", "others_asked", "beside_case",
)  # fmt: skip
_FLAGS = ("anonymous", "public_ok", "sealed", "hinted", "accuses")

KINDS: Mapping[str, Fits] = {
    **dict.fromkeys(_TEXTS, _is_text),
    **dict.fromkeys(_FLAGS, _is_flag),
    **dict.fromkeys(("representatives", "same_asked", "said_to_us"), _are_texts),
    "affected_count": _is_count,
    "claims": _is_list_of_claims,
    "place_code": _is_region,
    "skipped": _are_skippable,
    "form": _one_of(*FORMS),
    "nature": _one_of(*Nature),
    ASIDE: _is_mapping,
}
"""Field -> whether a value is one of its kind. `skipped` lists fields that are left open."""


def fits(field: str, value: Any) -> bool:
    """Whether a field of this name may hold this value."""
    kind = KINDS.get(field)
    return kind is not None and kind(value)
