"""The base of every record in a pack."""

import msgspec


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Immutable; a key that it does not know is refused."""
