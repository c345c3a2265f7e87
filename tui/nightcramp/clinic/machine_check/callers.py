"""Whom sshd's settings tell apart: a caller for each `Match`, and some that it does not name."""

from __future__ import annotations

import contextlib
import ipaddress
import itertools
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

CONFIG = "/etc/ssh/sshd_config"
MOST_CALLERS = 600
_ADDRESSES = ("127.0.0.1", "198.51.100.1", "2001:db8::1")
"""This machine, and two that no clinic has: a block for some addresses leaves them out."""
_DEEPEST = 16
_FILLS = ("1", "1.1", "1.1.1", "1.1.1.1", "1:1:1:1:1:1:1", "::1", "")


class Caller(NamedTuple):
    """A connection, as `sshd -T -C` takes it."""

    addr: str = "127.0.0.1"
    host: str = "localhost"
    laddr: str = "127.0.0.1"
    lport: str = "22"
    rdomain: str = ""

    @property
    def specification(self) -> str:
        """What stands after -C, without the account."""
        return ",".join(f"{name}={value}" for name, value in self._asdict().items() if value)

    def __str__(self) -> str:
        """In words, as the end of a sentence."""
        domain = f" in {self.rdomain}" if self.rdomain else ""
        return f"from {self.addr} ({self.host}) to {self.laddr} port {self.lport}{domain}"


def read_settings(config: str | None) -> tuple[list[Path], list[list[str]]]:
    """The files of sshd's configuration, and its lines in words, with what is included."""
    files: list[Path] = []
    return files, list(_rows(config or CONFIG, files, 0))


def callers(rows: list[list[str]]) -> list[Caller]:
    """A caller for each way in which the conditions of all `Match` lines can be met together.

    Too many are cut off after MOST_CALLERS + 1.
    """
    named: dict[str, list[str]] = {}
    ports = [row[1].rpartition(":")[2] for row in rows if row[0] == "port" and len(row) > 1]
    ports += [
        row[1].rpartition(":")[2]
        for row in rows
        if row[0] == "listenaddress" and len(row) > 1 and row[1].count(":") in (1, 8)
    ]
    for row in rows:
        if row[0] == "match":
            for name, value in _conditions(row[1:]):
                named.setdefault(name, []).extend(value.split(","))
    addresses = [*_ADDRESSES, *_samples(named.get("address", []))]
    locals_ = _samples(named.get("localaddress", []))
    hosts = [_filled(one) for one in named.get("host", []) if not one.startswith("!")]
    numbers = [_filled(one) for one in named.get("localport", []) if not one.startswith("!")]
    domains = [_filled(one) for one in named.get("rdomain", []) if not one.startswith("!")]
    ways = (
        addresses,
        ["localhost", *(["elsewhere.example", *hosts] if "host" in named else [])],
        ["127.0.0.1", *(["198.51.100.2", *locals_] if "localaddress" in named else [])],
        [*(ports or ["22"]), *numbers],
        ["", *domains],
    )
    each = itertools.product(*(list(dict.fromkeys(way)) for way in ways))
    return [Caller(*way) for way in itertools.islice(each, MOST_CALLERS + 1)]


def _rows(path: str, files: list[Path], depth: int) -> Iterator[list[str]]:
    file = Path(path)
    if depth > _DEEPEST or not file.is_file():
        return
    files.append(file)
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        name, *values = _words(line.strip().replace("=", " ", 1)) or [""]
        if name.lower() == "include":
            for pattern in values:
                below = pattern if pattern.startswith("/") else f"/etc/ssh/{pattern}"
                for found in sorted(Path("/").glob(below.lstrip("/"))):
                    yield from _rows(str(found), files, depth + 1)
        elif name and not name.startswith("#"):
            yield [name.lower(), *values]


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line, comments=True)
    except ValueError:
        return line.split()


def _conditions(words: list[str]) -> Iterator[tuple[str, str]]:
    """The criteria of a Match line: "Address 192.0.2.0/24", or with "=" between."""
    left = iter([part for word in words for part in word.split("=", 1) if part])
    for name in left:
        if name.lower() not in ("all", "canonical", "final", "invalid-user"):
            yield name.lower(), next(left, "")


def _samples(patterns: list[str]) -> list[str]:
    """Addresses that patterns mean, and those just beside the ones that are excluded."""
    return [
        found
        for one in patterns
        for found in _addresses(one.lstrip("!"), is_excluded=one[:1] == "!")
    ]


def _addresses(pattern: str, *, is_excluded: bool) -> Iterator[str]:
    """The first and the last address of a network, or two that wildcards stand for."""
    with contextlib.suppress(ValueError):
        network = ipaddress.ip_network(pattern, strict=False)
        ends = network[0], network[-1]
        if is_excluded:
            with contextlib.suppress(ipaddress.AddressValueError):
                ends = ends[0] - 1, ends[1] + 1
        yield from map(str, ends)
    for number in "17":
        for fill in (one.replace("1", number) for one in _FILLS):
            with contextlib.suppress(ValueError):
                address = pattern.replace("*", fill).replace("?", number)
                yield str(ipaddress.ip_address(address))
                break


def _filled(pattern: str) -> str:
    return pattern.lower().replace("*", "1").replace("?", "1")
