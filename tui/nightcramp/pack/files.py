"""The kinds of file that a pack is read from, and the type each is read as.

What the pack is checked and compared with is read elsewhere: `danger_pairs`, `population`,
`vignettes`.
"""

# Annotations are evaluated here, as in `model`.

from nightcramp.pack.contacts import Contact
from nightcramp.pack.medicines import Medicines
from nightcramp.pack.model import (
    About,
    Advice,
    Cause,
    Code,
    Measure,
    Mimic,
    Note,
    Question,
    RedFlag,
    Source,
)
from nightcramp.pack.pictures import Picture
from nightcramp.pack.record import Record
from nightcramp.pack.topics import Contradictions
from nightcramp.pack.variants import Variants
from nightcramp.pack.words import Words


class Questions(Record, frozen=True):
    """`questions/*.toml`."""

    question: tuple[Question, ...]


class RedFlags(Record, frozen=True):
    """`red_flags.toml`."""

    flag: tuple[RedFlag, ...]


class Notes(Record, frozen=True):
    """`notes.toml`."""

    note: tuple[Note, ...]


class Contacts(Record, frozen=True):
    """`contacts.toml`."""

    contact: tuple[Contact, ...]


class GeneralAdvice(Record, frozen=True):
    """`advice.toml`."""

    advice: tuple[Advice, ...]


class Measures(Record, frozen=True):
    """`measures.toml`."""

    measure: tuple[Measure, ...]


class Sources(Record, frozen=True):
    """`sources.toml`."""

    source: tuple[Source, ...]


class Codes(Record, frozen=True):
    """`codes.toml`."""

    code: tuple[Code, ...]


FILES: dict[str, type] = {
    "pack.toml": About,
    "words.toml": Words,
    "questions/*.toml": Questions,
    "measures.toml": Measures,
    "causes/*.toml": Cause,
    "mimics/*.toml": Mimic,
    "red_flags.toml": RedFlags,
    "notes.toml": Notes,
    "contacts.toml": Contacts,
    "advice.toml": GeneralAdvice,
    "medicines.toml": Medicines,
    "sources.toml": Sources,
    "codes.toml": Codes,
    "contradictions.toml": Contradictions,
    "variants.toml": Variants,
    "pictures/*.toml": Picture,
}
"""The kinds of file that a pack is read from, and the type each is read as."""
