"""From a folder of TOML files to a `Pack`, or to a sentence that says what is wrong."""

from __future__ import annotations

import contextlib
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import tomli

from nightcramp.errors import PackError, nearest
from nightcramp.pack import model
from nightcramp.pack.condition import Condition, read_condition
from nightcramp.pack.document import Document
from nightcramp.pack.locale import Locale
from nightcramp.pack.placeholders import (
    COUNTRY_WORDS,
    FILLED_LATER,
    NEXT_LANGUAGE,
    Filling,
    UnknownPlaceholderError,
    words_for,
)
from nightcramp.pack.translate import Translated, translate
from nightcramp.pack.words import Words
from nightcramp.text import clean, to_ascii

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from importlib.resources.abc import Traversable

T = TypeVar("T")

ANYWHERE = Locale()

_SIGN_OFF = re.compile(rb"^review.*$", re.MULTILINE)
"""Lines of `pack.toml` that a sign-off changes; they stand outside the hash it signs."""


class Questions(model.Record, frozen=True):
    """`questions/*.toml`."""

    question: tuple[model.Question, ...]


class RedFlags(model.Record, frozen=True):
    """`red_flags.toml`."""

    flag: tuple[model.RedFlag, ...]


class Notes(model.Record, frozen=True):
    """`notes.toml`."""

    note: tuple[model.Note, ...]


class Contacts(model.Record, frozen=True):
    """`contacts.toml`."""

    contact: tuple[model.Contact, ...]


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
    "notes.toml": Notes,
    "contacts.toml": Contacts,
    "advice.toml": GeneralAdvice,
    "medicines.toml": Medicines,
    "sources.toml": Sources,
    "codes.toml": Codes,
    "contradictions.toml": model.Contradictions,
}
"""Every kind of file in a pack, and the type it is read as."""


def content_folder() -> Traversable:
    """The pack that came with the program, or the checkout's `content/` folder."""
    beside = Path(__file__).parents[1] / "content"
    if beside.is_dir():
        return beside
    checkout = Path(__file__).parents[3] / "content"
    if checkout.is_dir():
        return checkout
    from importlib import resources  # in a zip file; elsewhere 8 ms of each start for nothing

    return resources.files("nightcramp") / "content"


def load_pack(folder: Traversable | None = None, locale: Locale = ANYWHERE) -> model.Pack:
    """Read a pack, whole.

    Args:
        folder: where it is; the pack that came with the program when left out.
        locale: for whom. An unknown language, or none, takes the pack's own; an unknown
            country, or none, gives words that hold in any country.

    Raises:
        PackError: a file is missing, is no TOML, or says what a pack cannot say.
    """
    from nightcramp.pack.references import check_references

    pack, documents = read_pack(folder if folder is not None else content_folder(), locale)
    check_references(pack, documents)
    return pack


def read_pack(folder: Traversable, locale: Locale = ANYWHERE) -> tuple[model.Pack, list[Document]]:
    """A pack whose names have not been looked up, and the files it was read from.

    Raises:
        PackError: a file is missing, is no TOML, or says what a pack cannot say.
    """
    reader = _Reader(folder, locale)
    return reader.read(), reader.documents


def read_front(folder: Traversable, locale: Locale = ANYWHERE) -> tuple[model.About, Locale, Words]:
    """What the first screen needs: `pack.toml`, for whom it was read, and the words.

    Raises:
        PackError: one of the two files is missing, is no TOML, or lacks something.
    """
    reader = _Reader(folder, locale)
    about = reader.front()
    return about, reader.locale, reader.file("words.toml", Words)


def content_hashes(folder: Traversable, about: model.About, language: str) -> tuple[str, str]:
    """Hashes of all that a sign-off signs: the content, and its translation.

    The second is empty in the language the pack is written in.

    Raises:
        PackError: a file is missing.
    """
    names = _signed_files(about)
    raw = {name: _read(folder, name) for name in names}
    raw["pack.toml"] = _SIGN_OFF.sub(b"", raw["pack.toml"])
    if language == next(iter(about.languages)):
        return _hash(raw.values()), ""
    translated = [f"{language}/{name}" for name in names]
    return _hash(raw.values()), _hash(
        _read(folder, name) for name in translated if (folder / name).is_file()
    )


def _signed_files(about: model.About) -> list[str]:
    return [
        "pack.toml",
        *(f"questions/{section.id}.toml" for section in about.sections),
        *("medicines.toml", "words.toml", "measures.toml"),
        *(f"causes/{name}.toml" for name in about.causes),
        *(f"mimics/{name}.toml" for name in about.mimics),
        *("red_flags.toml", "notes.toml", "contacts.toml", "advice.toml"),
        *("sources.toml", "codes.toml", "contradictions.toml"),
    ]


def load_words(folder: Traversable | None = None, locale: Locale = ANYWHERE) -> Words:
    """The program's own words.

    Raises:
        PackError: `pack.toml` or `words.toml` is missing, is no TOML, or lacks a word.
    """
    return read_front(folder if folder is not None else content_folder(), locale)[2]


def read_file(folder: Traversable, name: str, kind: type[T]) -> T:
    """One content file by itself, as the type it should have.

    Raises:
        PackError: the file is missing, is no TOML, or says what it cannot say.
    """
    return _Reader(folder, ANYWHERE).file(name, kind)


def read_document(folder: Traversable, name: str) -> Document:
    """One content file as it is written.

    Raises:
        PackError: the file is missing, or is no TOML.
    """
    return _parse(name, _Reader(folder, ANYWHERE).raw(name))


class _Reader:
    """Reads files one by one, and keeps them for saying where something stands."""

    def __init__(self, folder: Traversable, locale: Locale) -> None:
        self.folder = folder
        self.locale = locale
        self.documents: list[Document] = []
        self._filling: Filling | None = None
        self._other: str = ""
        self._medicines: dict[str, str] = {}

    def front(self) -> model.About:
        """`pack.toml`; from here on in the locale's language, with its country's numbers."""
        about = self.file("pack.toml", model.About)
        for name in COUNTRY_WORDS:
            if not getattr(about.elsewhere, name):
                line = self.documents[-1].line(("elsewhere",))
                problem = f"[elsewhere] must say '{name}', for countries that do not."
                raise PackError("pack.toml", line, problem)
        languages = list(about.languages)
        if not languages:
            raise PackError("pack.toml", 0, "names no language under [languages].", "unknown-id")
        country, language, _ = self.locale
        self.locale = self.locale._replace(
            country=country if country in about.countries else "",
            language=language if language in languages else languages[0],
        )
        here = languages.index(self.locale.language)
        self._other = self.locale.language if here else ""
        following = languages[(here + 1) % len(languages)]
        words = words_for(self.file("pack.toml", model.About), self.locale.country)
        words[NEXT_LANGUAGE] = about.languages[following].name if len(languages) > 1 else ""
        try:
            self._filling = Filling(words)
        except UnknownPlaceholderError as unknown:
            raise self._unknown_placeholder("pack.toml", unknown, words) from None
        return self.file("pack.toml", model.About)

    def read(self) -> model.Pack:
        """Every file."""
        about = self.front()
        signed, signed_translation = content_hashes(self.folder, about, self.locale.language)
        questions = [
            msgspec.structs.replace(question, section=section.id)
            for section in about.sections
            for written in self.file(f"questions/{section.id}.toml", Questions).question
            for question in _with_again(written, about.again)
        ]
        classes = self.file("medicines.toml", Medicines).medicine_class
        self.file("words.toml", Words)
        return model.Pack(
            about=about,
            country=self.locale.country,
            language=self.locale.language,
            questions=tuple(questions),
            measures=self.file("measures.toml", Measures).measure,
            causes=tuple(self.file(f"causes/{name}.toml", model.Cause) for name in about.causes),
            mimics=tuple(self.file(f"mimics/{name}.toml", model.Mimic) for name in about.mimics),
            red_flags=self.file("red_flags.toml", RedFlags).flag,
            notes=self.file("notes.toml", Notes).note,
            contacts=self.file("contacts.toml", Contacts).contact,
            advice=self.file("advice.toml", GeneralAdvice).advice,
            medicine_classes=classes,
            medicines=_medicines(classes, self._medicines),
            sources=self.file("sources.toml", Sources).source,
            codes=self.file("codes.toml", Codes).code,
            contradictions=self.file("contradictions.toml", model.Contradictions),
            hash=signed,
            translation_hash=signed_translation,
        )

    def file(self, name: str, kind: type[T]) -> T:
        """One content file, as the type it should have."""
        raw = self.raw(name)
        document = _parse(name, raw)
        if self._other:
            document = msgspec.structs.replace(document, data=self._translated(document))
        try:
            data = _each_text(document.data, self._finish_of(name))
        except UnknownPlaceholderError as unknown:
            known = self._filling.words if self._filling else ()
            raise self._unknown_placeholder(name, unknown, known) from None
        document = msgspec.structs.replace(document, data=data)
        self.documents.append(document)
        try:
            return msgspec.convert(document.data, kind, dec_hook=_decode)
        except msgspec.ValidationError as error:
            raise _explain(document, str(error)) from None

    def raw(self, name: str) -> bytes:
        """One content file, byte by byte."""
        return _read(self.folder, name)

    def _translated(self, document: Document) -> dict[str, Any]:
        name = f"{self._other}/{document.name}"
        try:
            raw = self.raw(name)
        except PackError:
            return document.data
        other = _parse(name, raw)
        try:
            table = msgspec.convert(other.data, dict[str, Translated])
        except msgspec.ValidationError as error:
            raise _explain(other, str(error)) from None
        data, medicines = translate(document, table)
        self._medicines.update({known: self._finish(said) for known, said in medicines.items()})
        return data

    def _finish_of(self, name: str) -> Callable[[str], str]:
        """What makes a text of a file one that can be shown."""
        later = FILLED_LATER if name == "words.toml" else frozenset()

        def finish(text: str) -> str:
            if self._filling is not None:
                text = self._filling.fill(text, later)
            return self._finish(text)

        return finish

    def _finish(self, text: str) -> str:
        text = clean(text)
        return to_ascii(text) if self.locale.ascii else text

    def _unknown_placeholder(
        self, name: str, unknown: UnknownPlaceholderError, known: Collection[str]
    ) -> PackError:
        """What to say of it, in the file where it stands: the original, or the translation."""
        problem = f"nothing fills in '{unknown.said}'.{nearest(unknown.said.strip('{}'), known)}"
        for file in (name, f"{self._other}/{name}") if self._other else (name,):
            document = _parse(file, self.raw(file))
            for path, value in document.walk():
                if value == unknown.text:
                    line = document.line(path)
                    return PackError(file, line, problem, "unknown-placeholder")
        return PackError(name, 0, problem, "unknown-placeholder")


def _read(folder: Traversable, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError:
        raise PackError(name, 0, "is missing or cannot be read.", "missing-file") from None


def _hash(parts: Iterable[bytes]) -> str:
    return str(_sha256()(b"".join(parts)).hexdigest())


def _sha256() -> Any:
    """From the first that has it: `hashlib` loads OpenSSL, for 4 ms of each start."""
    for name in ("_sha2", "_sha256"):
        with contextlib.suppress(ImportError):
            return import_module(name).sha256
    import hashlib

    return hashlib.sha256


def _parse(name: str, raw: bytes) -> Document:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise PackError(name, line, "is not UTF-8 text; save it as UTF-8.", "not-utf8") from None
    text = text.replace("\r\n", "\n")
    try:
        return Document(name, text, tomli.loads(text))
    except tomli.TOMLDecodeError as error:
        problem = f"is not valid TOML: {error.msg.lower()}."
        raise PackError(name, error.lineno, problem, "bad-toml") from None
    except RecursionError:
        raise PackError(name, 0, "is nested too deep.", "bad-toml") from None


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        has_brace = "{" in value or "}" in value
        plain = value.isascii() and value.isprintable() and not has_brace
        return value if plain else change(value)
    if isinstance(value, dict):
        return {_each_text(k, change): _each_text(item, change) for k, item in value.items()}
    if isinstance(value, list):
        return [_each_text(item, change) for item in value]
    return value


def _decode(kind: type, value: Any) -> Any:
    if kind is Condition:
        return read_condition(value)
    raise NotImplementedError(kind)


def _with_again(question: model.Question, again: model.AskedAgain) -> tuple[model.Question, ...]:
    """A question; after a list of signs also the same list in other words."""
    if not any(option.again for option in question.options):
        return (question,)
    options = tuple(
        msgspec.structs.replace(option, label=option.again or option.label, again="")
        for option in question.options
    )
    clarifying = msgspec.structs.replace(
        question,
        id=f"{question.id}_again",
        text=again.text,
        hint=again.hint,
        why=again.why,
        sources=again.sources,
        options=options,
        when=read_condition({question.id: model.UNSURE}),
        clarifies=question.id,
    )
    return question, clarifying


def _medicines(
    classes: tuple[model.MedicineClass, ...], names: Mapping[str, str]
) -> tuple[model.Medicine, ...]:
    """Every medicine once, with all its brands and classes, in alphabetical order.

    In another language it is found by its name in the first one too, and the order is that
    of the first: answers and codes are the same in every language.
    """
    brands: dict[str, list[str]] = {}
    members: dict[str, list[str]] = {}
    for medicine_class in classes:
        for name, others in medicine_class.medicines.items():
            known = brands.setdefault(name, [name] if name in names else [])
            known.extend(brand for brand in others if brand not in known)
            members.setdefault(name, []).append(medicine_class.id)
    return tuple(
        model.Medicine(
            id=re.sub(r"\W+", "_", name.lower()).strip("_"),
            name=names.get(name, name),
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
