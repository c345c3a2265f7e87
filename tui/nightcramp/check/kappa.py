"""How far two judges agree on one scale, beyond what chance would give."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def quadratic_kappa(pairs: Sequence[tuple[int, int]]) -> float | None:
    """Weighted kappa, with the square of the distance as the weight of a disagreement.

        kappa = 1 - sum(v[i, j] * o[i, j]) / sum(v[i, j] * e[i, j]),  v[i, j] = (i - j)**2

    where `o` is how often the first judge said i and the second j, and `e` how often that
    would be so by chance: (all i of the first) * (all j of the second) / (all pairs).
    1 is full agreement, 0 what chance gives.

    Source: Cohen J. Weighted kappa: nominal scale agreement with provision for scaled
    disagreement or partial credit. Psychol Bull 1968;70(4):213-220.

    Args:
        pairs: what the first and the second judge said of each case, as places on the scale.

    Returns:
        None where it is not defined: no pairs, or all of both in one and the same place.
    """
    observed = sum((first - second) ** 2 for first, second in pairs)
    firsts, seconds = Counter(pair[0] for pair in pairs), Counter(pair[1] for pair in pairs)
    by_chance = sum(
        (i - j) ** 2 * count * other for i, count in firsts.items() for j, other in seconds.items()
    )
    return 1 - observed * len(pairs) / by_chance if by_chance else None
