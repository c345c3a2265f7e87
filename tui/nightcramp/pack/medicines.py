"""Medicines: classes as authors write them, and every medicine once."""

# Annotations are evaluated here, as in `model`.

import re
from collections.abc import Mapping

import msgspec

from nightcramp.pack.record import Record


class MedicineClass(Record, frozen=True, kw_only=True):
    """Medicines that act alike here.

    Attributes:
        name: the everyday name ("water tablet").
        clinical: what a clinician would write; if empty, the name.
        note: how it is related to cramps; shown beside it.
        ask_start: whether it matters when it was started.
        medicines: generic name -> brand names.
    """

    id: str
    name: str
    clinical: str = ""
    note: str
    sources: tuple[str, ...]
    ask_start: bool = False
    medicines: dict[str, tuple[str, ...]]


class Medicines(Record, frozen=True, kw_only=True):
    """`medicines.toml`.

    Attributes:
        common: ids of the medicines used most, which come first.
        medicines: those that no rule reads: generic name -> brand names.
    """

    common: tuple[str, ...] = ()
    medicine_class: tuple[MedicineClass, ...]
    medicines: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)


class Medicine(Record, frozen=True, kw_only=True):
    """One medicine to pick; `id` is its generic name with underscores."""

    id: str
    name: str
    brands: tuple[str, ...]
    classes: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        """Whether the person knows which one it is: not so "water tablet (name not known)"."""
        return not self.id.endswith("_not_known")


def every_medicine(written: Medicines, names: Mapping[str, str]) -> tuple[Medicine, ...]:
    """Every medicine once, with all its brands and classes: the common ones first.

    Ids and order follow the pack's first language, so that answers and codes are the same in
    every language. In another language a medicine is also found by its name in the first one.

    Args:
        written: as read, brands in the language spoken.
        names: name in the first language -> name in the language spoken, where they differ.
    """
    brands: dict[str, list[str]] = {}
    members: dict[str, list[str]] = {}
    tables = [(one.id, one.medicines) for one in written.medicine_class]
    for class_id, table in (*tables, ("", written.medicines)):
        for name, others in table.items():
            known = brands.setdefault(name, [name] if name in names else [])
            known.extend(brand for brand in others if brand not in (*known, names.get(name)))
            members.setdefault(name, []).extend([class_id] if class_id else [])
    medicines = [
        Medicine(
            id=_OTHER.sub("_", name.lower()).strip("_"),
            name=names.get(name, name),
            brands=tuple(brands[name]),
            classes=tuple(members[name]),
        )
        for name in sorted(brands, key=str.lower)
    ]
    every = {medicine.id: medicine for medicine in medicines}
    first = {name: every[name] for name in written.common if name in every}
    return tuple((first | every).values())


_OTHER = re.compile(r"\W+")
