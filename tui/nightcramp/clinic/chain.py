"""A line of the audit: its one exact form, and the hash that chains it to the line before."""

from __future__ import annotations

from typing import Annotated, NamedTuple, TypeAlias

import msgspec

FIRST = "0" * 64
"""The previous hash in the first line."""
SHORTEST_KEY, LONGEST_KEY = 16, 4096
END_LENGTH = 12 + 1 + 64 + 1 + 64 + 1
"""Bytes of the record of a chain's end: written in one piece, it is never half new."""

Key: TypeAlias = bytes
"""The key of a chain; empty where there is none."""
_Count: TypeAlias = Annotated[int, msgspec.Meta(ge=0, lt=2**40)]


class AuditEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is recorded of a session.

    Attributes:
        session: a random id, used nowhere else.
        pack, pack_hash: version and hash of the content.
        urgency: of the result; empty if the questions were not finished.
        seconds: from the first screen to the end.
        ended: how the session ended.
    """

    session: str
    pack: str
    pack_hash: str
    urgency: str
    seconds: _Count
    ended: str


class End(NamedTuple):
    """A line's place in its chain."""

    number: int
    hash: str


class Row(AuditEntry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line of the file.

    Attributes:
        number: counted from 1; 0 in a line that waits.
        keyed: whether `hash` is an HMAC.
        previous: the hash of the line before.
        hash: covers the rest of the line, and what stands between it and the line before.
    """

    number: _Count
    keyed: bool
    previous: str
    hash: str

    @property
    def place(self) -> End:
        """Where it stands."""
        return End(self.number, self.hash)


def encode(entry: AuditEntry) -> bytes:
    """The one form of an entry or a line, without the newline."""
    return msgspec.json.encode(entry)


def decode(text: bytes) -> Row | None:
    """A line of the file; None if it is not, byte for byte, in its one form."""
    try:
        row = msgspec.json.decode(text, type=Row)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    return row if encode(row) == text else None


def names(session: str) -> bytes:
    """What stands in the line of a session, and in no other."""
    return b'"session":' + msgspec.json.encode(session)


def follow(last: Row | None, entry: AuditEntry, key: Key, torn: bytes = b"") -> Row:
    """The line of an entry after the last one.

    Args:
        last: the last line; None for the first one.
        entry: the entry.
        key: the key of the chain.
        torn: what stands between the two and is no line.
    """
    number, previous = (last.number + 1, last.hash) if last is not None else (1, FIRST)
    return _signed(entry, number, previous, key, torn)


def alone(entry: AuditEntry, key: Key) -> Row:
    """The line of an entry that waits, outside the chain."""
    return _signed(entry, 0, FIRST, key, b"")


def is_signed(row: Row, key: Key, torn: bytes = b"") -> bool:
    """Whether a line's hash is that of its content, and of what stands before it."""
    import hmac

    bare = msgspec.structs.replace(row, hash="")
    return hmac.compare_digest(row.hash.encode(), _hash(torn + encode(bare), key).encode())


def write_end(last: Row, key: Key) -> bytes:
    """The record of a chain's end, always of the same length."""
    end = f"{last.number:012d} {last.hash}"
    return f"{end} {_hash(f'end {end}'.encode(), key)}\n".encode()


def read_end(record: bytes, key: Key) -> End | None:
    """The end that a record names; None if it is not one of this key."""
    if len(record) != END_LENGTH:
        return None
    import hmac

    end, seal = record[:77], record[78:142]
    whole = end + b" " + seal + b"\n" == record
    if not whole or not hmac.compare_digest(seal, _hash(b"end " + end, key).encode()):
        return None
    number, _, hash_ = end.decode().partition(" ")
    return End(int(number), hash_)


def _signed(entry: AuditEntry, number: int, previous: str, key: Key, torn: bytes) -> Row:
    told = {name: getattr(entry, name) for name in AuditEntry.__struct_fields__}
    bare = Row(**told, number=number, keyed=bool(key), previous=previous, hash="")
    return msgspec.structs.replace(bare, hash=_hash(torn + encode(bare), key))


def _hash(data: bytes, key: Key) -> str:
    import hashlib  # loads OpenSSL, 4 ms that no other start should pay
    import hmac

    return hmac.digest(key, data, "sha256").hex() if key else hashlib.sha256(data).hexdigest()
