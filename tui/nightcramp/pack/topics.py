"""`contradictions.toml`: topics of statements, and which may not stand on one page."""

# Annotations are evaluated here, as in `model`.

import msgspec

from nightcramp.pack.record import Record


class Exclusive(Record, frozen=True, kw_only=True):
    """Topics of which one page recommends one at most.

    Attributes:
        reason: why, for authors; no patient reads it.
    """

    topics: tuple[str, ...]
    reason: str


class Order(Record, frozen=True, kw_only=True):
    """How a line that sends a person somewhere is known.

    Attributes:
        topic: what such a line must recommend.
        words: a sentence with one of these, and without a condition, is such an order.
    """

    topic: str
    words: tuple[str, ...]


class Contradictions(Record, frozen=True, kw_only=True):
    """`contradictions.toml`: which statements may not stand on one page.

    Attributes:
        topics: every topic a statement may recommend or forbid -> what it means, for
            authors; no patient reads it.
        conditional: words that make a sentence depend on something ("if").
    """

    topics: dict[str, str] = msgspec.field(default_factory=dict)
    exclusive: tuple[Exclusive, ...] = ()
    order: tuple[Order, ...] = ()
    conditional: tuple[str, ...] = ()
