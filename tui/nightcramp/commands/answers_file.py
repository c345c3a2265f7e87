"""Answers from a file: TOML or JSON, with a sentence for whatever is wrong with it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from nightcramp.errors import NightcrampError

_LARGEST_FILE = 1_000_000


def read_table(file: str, name: str) -> Any:
    """The table in a file.

    Args:
        file: its path; "-" for standard input.
        name: what it is called in an error.

    Raises:
        NightcrampError: it cannot be read, is too large, or is neither TOML nor JSON.
    """
    text = _read_text(file, name)
    return _read_toml(text, name) if file.lower().endswith(".toml") else _read_json(text, name)


def _read_text(file: str, name: str) -> str:
    try:
        if file != "-":
            with Path(file).open("rb") as stream:
                raw = stream.read(_LARGEST_FILE + 1)
        elif sys.stdin is not None:
            raw = sys.stdin.buffer.read(_LARGEST_FILE + 1)
        else:
            raise NightcrampError(f"{name} is closed; give the answers as a file.")
    except OSError as error:
        reason = str(error.strerror or "it is no file").lower()
        raise NightcrampError(f"{name}: cannot be read: {reason}.") from None
    except ValueError:
        raise NightcrampError(f"{name}: cannot be read: it is no name of a file.") from None
    if len(raw) > _LARGEST_FILE:
        raise NightcrampError(f"{name}: is too large for a file of answers.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise NightcrampError(f"{name}, line {line}: is not UTF-8 text.") from None


def _read_toml(text: str, name: str) -> Any:
    import tomli

    try:
        return tomli.loads(text.replace("\r\n", "\n"))
    except tomli.TOMLDecodeError as error:
        problem = f"is not valid TOML: {error.msg.lower()}."
        raise NightcrampError(f"{name}, line {error.lineno}: {problem}") from None
    except (RecursionError, ValueError):
        raise NightcrampError(f"{name}: is not valid TOML.") from None


def _read_json(text: str, name: str) -> Any:
    def one_answer_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        table = dict(pairs)
        if len(table) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise NightcrampError(f"{name}: '{twice}' is answered twice.")
        return table

    try:
        return json.loads(text, object_pairs_hook=one_answer_each)
    except json.JSONDecodeError as error:
        problem = f"is not valid JSON: {error.msg.lower()}."
        raise NightcrampError(f"{name}, line {error.lineno}: {problem}") from None
    except (RecursionError, ValueError):
        raise NightcrampError(f"{name}: is not valid JSON.") from None
