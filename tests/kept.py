"""What the caches of the program hold: what a person said must not be in them."""

from __future__ import annotations

import gc
import sys
from functools import _lru_cache_wrapper
from types import CodeType, FunctionType, ModuleType
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def kept() -> Iterator[object]:
    """All that any cache of the program holds, and what that holds in turn."""
    modules = [module for name, module in [*sys.modules.items()] if name.startswith("nightcramp.")]
    defined = [one for module in modules for one in vars(module).values()]
    left: list[object] = [one for one in defined if isinstance(one, _lru_cache_wrapper)]
    seen = {id(one) for one in left}
    while left:
        one = left.pop()
        yield one
        for part in _inside(one):
            if id(part) not in seen and not isinstance(part, (type, ModuleType, CodeType)):
                seen.add(id(part))
                left.append(part)


def _inside(one: object) -> Iterable[object]:
    if isinstance(one, FunctionType):  # not the module that it is of
        return one.__closure__ or ()
    if isinstance(one, msgspec.Struct):  # the collector does not look into some
        return [getattr(one, name) for name in one.__struct_fields__]
    return gc.get_referents(one)
