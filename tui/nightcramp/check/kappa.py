"""Weighted kappa: how far two judges agree on an ordered scale, beyond chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def quadratic_kappa(pairs: Sequence[tuple[int, int]]) -> float | None:
    """Kappa with quadratic weights.

        kappa = 1 - sum(v[i, j] * o[i, j]) / sum(v[i, j] * e[i, j]),  v[i, j] = (i - j)**2

    where `o` counts the cases that the first judge rated i and the second j, and `e` is the
    count expected by chance: (all i of the first) * (all j of the second) / (all cases).
    1 is full agreement, 0 is chance.

    Source: Cohen J. Weighted kappa: nominal scale agreement with provision for scaled
    disagreement or partial credit. Psychol Bull 1968;70(4):213-220.

    Args:
        pairs: the ratings of each case by the first and the second judge.

    Returns:
        None if it is not defined: without cases, or if all ratings are the same.
    """
    observed = sum((first - second) ** 2 for first, second in pairs)
    firsts, seconds = Counter(pair[0] for pair in pairs), Counter(pair[1] for pair in pairs)
    by_chance = sum(
        (i - j) ** 2 * count * other for i, count in firsts.items() for j, other in seconds.items()
    )
    return 1 - observed * len(pairs) / by_chance if by_chance else None
