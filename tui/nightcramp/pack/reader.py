"""Reads the files of a pack for one locale: translated, reworded, filled in, typed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec.structs import replace

from nightcramp.errors import PackError, nearest
from nightcramp.pack import files
from nightcramp.pack.decode import convert, convert_tables
from nightcramp.pack.document import Document
from nightcramp.pack.folder import PackFolder
from nightcramp.pack.hashes import VARIANTS, content_files, hash_of_files, translated_files
from nightcramp.pack.locale import Locale
from nightcramp.pack.medicines import Medicines, every_medicine
from nightcramp.pack.model import About, Cause, Mimic, Pack, RedFlag
from nightcramp.pack.pictures import Picture
from nightcramp.pack.placeholders import (
    COUNTRY_WORDS,
    FILLED_LATER,
    NEXT_LANGUAGE,
    Filling,
    UnknownPlaceholderError,
    check_filled_later,
    words_for,
)
from nightcramp.pack.steps import check_lists, each_text, with_again
from nightcramp.pack.topics import Contradictions
from nightcramp.pack.translate import Translated, reword, translate
from nightcramp.pack.variants import Variants, Wording
from nightcramp.pack.words import Words
from nightcramp.text import clean, in_words, to_ascii

if TYPE_CHECKING:
    from nightcramp.pack.folder import AnyFolder


T = TypeVar("T")

_ALL_FILLED_LATER = frozenset[str]().union(*FILLED_LATER.values())
_MOST_QUESTIONS = 500
_MOST_LANGUAGES = 20
_MOST_OFFERED = 50_000
"""Medicines in all lists to pick from, together."""
_MOST_FILLED = 32_000_000
"""Characters of all sentences, when placeholders are filled in."""


class Reader:
    """Reads the files of a pack, and keeps them to locate problems.

    Attributes:
        documents: what was read, placeholders filled in, in the order of reading.
    """

    def __init__(self, folder: AnyFolder, locale: Locale) -> None:
        self.folder = PackFolder.of(folder)
        self.locale = locale
        self.documents: list[Document] = []
        self._filling: Filling | None = None
        self._other: str = ""
        self._wording: Wording | None = None
        self._names: dict[str, str] = {}
        self._filled = 0

    def front(self) -> About:
        """`pack.toml`. Files read later are in the locale's language, with its country's words."""
        about = self.file("pack.toml", About)
        for name in COUNTRY_WORDS:
            if not getattr(about.elsewhere, name):
                line = self.documents[-1].line(("elsewhere",))
                problem = f"[elsewhere] must say '{name}', for countries that do not."
                raise PackError("pack.toml", line, problem)
        languages = list(about.languages)
        if not languages:
            raise PackError("pack.toml", 0, "names no language under [languages].", "unknown-id")
        if len(languages) > _MOST_LANGUAGES:
            line = self.documents[-1].line(("languages", languages[_MOST_LANGUAGES]))
            problem = f"names more than {_MOST_LANGUAGES} languages."
            raise PackError("pack.toml", line, problem, "too-large")
        check_lists(about, self.documents[-1])
        country, language, _ = self.locale
        self.locale = self.locale._replace(
            country=country if country in about.countries else "",
            language=language if language in languages else languages[0],
        )
        here = languages.index(self.locale.language)
        self._other = self.locale.language if here else ""
        self._wording = self._wording_here()
        following = languages[(here + 1) % len(languages)]
        words = words_for(self.file("pack.toml", About), self.locale.country)
        words[NEXT_LANGUAGE] = about.languages[following].name if len(languages) > 1 else ""
        try:
            self._filling = Filling(words)
        except UnknownPlaceholderError as unknown:
            raise self._unknown_placeholder("pack.toml", unknown, words) from None
        return self.file("pack.toml", About)

    def read(self) -> Pack:
        """Every file."""
        about = self.front()
        questions = [
            replace(question, section=section.id)
            for section in about.sections
            for written in self.file(f"questions/{section.id}.toml", files.Questions).question
            for question in with_again(written, about.again)
        ]
        if len(questions) > _MOST_QUESTIONS:
            problem = f"with it there are more than {_MOST_QUESTIONS} questions."
            raise PackError(f"questions/{questions[-1].section}.toml", 0, problem, "too-large")
        medicines = self.file("medicines.toml", Medicines)
        flags = self.file("red_flags.toml", files.RedFlags).flag
        offered = every_medicine(medicines, self._named("medicine"))
        if len(offered) * sum(one.offers_medicines for one in questions) > _MOST_OFFERED:
            problem = f"offers more than {_MOST_OFFERED:,} medicines in all lists together."
            raise PackError("medicines.toml", 0, problem, "too-large")
        return Pack(
            about=about,
            country=self.locale.country,
            language=self.locale.language,
            questions=tuple(questions),
            measures=self.file("measures.toml", files.Measures).measure,
            causes=tuple(self.file(f"causes/{name}.toml", Cause) for name in about.causes),
            mimics=tuple(self.file(f"mimics/{name}.toml", Mimic) for name in about.mimics),
            red_flags=flags,
            notes=self.file("notes.toml", files.Notes).note,
            contacts=self.file("contacts.toml", files.Contacts).contact,
            advice=self.file("advice.toml", files.GeneralAdvice).advice,
            medicine_classes=medicines.medicine_class,
            medicines=offered,
            sources=self.file("sources.toml", files.Sources).source,
            codes=self.file("codes.toml", files.Codes).code,
            contradictions=self.file("contradictions.toml", Contradictions),
            words=self.file("words.toml", Words),
            pictures=tuple(self.file(f"pictures/{name}.toml", Picture) for name in about.pictures),
            suspects=self._suspects(flags),
            hash=self._hash_of(content_files(about)),
            translation_hash=self._hash_of(
                translated_files(self.folder, about, self.locale.language)
            ),
        )

    def _suspects(self, flags: tuple[RedFlag, ...]) -> dict[str, str]:
        """What a clinician reads for each suspect."""
        ids = dict.fromkeys(name for flag in flags for name in flag.suspects)
        reworded = self._wording.of if self._wording else str
        return {name: reworded(in_words(name)) for name in ids} | self._named("suspect")

    def _hash_of(self, names: tuple[str, ...]) -> str:
        """The hash of these files as they are written; empty for none."""
        return hash_of_files({name: self.folder.document(name).data for name in names})

    def _named(self, kind: str) -> dict[str, str]:
        """The translated names of one kind, by what they are called in the original."""
        named = (name.partition("/")[::2] for name in self._names)
        return {known: self._names[f"{kind}/{known}"] for one, known in named if one == kind}

    def file(self, name: str, kind: type[T]) -> T:
        """One content file, as the type it should have."""
        document = self.folder.document(name)
        if self._other:
            document = replace(document, data=self._translated(document))
        elif self._wording:
            document = replace(document, data=reword(document, self._wording))
        try:
            data = each_text(document.data, self._finish_of(name))
            if name == "words.toml":
                check_filled_later(data)
        except UnknownPlaceholderError as unknown:
            known = self._filling.words if self._filling else ()
            raise self._unknown_placeholder(name, unknown, known) from None
        document = replace(document, data=data)
        self.documents.append(document)
        return convert(document, kind)

    def _translated(self, document: Document) -> dict[str, Any]:
        name = f"{self._other}/{document.name}"
        if not self.folder.has(name):
            return document.data
        other = self.folder.document(name)
        data, names = translate(document, convert_tables(other, Translated), self._wording)
        self._names.update({name: self._finish(text) for name, text in names.items()})
        return data

    def _wording_here(self) -> Wording | None:
        """How the country says things in another way; None if it does not."""
        name = f"{self._other}/{VARIANTS}" if self._other else VARIANTS
        if self._other and not self.folder.has(name):
            return None
        variants = convert(self.folder.document(name), Variants)
        called = variants.generic_names(self.locale.country)
        self._names.update({f"medicine/{name}": other for name, other in called.items()})
        words = variants.words(self.locale.country)
        return Wording(words) if words else None

    def _finish_of(self, name: str) -> Callable[[str], str]:
        """A function that makes a text of a file ready to show."""
        later = _ALL_FILLED_LATER if name == "words.toml" else frozenset[str]()

        def finish(text: str) -> str:
            if self._filling is not None:
                text = self._filling.fill(text, later)
                self._filled += len(text)
                if self._filled > _MOST_FILLED:
                    problem = "says too much when its placeholders are filled in."
                    raise PackError(name, 0, problem, "too-large")
            return self._finish(text)

        return finish

    def _finish(self, text: str) -> str:
        text = clean(text)
        return to_ascii(text) if self.locale.ascii else text

    def _unknown_placeholder(
        self, name: str, unknown: UnknownPlaceholderError, known: Collection[str]
    ) -> PackError:
        """The error, located in the original file or in its translation."""
        written = unknown.placeholder
        problem = f"nothing fills in '{written}'.{nearest(written.strip('{}'), known)}"
        for file in (name, f"{self._other}/{name}") if self._other else (name,):
            document = self.folder.document(file)
            for path, value in document.walk():
                if value == unknown.text:
                    line = document.line(path)
                    return PackError(file, line, problem, "unknown-placeholder")
        return PackError(name, 0, problem, "unknown-placeholder")
