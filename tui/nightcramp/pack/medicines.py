"""Medicines: classes as authors write them, and every medicine once."""

# Annotations are evaluated here, as in `model`.

import re
from collections.abc import Iterable, Mapping

from nightcramp.pack.record import Record


class MedicineClass(Record, frozen=True, kw_only=True):
    """Medicines that act alike here.

    Attributes:
        name: the everyday name ("water tablet").
        note: how it is related to cramps; shown beside it.
        ask_start: whether it matters when it was started.
        medicines: generic name -> brand names.
    """

    id: str
    name: str
    note: str
    sources: tuple[str, ...]
    ask_start: bool = False
    medicines: dict[str, tuple[str, ...]]


class Medicine(Record, frozen=True, kw_only=True):
    """One medicine to pick; `id` is its generic name with underscores."""

    id: str
    name: str
    brands: tuple[str, ...]
    classes: tuple[str, ...]


def every_medicine(
    classes: Iterable[MedicineClass], names: Mapping[str, str]
) -> tuple[Medicine, ...]:
    """Every medicine once, with all its brands and classes.

    Ids and order follow the pack's first language, so that answers and codes are the same in
    every language. In another language a medicine is also found by its name in the first one.

    Args:
        classes: as read, brands in the language spoken.
        names: name in the first language -> name in the language spoken, where they differ.
    """
    brands: dict[str, list[str]] = {}
    members: dict[str, list[str]] = {}
    for medicine_class in classes:
        for name, others in medicine_class.medicines.items():
            known = brands.setdefault(name, [name] if name in names else [])
            known.extend(brand for brand in others if brand not in known)
            members.setdefault(name, []).append(medicine_class.id)
    return tuple(
        Medicine(
            id=re.sub(r"\W+", "_", name.lower()).strip("_"),
            name=names.get(name, name),
            brands=tuple(brands[name]),
            classes=tuple(members[name]),
        )
        for name in sorted(brands, key=str.lower)
    )
