"""A draft that was begun on an older form goes on, on today's.

Each step carries the values of one version of the form to the next; they are pure functions, run when a draft is read
and kept with its next change. What today's form has no place for is set aside in the draft itself: no question and no
case reads it, and a form that knows it again (a step of a later version, or the newer program after a step back) finds
it there. Carrying is no change by the citizen: the version they confirmed stays the same.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from cases.draft_fields import ASIDE, fits

Values = Mapping[str, Any]
Step = Callable[[Values], Values]


def _count_as_number(values: Values) -> Values:
    """Form 1 also kept a number of people as it was written."""
    count = values.get("affected_count")
    if isinstance(count, str) and count.strip().isdecimal():
        return {**values, "affected_count": int(count)}
    return values


STEPS: Mapping[int, Step] = {1: _count_as_number}
"""Version of the form -> what carries its values to the next version."""
FORM_VERSION = max(STEPS) + 1
"""The intake form's version. A change of fields, or of what they may hold, is a new version and a step to it."""


class Kept(Protocol):
    """What a draft's row says of its values."""

    @property
    def contents(self) -> Mapping[str, Any]: ...

    @property
    def form_version(self) -> int: ...


def values_of(draft: Kept) -> dict[str, Any]:
    """The values of a draft in today's form."""
    # Whatever was saved on this form was checked at the door.
    if draft.form_version == FORM_VERSION and ASIDE not in draft.contents:
        return dict(draft.contents)
    return carried(draft.contents, draft.form_version)


def carried(contents: Values, version: int, *, steps: Mapping[int, Step] = STEPS) -> dict[str, Any]:
    """Values of any version of the form, as the form after the last step has them; nothing of them is lost."""
    aside = dict(contents.get(ASIDE) or {})
    told: Values = {**aside, **{name: value for name, value in contents.items() if name != ASIDE}}
    for step in (steps[number] for number in sorted(steps) if number >= version):
        told = step(told)
    values = {name: value for name, value in told.items() if fits(name, value)}
    if told.get("sealed"):
        # However an older or newer form says so: an accusation is never opened by being read.
        values["sealed"] = True
    left = {name: value for name, value in {**told, **aside}.items() if name not in values or values[name] != value}
    return {**values, ASIDE: left} if left else values
