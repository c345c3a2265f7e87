"""What differs in the files of two packs: sentences in each language, and rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from nightcramp.check.book.sentences import Sentences
from nightcramp.check.diff.readers import readers_of
from nightcramp.check.diff.records import Edit
from nightcramp.check.translations import as_written, named, read_translation
from nightcramp.pack.condition import CONDITIONS, read_condition
from nightcramp.pack.document import Document
from nightcramp.pack.folder import PackFolder
from nightcramp.pack.model import Pack
from nightcramp.pack.toml_lines import Path
from nightcramp.pack.translate import Translated

_NEVER_A_RULE = ("sources.toml", "codes.toml", "words.toml", "variants.toml", "pictures")
_SAID_ALONE = frozenset({"sources", "certainty", "version", "review_by", "known_words", "unit"})
_ORDER = "/order"


class Read(NamedTuple):
    """A pack, its files as they are written, and those of its translations.

    Attributes:
        translations: name of a translation's file -> the file, and its sentences by name.
        sentences: says conditions in the words of the pack.
    """

    pack: Pack
    documents: dict[str, Document]
    translations: dict[str, tuple[Document, dict[str, Translated]]]
    sentences: Sentences

    @classmethod
    def of(cls, pack: Pack, documents: list[Document], folder: PackFolder) -> Read:
        """From what `read_pack` gives.

        Raises:
            PackError: a file of a translation cannot be read.
        """
        written = {one.name: one for one in as_written(documents)}
        others = [f"{code}/{name}" for code in pack.about.languages for name in written]
        translations = {n: read_translation(folder, n) for n in others if folder.has(n)}
        return cls(pack, written, translations, Sentences(pack))


class _Leaf(NamedTuple):
    """A value of a file, in words, and where it is.

    Attributes:
        written: the value by which versions are compared.
        above: the path in the original file of what a translation says.
    """

    text: str
    written: str
    document: Document
    path: Path
    above: Path


_Leaves = dict[tuple[str, str], _Leaf]
"""By file and name."""


def changed_sentences(old: Read, new: Read) -> Iterator[Edit]:
    """Sentences that differ, in the language that the packs are written in and in each other."""
    first = next(iter(new.pack.about.languages))
    yield from _of_language("", first, old, new)
    for language in dict.fromkeys([*new.pack.about.languages, *old.pack.about.languages]):
        if language != first:
            yield from _of_language(f"{language}/", language, old, new)


def _of_language(folder: str, language: str, old: Read, new: Read) -> Iterator[Edit]:
    before, after = (_translated(r, folder) if folder else _sentences(r) for r in (old, new))
    for (file, name), was, now in _pairs(before, after):
        leaf, read = (now, new) if now else (was, old)
        if leaf is None or (was and now and was.written == now.written):
            continue
        original = read.documents[file.removeprefix(folder)]
        readers = readers_of(original, leaf.above, read.sentences)
        yield _edit(language, file, name, was, now, readers)


def changed_rules(old: Read, new: Read) -> Iterator[Edit]:
    """Everything else that differs; a rule that came or went is one edit."""
    before, after = _rules(old), _rules(new)
    for (file, name), was, now in _pairs(before, after):
        if was and now:
            if was.written != now.written and not (name.endswith(_ORDER) and _in_order(was, now)):
                yield _edit("", file, name, was, now)
        elif name.endswith(_ORDER):
            continue
        elif name == "id" or name.endswith("/id"):
            yield _edit("", file, name.removesuffix("/id"), was, now)
        else:
            here, there = (before, after) if was else (after, before)
            if not _came_or_went(file, name, here, there):
                yield _edit("", file, name, was, now)


def is_rule(edit: Edit) -> bool:
    """Whether an edit can change what someone is asked or told, apart from wording."""
    top = PurePosixPath(edit.file).parts[0]
    return top not in _NEVER_A_RULE and _SAID_ALONE.isdisjoint(edit.name.split("/"))


def _pairs(
    before: _Leaves, after: _Leaves
) -> Iterator[tuple[tuple[str, str], _Leaf | None, _Leaf | None]]:
    for key in dict.fromkeys([*before, *after]):
        yield key, before.get(key), after.get(key)


def _edit(
    language: str, file: str, name: str, was: _Leaf | None, now: _Leaf | None, readers: str = ""
) -> Edit:
    leaf = now or was
    return Edit(
        language=language,
        file=file,
        line=leaf.document.line(leaf.path) if leaf else 0,
        name=name,
        old=was.text if was else "",
        new=now.text if now else "",
        readers=readers,
    )


def _in_order(was: _Leaf, now: _Leaf) -> bool:
    """Whether what both lists have stands in the same order."""
    first, second = was.text.split(", "), now.text.split(", ")
    return [one for one in first if one in second] == [one for one in second if one in first]


def _came_or_went(file: str, name: str, here: _Leaves, there: _Leaves) -> bool:
    """Whether a value is of a record that the other version does not have at all."""
    steps = name.split("/")
    own = ["/".join((*steps[:place], "id")) for place in range(len(steps))]
    return any((file, one) in here and (file, one) not in there for one in own)


def _sentences(read: Read) -> _Leaves:
    return {
        (document.name, name): _Leaf(
            sentence.text, sentence.text, document, sentence.path, sentence.path
        )
        for document in read.documents.values()
        for name, sentence in named(document).items()
        if not sentence.is_name
    }


def _translated(read: Read, folder: str) -> _Leaves:
    found: _Leaves = {}
    for document in read.documents.values():
        file = f"{folder}{document.name}"
        if file not in read.translations:
            continue
        other, tables = read.translations[file]
        for name, sentence in named(document).items():
            if name in tables:
                text = tables[name].text
                found[file, name] = _Leaf(text, text, other, (name,), sentence.path)
    return found


def _rules(read: Read) -> _Leaves:
    found: _Leaves = {}
    for document in read.documents.values():
        said = [sentence for sentence in named(document).values() if not sentence.is_name]
        spoken = {sentence.path for sentence in said}
        spoken |= {path[:-1] for path in spoken if isinstance(path[-1], int)}
        for name, path, value in _values(document.data, (), ""):
            if path not in spoken or name.endswith(_ORDER):
                text = _said(document, path, value, read.sentences)
                written = json.dumps(value, sort_keys=True)
                found[document.name, name] = _Leaf(text, written, document, path, path)
    return found


def _values(value: Any, path: Path, name: str) -> Iterator[tuple[str, Path, Any]]:
    """Each value of a table, named by keys and ids; a condition and a plain list are one."""
    is_condition = bool(path) and path[-1] in CONDITIONS
    if isinstance(value, dict) and not is_condition:
        for key, inner in value.items():
            yield from _values(inner, (*path, key), f"{name}/{key}" if name else str(key))
    elif isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        ids = [str(one.get("id", place)) for place, one in enumerate(value)]
        yield f"{name}{_ORDER}", path, ", ".join(ids)
        for place, (one, inner) in enumerate(zip(ids, value, strict=True)):
            yield from _values(inner, (*path, place), f"{name}/{one}")
    else:
        yield name, path, value


def _said(document: Document, path: Path, value: Any, sentences: Sentences) -> str:
    """A value in words; an id stands for its record, and says for whom that is."""
    key = path[-1] if path else ""
    if key in CONDITIONS and isinstance(value, dict):
        return sentences.clause(read_condition(value))
    when = document.value(path[:-1]).get("when") if key == "id" else None
    if isinstance(when, dict):
        return f"{value}: {sentences.clause(read_condition(when))}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
