"""What differs in the files: which sentences and rules, where, and who reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nightcramp.check.diff.compare import Sampled, compare
from nightcramp.check.diff.edits import is_rule
from nightcramp.pack.locale import Locale
from tests.check.diff.packs import compared, versions
from tests.edited_packs import CONTENT, lean_copy, plant

if TYPE_CHECKING:
    from pathlib import Path


def test_a_sentence_is_named_in_each_language_with_its_place_and_readers(tmp_path: Path) -> None:
    new = lean_copy(tmp_path / "new")
    line = plant(new, "red_flags.toml", "Do not rub the leg.", "Do not rub that leg.")
    spanish = plant(new, "es/questions/symptoms.toml", 'text = "', 'text = "Diga: ')

    diff = compare(CONTENT, new, Locale(), Sampled(0, 0))

    english, other = diff.sentences
    assert (english.language, english.file, english.line) == ("en", "red_flags.toml", line)
    assert english.name == "flag/clot_in_lungs/do/1"
    assert (english.old, english.new) == ("Do not rub the leg.", "Do not rub that leg.")
    assert english.readers.count("is answered") > 1
    assert (other.language, other.file) == ("es", "es/questions/symptoms.toml")
    assert 0 <= spanish - other.line <= 1
    assert other.new == f"Diga: {other.old}"
    assert other.readers == "everyone"


def test_moving_a_sentence_within_its_file_is_no_change(tmp_path: Path) -> None:
    moved = 'id = "stretch"\ntext = "Pull the toes up toward you."\n# a remark\nkind = "during"'

    diff = compared(
        tmp_path,
        (
            "advice.toml",
            'id = "stretch"\nkind = "during"\ntext = "Pull the toes up toward you."',
            moved,
        ),
    )

    assert (diff.sentences, diff.rules) == ((), ())


def test_a_label_that_changes_does_not_change_the_rules_that_name_its_option(
    tmp_path: Path,
) -> None:
    diff = compared(tmp_path, ("questions/habits.toml", "A need to move", "An urge to move"))

    assert [edit.name for edit in diff.sentences] == ["question/feel/options/urge/label"]
    assert diff.rules == ()


def test_a_rule_that_is_new_is_one_edit_and_says_for_whom_it_is(tmp_path: Path) -> None:
    flag = (
        '[[flag]]\nid = "old_person"\nurgency = "routine"\nmeans = "Age tells."\n'
        'when = { age = { at_least = 80 } }\nsources = ["checked"]\n\n'
    )

    diff = compared(tmp_path, ("red_flags.toml", "[[flag]]", f"{flag}[[flag]]"))

    (rule,) = diff.rules
    assert (rule.file, rule.name, rule.old) == ("red_flags.toml", "flag/old_person", "")
    assert rule.new == "old_person: “How old are you?” is at least 80 years"
    assert [edit.name for edit in diff.sentences] == ["flag/old_person/means"]


def test_a_medicine_that_moves_to_another_class_is_an_edit_of_rules(tmp_path: Path) -> None:
    diff = compared(tmp_path, ("medicines.toml", '"aspirin" = []\n', ""))

    (rule,) = diff.rules
    assert rule.name == "medicine_class/other/medicines/aspirin"
    assert is_rule(rule)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("red_flags.toml", 'sources = ["checked"]', 'sources = ["judgement"]'),
        ("advice.toml", 'certainty = "opinion"', 'certainty = "low"'),
        ("pack.toml", 'version = "0.1"', 'version = "0.2"'),
        ("pack.toml", 'review_by = "2099', 'review_by = "2098'),
    ],
)
def test_what_no_rule_rests_on_is_named_and_changes_nothing(
    tmp_path: Path, file: str, old: str, new: str
) -> None:
    before, after = versions(tmp_path, (file, old, new))
    sources = before / "sources.toml"
    text = sources.read_text(encoding="utf-8").rstrip().removesuffix("]")
    for folder in (before, after):
        (folder / "sources.toml").write_text(
            f'{text}    {{ id = "judgement", title = "Ours" }},\n]\n', encoding="utf-8"
        )

    diff = compare(before, after, Locale(), Sampled(0, 0))

    assert [is_rule(edit) for edit in diff.rules] == [False]
    assert {change.by for change in diff.changes} == {"same"}
