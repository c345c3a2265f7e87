"""From a folder of TOML files to a `Pack`, or to a sentence that says what is wrong."""

from __future__ import annotations

import hashlib
import re
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import tomli

from nightcramp.errors import PackError, nearest
from nightcramp.pack import model
from nightcramp.pack.condition import Condition, read_condition
from nightcramp.pack.document import Document
from nightcramp.pack.words import Words
from nightcramp.text import clean

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

T = TypeVar("T")

_MAY_BE_UNCLEAN = re.compile(r"[^\n\x20-\x7e]|\\[^\"\\]")
"""A character or an escape that could stand for one that drives a terminal."""

_SIGN_OFF = re.compile(rb"^review.*$", re.MULTILINE)
"""Lines of `pack.toml` that a sign-off changes; they stand outside the hash it signs."""


class Questions(model.Record, frozen=True):
    """`questions/*.toml`."""

    question: tuple[model.Question, ...]


class RedFlags(model.Record, frozen=True):
    """`red_flags.toml`."""

    flag: tuple[model.RedFlag, ...]


class GeneralAdvice(model.Record, frozen=True):
    """`advice.toml`."""

    advice: tuple[model.Advice, ...]


class Medicines(model.Record, frozen=True):
    """`medicines.toml`."""

    medicine_class: tuple[model.MedicineClass, ...]


class Measures(model.Record, frozen=True):
    """`measures.toml`."""

    measure: tuple[model.Measure, ...]


class Sources(model.Record, frozen=True):
    """`sources.toml`."""

    source: tuple[model.Source, ...]


class Codes(model.Record, frozen=True):
    """`codes.toml`."""

    code: tuple[model.Code, ...]


FILES: dict[str, type] = {
    "pack.toml": model.About,
    "words.toml": Words,
    "questions/*.toml": Questions,
    "measures.toml": Measures,
    "causes/*.toml": model.Cause,
    "mimics/*.toml": model.Mimic,
    "red_flags.toml": RedFlags,
    "advice.toml": GeneralAdvice,
    "medicines.toml": Medicines,
    "sources.toml": Sources,
    "codes.toml": Codes,
}
"""Every kind of file in a pack, and the type it is read as."""


def content_folder() -> Traversable:
    """The pack that came with the program, or the checkout's `content/` folder."""
    packaged = resources.files("nightcramp") / "content"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "content"


def load_pack(folder: Traversable | None = None, country: str = "") -> model.Pack:
    """Read a pack, whole.

    Args:
        folder: where it is; the pack that came with the program when left out.
        country: code of a country in `pack.toml`, for whom to call and which cut-offs
            hold; an unknown one, or none, takes the pack's own.

    Raises:
        PackError: a file is missing, is no TOML, or says what a pack cannot say.
    """
    from nightcramp.pack.references import check_references

    pack, documents = read_pack(folder if folder is not None else content_folder(), country)
    check_references(pack, documents)
    return pack


def read_pack(folder: Traversable, country: str = "") -> tuple[model.Pack, list[Document]]:
    """A pack whose names have not been looked up, and the files it was read from.

    Raises:
        PackError: a file is missing, is no TOML, or says what a pack cannot say.
    """
    reader = _Reader(folder)
    return reader.read(country), reader.documents


def read_front(folder: Traversable, country: str = "") -> tuple[model.About, str, Words]:
    """What the first screen needs: `pack.toml`, the country it is for, and the words.

    Raises:
        PackError: one of the two files is missing, is no TOML, or lacks something.
    """
    reader = _Reader(folder)
    about, country = reader.front(country)
    return about, country, reader.file("words.toml", Words)


def load_words(folder: Traversable | None = None) -> Words:
    """The program's own words.

    Raises:
        PackError: `words.toml` is missing, is no TOML, or lacks a word.
    """
    return read_file(folder if folder is not None else content_folder(), "words.toml", Words)


def read_file(folder: Traversable, name: str, kind: type[T]) -> T:
    """One content file by itself, as the type it should have.

    Raises:
        PackError: the file is missing, is no TOML, or says what it cannot say.
    """
    return _Reader(folder).file(name, kind)


class _Reader:
    """Reads files one by one, and keeps them for saying where something stands."""

    def __init__(self, folder: Traversable) -> None:
        self.folder = folder
        self.documents: list[Document] = []
        self.fill: dict[str, str] = {}
        self.digest = hashlib.sha256()

    def front(self, country: str) -> tuple[model.About, str]:
        """`pack.toml` for a country, with the country's numbers filled in from here on."""
        about = self.file("pack.toml", model.About)
        if about.country not in about.countries:
            raise PackError(
                "pack.toml",
                0,
                f"country '{about.country}' has no entry under [countries]."
                f"{nearest(about.country, about.countries)}",
                "unknown-id",
            )
        country = country if country in about.countries else about.country
        self.fill = {
            "{emergency_number}": about.countries[country].emergency,
            "{advice_line}": about.countries[country].advice_line,
        }
        return self.file("pack.toml", model.About), country

    def read(self, country: str) -> model.Pack:
        """Every file."""
        about, country = self.front(country)
        questions = [
            msgspec.structs.replace(question, section=section.id)
            for section in about.sections
            for question in self.file(f"questions/{section.id}.toml", Questions).question
        ]
        classes = self.file("medicines.toml", Medicines).medicine_class
        self.file("words.toml", Words)
        return model.Pack(
            about=about,
            country=country,
            questions=tuple(questions),
            measures=self.file("measures.toml", Measures).measure,
            causes=tuple(self.file(f"causes/{name}.toml", model.Cause) for name in about.causes),
            mimics=tuple(self.file(f"mimics/{name}.toml", model.Mimic) for name in about.mimics),
            red_flags=self.file("red_flags.toml", RedFlags).flag,
            advice=self.file("advice.toml", GeneralAdvice).advice,
            medicine_classes=classes,
            medicines=_medicines(classes),
            sources=self.file("sources.toml", Sources).source,
            codes=self.file("codes.toml", Codes).code,
            hash=self.digest.hexdigest(),
        )

    def file(self, name: str, kind: type[T]) -> T:
        """One content file, as the type it should have."""
        try:
            raw = (self.folder / name).read_bytes()
        except OSError:
            raise PackError(name, 0, "is missing or cannot be read.", "missing-file") from None
        self.digest.update(_SIGN_OFF.sub(b"", raw))
        document = _parse(name, raw, self.fill)
        self.documents.append(document)
        try:
            return msgspec.convert(document.data, kind, dec_hook=_decode)
        except msgspec.ValidationError as error:
            raise _explain(document, str(error)) from None


def _parse(name: str, raw: bytes, fill: dict[str, str]) -> Document:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise PackError(name, line, "is not UTF-8 text; save it as UTF-8.", "not-utf8") from None
    text = text.replace("\r\n", "\n")
    filled = _fill_in(text, fill)
    try:
        data = tomli.loads(filled)
    except tomli.TOMLDecodeError as error:
        problem = f"is not valid TOML: {error.msg.lower()}."
        raise PackError(name, error.lineno, problem, "bad-toml") from None
    except RecursionError:
        raise PackError(name, 0, "is nested too deep.", "bad-toml") from None
    return Document(name, text, _clean_all(data) if _MAY_BE_UNCLEAN.search(filled) else data)


def _fill_in(text: str, fill: dict[str, str]) -> str:
    for placeholder, words in fill.items():
        text = text.replace(placeholder, words)
    return text


def _clean_all(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(key): _clean_all(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean_all(item) for item in value]
    return value


def _decode(kind: type, value: Any) -> Any:
    if kind is Condition:
        return read_condition(value)
    raise NotImplementedError(kind)


def _medicines(classes: tuple[model.MedicineClass, ...]) -> tuple[model.Medicine, ...]:
    """Every medicine once, with all its brands and classes, in alphabetical order."""
    brands: dict[str, list[str]] = {}
    members: dict[str, list[str]] = {}
    for medicine_class in classes:
        for name, names in medicine_class.medicines.items():
            known = brands.setdefault(name, [])
            known.extend(brand for brand in names if brand not in known)
            members.setdefault(name, []).append(medicine_class.id)
    return tuple(
        model.Medicine(
            id=re.sub(r"\W+", "_", name.lower()).strip("_"),
            name=name,
            brands=tuple(brands[name]),
            classes=tuple(members[name]),
        )
        for name in sorted(brands, key=str.lower)
    )


_PLACE = re.compile(r"^(?P<problem>.*?)(?: - at `(?P<place>[^`]*)`)?$", re.DOTALL)
_STEP = re.compile(r"\.([\w-]+)|\[(\d+|\.\.\.)\]")
_NAMED = re.compile(r"unknown field `([^`]+)`")


def _explain(document: Document, message: str) -> PackError:
    """A decoder's complaint, with the line and what was probably meant."""
    match = _PLACE.match(message)
    problem, place = (match["problem"], match["place"] or "") if match else (message, "")
    path = tuple(
        key or (int(index) if index.isdigit() else 0) for key, index in _STEP.findall(place)
    )
    unknown = _NAMED.search(problem)
    if unknown:
        path = (*path, unknown[1])
        problem = f"unknown key '{unknown[1]}'.{nearest(unknown[1], _field_names())}"
        return PackError(document.name, document.line(path), problem, "unknown-key")
    problem = problem.replace("Object ", "this table ").replace("`", "'") + "."
    return PackError(document.name, document.line(path), problem)


def _field_names() -> set[str]:
    records = [kind for kind in vars(model).values() if isinstance(kind, type)]
    return {
        field
        for kind in records
        if issubclass(kind, msgspec.Struct)
        for field in kind.__struct_fields__
    }
