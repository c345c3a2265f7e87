"""The content that comes with the program, read once for all tests of a process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeVar

from hypothesis import settings

from nightcramp.pack import load_pack
from nightcramp.pack.danger_pairs import load_danger_pairs
from nightcramp.pack.locale import Locale
from nightcramp.pack.vignettes import load_vignettes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nightcramp.pack import Pack

T = TypeVar("T")


def sample(items: Sequence[T], step: int = 6) -> Sequence[T]:
    """Every item where many examples are asked for (`make test-all`), else every sixth or so."""
    return items if settings().max_examples > 50 else items[::step]


PACK = load_pack()
WORDS = PACK.words
VIGNETTES = load_vignettes()
_TABLE = load_danger_pairs()
assert _TABLE is not None
WELL, PAIRS = _TABLE.well, _TABLE.pair
"""What a well person answers, and the pairs of facts played against that."""


@cache
def pack_of(country: str = "", language: str = "en") -> Pack:
    """The pack as a country and a language have it."""
    return load_pack(locale=Locale(country, language))
