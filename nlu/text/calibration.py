"""Making a share mean what it says: of all proposals at 0.8, eight in ten are right."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_LEAST = 1e-6


@dataclass(frozen=True)
class Calibration:
    """Platt's curve over the log-odds of a share."""

    slope: float = 1.0
    shift: float = 0.0

    def __call__(self, share: float) -> float:
        """Return how likely a proposal with this share is right."""
        return 1 / (1 + math.exp(-(self.slope * _log_odds(share) + self.shift)))


def _log_odds(share: float) -> float:
    held = min(max(share, _LEAST), 1 - _LEAST)
    return math.log(held / (1 - held))


def fit_calibration(shares: Sequence[float], right: Sequence[bool], *, steps: int = 50) -> Calibration:
    """Fit the curve by Newton's method; two parameters need no library."""
    odds = np.array([_log_odds(share) for share in shares])
    seen = np.column_stack([odds, np.ones_like(odds)])
    target = np.asarray(right, dtype=np.float64)
    weights = np.array([1.0, 0.0])
    for _ in range(steps):
        likely = 1 / (1 + np.exp(-seen @ weights))
        # A little pull towards zero keeps the curve finite when everything was right.
        gradient = seen.T @ (likely - target) + 0.1 * weights
        curvature = (seen * (likely * (1 - likely))[:, None]).T @ seen + 0.1 * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        weights = weights - np.clip(step, -1, 1)
    return Calibration(float(weights[0]), float(weights[1]))
