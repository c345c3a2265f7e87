"""Find out why legs and feet cramp at night, and how soon to be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nightcramp.library import (
        AnswerError,
        Answers,
        Assessment,
        NightcrampError,
        PackError,
        assess,
        interview,
        load_pack,
        render,
    )

__version__ = "0.1.0"

__all__ = [
    "AnswerError",
    "Answers",
    "Assessment",
    "NightcrampError",
    "PackError",
    "assess",
    "interview",
    "load_pack",
    "render",
]


def __getattr__(name: str) -> Any:
    """What `library` has, read when it is asked for: the command needs none of it to start."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from nightcramp import library

    return getattr(library, name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
