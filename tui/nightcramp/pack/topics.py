"""`contradictions.toml`: topics of statements, and which may not stand on one page."""

# Annotations are evaluated here, as in `model`.

import msgspec

from nightcramp.pack.record import Record


class Exclusive(Record, frozen=True, kw_only=True):
    """Topics of which a page may recommend only one.

    Attributes:
        reason: why, for authors.
    """

    topics: tuple[str, ...]
    reason: str


class Order(Record, frozen=True, kw_only=True):
    """How to recognize a line that sends a person somewhere.

    Attributes:
        topic: what such a line must recommend.
        words: an unconditional sentence with one of these is such an order.
    """

    topic: str
    words: tuple[str, ...]


class Contradictions(Record, frozen=True, kw_only=True):
    """`contradictions.toml`: which statements may not stand on one page.

    Attributes:
        topics: every topic that a statement may recommend or forbid -> its meaning, for
            authors.
        conditional: words that make a sentence depend on something ("if").
    """

    topics: dict[str, str] = msgspec.field(default_factory=dict)
    exclusive: tuple[Exclusive, ...] = ()
    order: tuple[Order, ...] = ()
    conditional: tuple[str, ...] = ()
