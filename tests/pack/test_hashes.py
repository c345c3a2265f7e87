"""What is signed: everything that a pack says, by file and key, and nothing else."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import msgspec
import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from nightcramp.pack.condition import Condition
from nightcramp.pack.decode import parse
from nightcramp.pack.document import Document
from nightcramp.pack.folder import PackFolder
from nightcramp.pack.hashes import Hashes, hash_of_files, hashes_of
from nightcramp.pack.lazy import LazyPack
from nightcramp.pack.load import read_document, read_front, read_pack
from nightcramp.wizard.first_screen import first_rows
from nightcramp.wizard.widgets.rows import text_of
from tests.content import PACK, WORDS
from tests.edited_packs import CONTENT, FILES, LOADED, lean_copy, plant

SMALL = [name for name in FILES if (CONTENT / name).stat().st_size < 20_000]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content with one patient, to change."""
    copy = lean_copy(tmp_path / "pack")
    shutil.copy(CONTENT / "vignettes" / "f01.toml", copy / "vignettes")
    return copy


def _hashes(folder: Path) -> dict[str, Hashes]:
    files = PackFolder(folder)
    return hashes_of(files, read_front(files).about)


def _changed(folder: Path, change: Callable[[], object]) -> set[str]:
    """Which hashes a change to a pack changes: "content", "es", "patients"."""
    before = _hashes(folder)
    change()
    after = _hashes(folder)
    pairs = {
        "content": (before["en"].content, after["en"].content),
        "es": (before["es"].translation, after["es"].translation),
        "patients": (before["en"].patients, after["en"].patients),
    }
    assert before["es"].content == before["en"].content
    return {name for name, (old, new) in pairs.items() if old != new}


# ---- any change of what is said changes the hash ----


@st.composite
def _edited(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """A few files of the pack, and the same with one value, key, item or file changed."""
    names = draw(st.lists(st.sampled_from(SMALL), min_size=2, max_size=3, unique=True))
    files = {name: tomli.loads((CONTENT / name).read_text("utf-8")) for name in names}
    edited = deepcopy(files)
    spots = [(name, path) for name in names for path, _ in Document(name, "", files[name]).walk()]
    name, path = draw(st.sampled_from(spots))
    how = draw(st.sampled_from(["change", "rename", "remove", "move"]))
    if not path:
        edited["another.toml"] = edited.pop(name)
        return files, edited
    holder: Any = edited[name]
    for step in path[:-1]:
        holder = holder[step]
    if how == "rename" and isinstance(holder, dict):
        holder[f"{path[-1]}x"] = holder.pop(path[-1])
    elif how == "remove":
        del holder[path[-1]]
    elif how == "move":
        edited[next(other for other in names if other != name)]["moved"] = holder.pop(path[-1])
    else:
        holder[path[-1]] = draw(_other_than(holder[path[-1]]))
    return files, edited


def _other_than(value: Any) -> st.SearchStrategy[Any]:
    kinds = st.integers(-9, 9) | st.floats(-9, 9) | st.booleans() | st.text(max_size=9) | st.dates()
    listed = st.lists(kinds, max_size=2) | st.dictionaries(st.text(max_size=3), kinds, max_size=2)
    return (kinds | listed).filter(lambda new: type(new) is not type(value) or new != value)


@given(_edited())
def test_whatever_is_changed_renamed_removed_or_moved_changes_the_hash(
    edit: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    before, after = edit

    assert hash_of_files(before) != hash_of_files(after)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"x": "1"}, {"x": 1}),
        ({"x": 1}, {"x": 1.0}),
        ({"x": True}, {"x": 1}),
        ({"x": ""}, {}),
        ({"x": [["a"], ["b"]]}, {"x": [["a", "b"]]}),
        ({"x": {"y": "z"}}, {"x": [["y", "z"]]}),
        ({"x": ["a", "b"]}, {"x": ["b", "a"]}),
        ({"x": tomli.loads("d = 2026-11-29")["d"]}, {"x": "2026-11-29"}),
        ({"countries": {"US": 1, "CA": 2}}, {"countries": {"CA": 2, "US": 1}}),
    ],
)
def test_what_is_told_apart(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert hash_of_files({"a.toml": one}) != hash_of_files({"a.toml": other})


# ---- and nothing else does ----


@given(st.sampled_from(SMALL), st.data())
def test_comments_and_spacing_do_not_count(name: str, data: st.DataObject) -> None:
    lines = (CONTENT / name).read_text("utf-8").split("\n")
    before = hash_of_files({name: tomli.loads("\n".join(lines))})
    starts = [n for n, line in enumerate(lines) if line.startswith("[")] or [0]
    at = data.draw(st.sampled_from(starts))
    lines[at:at] = data.draw(st.lists(st.sampled_from(["", "# a note", "  ", "\t# [x]"])))

    assert hash_of_files({name: parse(name, "\r\n".join(lines).encode()).data}) == before


def _tables(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            yield from _tables(item)


def _spelled(value: Any) -> Any:
    """A pack as nested lists, its tables in their order."""
    if isinstance(value, Condition):
        return [_spelled(getattr(value, name)) for name in ("tests", "any", "all", "negated")]
    if isinstance(value, msgspec.Struct):
        return [_spelled(getattr(value, name)) for name in value.__struct_fields__]
    if isinstance(value, dict):
        return [[key, _spelled(item)] for key, item in value.items()]
    if isinstance(value, list | tuple):
        return [_spelled(item) for item in value]
    return sorted(value) if isinstance(value, frozenset) else value


@given(st.sampled_from([name for name in LOADED if name != "medicines.toml"]), st.data())
def test_the_order_of_keys_counts_where_the_program_goes_by_it(
    name: str, data: st.DataObject
) -> None:
    """Written in another order, a pack has another hash or is read as exactly the same."""
    document = read_document(CONTENT, name)
    many = [table for table in _tables(document.data) if len(table) > 1]
    table = data.draw(st.sampled_from(many or [document.data]))
    turned = dict(reversed(table.items()))
    table.clear()
    table.update(turned)

    class Turned(PackFolder):
        def document(self, file: str) -> Document:
            return document if file == name else super().document(file)

    pack, words = read_pack(Turned(CONTENT))[0], read_front(Turned(CONTENT)).words

    if pack.hash == PACK.hash:
        same = msgspec.structs.replace(pack, hash=PACK.hash)
        assert _spelled([same, words]) == _spelled([PACK, WORDS])


@pytest.mark.parametrize(
    ("keys", "counts"),
    [
        (("languages",), True),
        (("countries",), True),
        (("causes_when", "not"), True),
        (("countries", "GB"), False),
        (("urgency", "routine"), False),
        ((), False),
    ],
    ids=str,
)
def test_which_orders_count(keys: tuple[str, ...], counts: bool) -> None:  # noqa: FBT001
    data = tomli.loads((CONTENT / "pack.toml").read_text("utf-8"))
    data["causes_when"]["not"] = {"age": "unsure", "feel": "knot"}
    before = hash_of_files({"pack.toml": data})
    table = data
    for key in keys:
        table = table[key]
    turned = dict(reversed(table.items()))
    table.clear()
    table.update(turned)

    assert (hash_of_files({"pack.toml": data}) != before) is counts


# ---- which hash a file is in ----


@pytest.mark.parametrize(
    ("file", "hashed"),
    [
        ("questions/habits.toml", {"content"}),
        ("pictures/where.toml", {"content"}),
        ("contradictions.toml", {"content"}),
        ("es/words.toml", {"es"}),
        ("es/pictures/where.toml", {"es"}),
        ("es/variants.toml", {"es"}),
        ("vignettes/f01.toml", {"patients"}),
        ("danger_pairs.toml", {"patients"}),
        ("signatures/en-jane-doe.toml", set()),
    ],
)
def test_every_file_is_in_one_hash(folder: Path, file: str, hashed: set[str]) -> None:
    path = folder / file
    path.parent.mkdir(exist_ok=True)
    path.touch()

    def more() -> None:
        path.write_text(f"more = 1\n{path.read_text('utf-8')}", "utf-8")

    def note() -> None:
        path.write_text(f"# a note\n{path.read_text('utf-8')}\n", "utf-8")

    assert _changed(folder, note) == set()
    assert _changed(folder, more) == hashed


@pytest.mark.parametrize(
    ("change", "hashed"),
    [
        (lambda pack: (pack / "vignettes/f01.toml").unlink(), "patients"),
        (lambda pack: shutil.copy(CONTENT / "vignettes/f02.toml", pack / "vignettes"), "patients"),
        (lambda pack: (pack / "vignettes/f01.toml").rename(pack / "vignettes/g.toml"), "patients"),
        (lambda pack: plant(pack, "vignettes/f01.toml", 'urgency = "', 'urgency = "x'), "patients"),
        (lambda pack: (pack / "es/stray.toml").write_text(""), "patients"),
        (lambda pack: (pack / "causes/stray.toml").write_text(""), "patients"),
        (lambda pack: (pack / "es/pictures/where.toml").unlink(), "es"),
        (lambda pack: plant(pack, "variants.toml", '"centre"', '"center"'), "content"),
        (lambda pack: plant(pack, "pack.toml", '"2027-11-01"', '"2037-11-01"'), "content"),
        (lambda pack: plant(pack, "words.toml", "This is not a", "This is a"), "content"),
    ],
    ids=[
        "removed",
        "added",
        "renamed",
        "changed",
        "unread",
        "not listed",
        "es",
        "word",
        "day",
        "first",
    ],
)
def test_what_is_added_removed_or_changed(
    folder: Path, change: Callable[[Path], object], hashed: str
) -> None:
    assert _changed(folder, lambda: change(folder)) == {hashed}


# ---- attacks on what was signed before ----


def test_a_table_swapped_behind_lines_that_no_hash_covered_is_seen() -> None:
    """Lines that begin with "review" were once left out, and quotes make text of a table."""
    safe = 'review = """\ntitle = "NOTHING URGENT"\nreview"""\ntitle = "CALL 911"\n'
    forged = 'title = "NOTHING URGENT"\nreview = """\ntitle = "CALL 911"\nreview"""\n'
    left = [re.sub("^review.*\n", "", text, flags=re.MULTILINE) for text in (safe, forged)]
    assert left[0] == left[1]

    one, other = (hash_of_files({"pack.toml": tomli.loads(text)}) for text in (safe, forged))

    assert one != other


def test_questions_moved_to_the_next_file_are_seen(folder: Path) -> None:
    """Files were once joined without their names and lengths."""
    one, other = folder / "questions" / "red_flags.toml", folder / "questions" / "symptoms.toml"
    joined = one.read_text("utf-8") + other.read_text("utf-8")
    kept, last = one.read_text("utf-8").rsplit("[[question]]", 1)

    def move() -> None:
        one.write_text(kept, "utf-8")
        other.write_text(f"[[question]]{last}{other.read_text('utf-8')}", "utf-8")

    assert _changed(folder, move) == {"content"}
    assert one.read_text("utf-8") + other.read_text("utf-8") == joined


def test_a_forged_first_sentence_beside_the_content_is_not_shown(folder: Path) -> None:
    def rows() -> str:
        return "\n".join(text_of(row) for row in first_rows(LazyPack(folder), 80, 24))

    before = rows()
    assert "This is not a diagnosis" in before
    (folder / "first_screen.txt").write_text("This is a diagnosis.", "utf-8")

    assert rows() == before
