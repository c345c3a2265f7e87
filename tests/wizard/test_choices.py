from __future__ import annotations

import pytest
from msgspec.structs import replace

from nightcramp.answering.choice import Choice
from nightcramp.pack import load_pack
from nightcramp.pack.locale import Locale
from nightcramp.pack.model import Option, Question, QuestionKind
from nightcramp.triage.answers import choices
from nightcramp.wizard.marks import ASCII
from nightcramp.wizard.widgets.choices import choice_rows
from nightcramp.wizard.widgets.rows import row_width, text_of, wrap
from tests.content import PACK, WORDS, pack_of

QUESTION_WORDS = WORDS.question
IN_ASCII = load_pack(locale=Locale(ascii=True)).words.question
ASKED = Question(
    id="q", kind="number", why="", text="How long is it?", hint="Count [all] of it.", unit="hours"
)
LABELS = ("Short", "A label that is far too long for the forty columns of a small terminal", "Long")
APART = (
    Option(id="none", label="None of these", exclusive=True),
    Option(id="unsure", label="Not sure", exclusive=True),
)
OPTIONS = (*(Option(id=str(i), label=label) for i, label in enumerate(LABELS)), *APART)
MANY = (*(Option(id=f"m{i}", label=f"medicine {i}") for i in range(40)), *APART)


def begin(kind: QuestionKind, options: tuple[Option, ...] = OPTIONS) -> Choice:
    return Choice.begin(kind, options, None, (1, 120))


def lines(
    choice: Choice, width: int = 74, height: int = 20, question: Question = ASKED
) -> list[str]:
    rows = choice_rows(question, choice, QUESTION_WORDS, width, height)
    return [text_of(row).rstrip() for row in rows]


def test_each_option_shows_its_digit_and_whether_it_is_chosen() -> None:
    shown = lines(begin("several").press_digit(1).press_digit(3).move(-1))
    assert "  1  ■  Short" in shown
    assert "  3  ■  Long" in shown
    assert "  8  □  None of these" in shown
    assert "  9  □  Not sure" in shown


def test_a_single_choice_has_round_marks() -> None:
    shown = lines(Choice.begin("single", OPTIONS, "0"))
    assert "  1  ●  Short" in shown
    assert "  3  ○  Long" in shown


def test_the_highlight_is_a_character_at_the_edge_and_a_block_over_the_whole_width() -> None:
    rows = choice_rows(ASKED, begin("single").move(1), QUESTION_WORDS, 72, 20)
    highlighted = [row for row in rows if text_of(row).startswith("▌")]
    assert [text_of(row) for row in highlighted] == ["▌ 1  ○  Short".ljust(72)]
    assert [row for row in rows if any(span.style == "focus" for span in row)] == highlighted
    assert [span.style for span in highlighted[0]] == ["focus"]


def test_each_row_of_a_wrapped_option_is_highlighted() -> None:
    rows = choice_rows(ASKED, begin("single").move(2), QUESTION_WORDS, 38, 20)
    highlighted = [row for row in rows if any(span.style == "focus" for span in row)]
    assert len(highlighted) == 3
    assert all(text_of(row).startswith("▌") and row_width(row) == 38 for row in highlighted)
    assert LABELS[1] in " ".join(" ".join(text_of(row).strip("▌ ") for row in highlighted).split())


def test_nothing_is_highlighted_before_the_person_moves() -> None:
    for kind in ("single", "several", "started"):
        rows = choice_rows(ASKED, begin(kind), QUESTION_WORDS, 74, 20)
        assert {span.style for row in rows for span in row} <= {"", "strong", "dim", "key"}
        assert not any("▌" in text_of(row) for row in rows)


def test_what_is_chosen_is_told_by_its_mark_and_in_color() -> None:
    rows = choice_rows(ASKED, Choice.begin("single", OPTIONS, "0"), QUESTION_WORDS, 74, 20)
    chosen = [row for row in rows if any(span.style == "chosen" for span in row)]
    assert [text_of(row) for row in chosen] == ["  1  ●  Short"]


@pytest.mark.parametrize("kind", ["single", "several", "number", "pick", "started"])
def test_where_only_ascii_can_be_shown_each_mark_has_a_twin(kind: QuestionKind) -> None:
    options = APART[1:] if kind == "number" else MANY
    for choice in (begin(kind, options), begin(kind, options).move(1).toggle()):
        rows = choice_rows(ASKED, choice, IN_ASCII, 74, 20, ASCII)
        assert "\n".join(map(text_of, rows)).isascii()
    marked = {"single": "> 1  (*)  medicine 0", "number": "> n  (*)  Not sure"}
    shown = [text_of(row).rstrip() for row in rows]
    assert marked.get(kind, "> 1  [x]  medicine 0") in shown


def test_what_stands_apart_has_a_blank_row_before_it() -> None:
    shown = lines(begin("several"))
    assert shown[shown.index("  8  □  None of these") - 1] == ""


def test_of_what_is_typed_the_end_is_shown_where_there_is_no_room_for_all() -> None:
    choice = begin("pick", MANY).type("a name that is longer than a small terminal is wide")
    field = next(line for line in lines(choice, width=38) if line.endswith("_"))
    assert field.endswith("an a small terminal is wide_")
    assert len(field) == 38


def test_a_long_label_is_wrapped_below_itself() -> None:
    shown = lines(begin("single"), width=38)
    first = next(i for i, line in enumerate(shown) if line.startswith("  2 ○ A label"))
    assert shown[first + 1].startswith(" " * 6 + "the")
    assert " ".join(part.strip() for part in shown[first : first + 3]) == f"2 ○ {LABELS[1]}"


@pytest.mark.parametrize("kind", ["single", "several", "number", "pick", "started"])
@pytest.mark.parametrize("size", [(114, 36), (74, 20), (38, 11), (38, 10), (10, 3), (1, 1)])
def test_no_row_is_too_wide_and_none_too_many(kind: QuestionKind, size: tuple[int, int]) -> None:
    width, height = size
    options = APART[1:] if kind == "number" else MANY
    for choice in (
        begin(kind, options),
        begin(kind, options).move(1),
        begin(kind, options).enter(),
    ):
        rows = choice_rows(ASKED, choice, QUESTION_WORDS, width, height)
        assert len(rows) == height
        if width >= 38:
            assert all(row_width(row) <= width for row in rows)


@pytest.mark.parametrize("kind", ["single", "several", "pick", "started"])
@pytest.mark.parametrize("options", [OPTIONS, MANY])
@pytest.mark.parametrize("size", [(74, 20), (38, 11), (38, 10)])
def test_every_option_can_be_moved_to_and_seen(
    kind: QuestionKind, options: tuple[Option, ...], size: tuple[int, int]
) -> None:
    choice = begin(kind, options)
    for option in options:
        choice = choice.move(1)
        assert choice.focus == option.id
        assert any(
            line.startswith("▌ ") and option.label.split()[0] in line
            for line in lines(choice, *size)
        )


def test_a_long_list_says_that_it_goes_on_and_keeps_none_and_not_sure_in_sight() -> None:
    shown = lines(begin("pick", MANY), width=38, height=11)
    assert any("more below" in line for line in shown)
    assert any("None of these" in line for line in shown)
    assert any("Not sure" in line for line in shown)


def test_where_it_is_tight_another_none_and_not_sure_are_seen_below_the_medicines() -> None:
    question = PACK.question("medicines")
    listed = Choice.begin("pick", choices(PACK, question, {}))
    for choice in (listed, listed.move(3), listed.type("furo"), listed.type("qqqq")):
        shown = lines(choice, width=38, height=11, question=question)
        for label in ("Another medicine", "None", "Not sure"):
            assert any(label in line for line in shown), shown


def test_no_row_is_left_blank_while_a_danger_sign_waits_below() -> None:
    for question in PACK.questions:
        if question.kind == "several":
            begun = Choice.begin("several", question.options)
            shown = lines(begun, width=38, height=11, question=question)
            tallest = max(len(wrap(option.label, 30)) for option in question.options)
            blank = len(shown) - max(y for y, line in enumerate(shown, 1) if line)
            assert blank < tallest or not any("more below" in line for line in shown), shown


def test_the_question_keeps_its_room_where_the_hint_must_go() -> None:
    long = replace(ASKED, text="A question " * 8, hint="A hint " * 20)
    shown = lines(begin("single"), width=38, height=10, question=long)
    assert shown[0].startswith("A question")
    assert not any("A hint" in line for line in shown)
    assert any("○" in line for line in shown)


def test_what_is_typed_is_shown_with_its_unit() -> None:
    assert "▌ Type a number: 45_ hours" in lines(begin("number", APART[1:]).type("45"))
    assert "  n  ○  Not sure" in lines(begin("number", APART[1:]))
    assert "  Search: medicine 3_" in lines(begin("pick", MANY).type("medicine 3"))


def test_a_message_stands_in_the_last_row_and_names_the_range() -> None:
    shown = lines(begin("number", APART[1:]).type("200").enter())
    assert shown[-1] == "* Please type a number from 1 to 120."


def test_every_message_fits_the_smallest_terminal() -> None:
    for name in (
        "how_to_choose", "nothing_chosen", "no_such_digit",
        "nothing_found", "type_a_number", "out_of_range",
    ):  # fmt: skip
        sentence = getattr(QUESTION_WORDS, name).format(minimum=0, maximum=600)
        assert len(f"* {sentence}") <= 38, name


def test_markup_in_content_is_shown_as_it_is() -> None:
    assert "Count [all] of it." in lines(begin("single"))


@pytest.mark.parametrize("height", [11, 8])
def test_before_a_search_what_stands_apart_is_there_even_where_the_list_is_not(
    height: int,
) -> None:
    shown = lines(begin("pick", MANY), 38, height)
    assert {"  8 □ None of these", "  9 □ Not sure"} <= {*shown}
    assert any("more below" in line for line in shown)


@pytest.mark.parametrize("language", ["en", "es"])
def test_at_40_by_15_the_hint_of_the_medicines_is_whole_until_a_key_is_pressed(
    language: str,
) -> None:
    pack = pack_of(language=language)
    words, question = pack.words.question, pack.question("medicines")
    new = Choice.begin("pick", choices(pack, question, {}))
    for choice, is_there in ((new, True), (new.move(1), False), (new.type("as"), False)):
        rows = choice_rows(question, choice, words, 38, 11)
        said = " ".join(" ".join(map(text_of, rows)).split())
        assert (question.hint in said) == is_there
