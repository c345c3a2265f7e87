"""What an answer is: the two types that the whole engine speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

Value: TypeAlias = "str | int | tuple[str, ...]"
"""One option, a number, or the options chosen in the question's order."""

Answers: TypeAlias = Mapping[str, Value]
"""Question id -> value. A question that was not asked has no entry."""
