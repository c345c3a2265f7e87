"""Weighted kappa, held to tables worked out by hand."""

from __future__ import annotations

import pytest

from nightcramp.check.kappa import quadratic_kappa

TABLE = [(0, 0)] * 3 + [(0, 1)] + [(1, 1)] * 2 + [(1, 2)] + [(2, 2)] * 2 + [(2, 0)]
"""Of 10 cases the first judge says 0, 1, 2 of 4, 3, 3, and so does the second."""


def test_kappa_of_a_table_worked_out_by_hand() -> None:
    # Squared distances as observed: 1 + 1 + 4 = 6. By chance: (4*3 + 3*4 + 3*3 + 3*3) of
    # distance 1, (4*3 + 3*4) of distance 2, so (42 + 4 * 24) / 10 = 13.8.
    assert quadratic_kappa(TABLE) == pytest.approx(1 - 6 / 13.8)


def test_kappa_is_one_for_full_agreement_and_below_zero_where_judges_oppose() -> None:
    assert quadratic_kappa([(0, 0), (2, 2), (3, 3)]) == 1
    assert quadratic_kappa([(0, 1), (1, 0)]) == -1


def test_a_far_miss_weighs_more_than_a_near_one() -> None:
    near = quadratic_kappa([(0, 0), (1, 1), (2, 2), (3, 2)])
    far = quadratic_kappa([(0, 0), (1, 1), (2, 2), (3, 0)])
    assert near is not None
    assert far is not None
    assert near > far


def test_kappa_is_not_defined_without_cases_or_without_spread() -> None:
    assert quadratic_kappa([]) is None
    assert quadratic_kappa([(2, 2), (2, 2)]) is None
