"""How far a figure could be off: 95 % intervals."""

import math
import random
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
Interval = tuple[float, float]

_Z = 1.959964
_SEED = 7
_DRAWS = 500


def wilson(right: int, of: int) -> Interval:
    """The interval of a share; honest near 0 and 1 too."""
    if not of:
        return 0.0, 1.0
    share, spread = right / of, _Z * _Z / of
    middle = share + spread / 2
    half = _Z * math.sqrt(share * (1 - share) / of + spread / (4 * of))
    return max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread))


def bootstrap(figure: Callable[[Sequence[T]], float], items: Sequence[T], *, draws: int = _DRAWS) -> Interval:
    """The interval of any figure over items: drawn again and again from themselves."""
    chance = random.Random(_SEED)
    drawn = sorted(figure(chance.choices(items, k=len(items))) for _ in range(draws))
    return drawn[int(draws * 0.025)], drawn[min(draws - 1, int(draws * 0.975))]
