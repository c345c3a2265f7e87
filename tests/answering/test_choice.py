from __future__ import annotations

import pytest

from nightcramp.answering.choice import Choice
from nightcramp.answering.listed import FIELD
from nightcramp.answering.typed_line import read_line
from nightcramp.pack.model import Option, QuestionKind
from nightcramp.triage.values import called_in
from tests.kept import kept

NONE = Option(id="none", label="None", exclusive=True)
UNSURE = Option(id="unsure", label="Not sure")
PLAIN = tuple(Option(id=name, label=name) for name in ("calf", "foot", "toes"))


def choice(kind: QuestionKind, *, earlier: str | int | tuple[str, ...] | None = None) -> Choice:
    limits = (1, 120) if kind == "number" else (0, 0)
    options = (UNSURE,) if kind == "number" else (*PLAIN, NONE, UNSURE)
    return Choice.begin(kind, options, earlier, limits)


def test_what_was_typed_goes_with_the_answers() -> None:
    letters = "ca" + "lf"  # made here: a constant of this file would be found, too
    looking = choice("pick")
    for letter in letters:
        looking = looking.type(letter)
    assert [option.id for option in looking.listed] == ["calf"]

    assert not any(one is looking.typed or one is looking.found for one in kept())


def test_nothing_is_highlighted_at_first() -> None:
    assert choice("single").focus is None


@pytest.mark.parametrize("kind", ["single", "several", "pick", "started"])
def test_enter_on_nothing_decides_nothing_and_says_how(kind: QuestionKind) -> None:
    after = choice(kind).enter()
    assert after.decided is None
    assert after.message in ("how_to_choose", "nothing_chosen")


def test_a_digit_answers_a_single_choice_at_once() -> None:
    assert choice("single").press_digit(2).decided == "foot"


def test_none_is_always_8_and_not_sure_always_9() -> None:
    digits = {option.id: digit for option, digit in choice("single").numbered}
    assert digits == {"calf": 1, "foot": 2, "toes": 3, "none": 8, "unsure": 9}
    assert choice("single").press_digit(9).decided == "unsure"


def test_the_eighth_option_has_no_digit_that_means_none() -> None:
    many = tuple(Option(id=str(i), label=str(i)) for i in range(10))
    digits = [digit for _, digit in Choice.begin("several", (*many, NONE)).numbered]
    assert digits == [1, 2, 3, 4, 5, 6, 7, None, None, None, 8]


def test_a_digit_that_stands_nowhere_says_so() -> None:
    after = choice("several").press_digit(6)
    assert after.message == "no_such_digit"
    assert after.chosen == ()


def test_the_highlight_moves_from_the_top_and_stops_at_the_end() -> None:
    assert choice("single").move(1).focus == "calf"
    assert choice("single").move(-1).focus == "unsure"
    assert choice("single").move(999).move(1).focus == "unsure"


def test_enter_answers_with_the_highlighted_option() -> None:
    assert choice("single").move(1).move(1).enter().decided == "foot"


def test_enter_keeps_an_earlier_answer() -> None:
    assert choice("single", earlier="toes").enter().decided == "toes"
    assert choice("several", earlier=("foot",)).enter().decided == ("foot",)
    assert choice("number", earlier=7).enter().decided == 7


def test_several_are_chosen_and_taken_back_by_digit_or_space() -> None:
    two = choice("several").press_digit(3).press_digit(1)
    assert two.enter().decided == ("calf", "toes")
    assert two.toggle().enter().decided == ("toes",)


@pytest.mark.parametrize("by", ["digit", "space"])
def test_none_takes_the_others_back_when_asked_twice(by: str) -> None:
    ticked = choice("several").press_digit(3).press_digit(1)
    asked = ticked.press_digit(8) if by == "digit" else ticked.move(3).toggle()
    assert (asked.message, asked.chosen) == ("takes_back", ("toes", "calf"))
    assert (asked.details["count"], asked.details["digit"]) == (2, 8)
    again = asked.press_digit(8) if by == "digit" else asked.toggle()
    assert (again.message, again.chosen) == ("once_more", ("none",))


@pytest.mark.parametrize("kind", ["several", "pick", "started"])
@pytest.mark.parametrize(("digit", "name"), [(8, "none"), (9, "unsure")])
def test_none_and_not_sure_alone_go_on_at_the_second_press_or_at_enter(
    kind: QuestionKind, digit: int, name: str
) -> None:
    once = choice(kind).press_digit(digit)
    assert (once.chosen, once.message, once.decided) == ((name,), "once_more", None)
    assert once.press_digit(digit).decided == (name,)
    assert once.enter().decided == (name,)


def test_the_second_press_goes_on_only_right_behind_the_first() -> None:
    once = choice("several").press_digit(8)
    for after in (once.move(-1), once.press_digit(6)):
        assert after.press_digit(8).decided is None
    assert choice("several", earlier=("none",)).press_digit(8).decided is None


def test_not_sure_beside_a_sign_does_not_go_on_by_itself() -> None:
    beside = choice("several").press_digit(2).press_digit(9)
    assert (beside.chosen, beside.decided) == (("foot", "unsure"), None)
    assert beside.press_digit(9).chosen == ("foot",)
    assert beside.press_digit(9).message == "cleared"


def test_nothing_is_cleared_without_a_word() -> None:
    assert choice("several").press_digit(2).press_digit(2).message == "cleared"
    assert choice("pick", earlier=("toes",)).move(1).toggle().message == "cleared"


def test_what_was_asked_of_none_is_forgotten_after_another_key() -> None:
    asked = choice("several").press_digit(1).press_digit(8)
    assert asked.message == "takes_back_one"
    for after in (asked.press_digit(2), asked.move(-1).move(1), asked.press_digit(6)):
        assert after.press_digit(8).message.startswith("takes_back")
        assert "calf" in after.press_digit(8).chosen
    assert asked.enter().decided == ("calf",)


def test_an_answer_that_stands_alone_asks_by_itself() -> None:
    unsure = Option(id="unsure", label="Not sure", exclusive=True)
    begun = Choice.begin("several", (*PLAIN, NONE, unsure)).press_digit(1)
    assert begun.press_digit(8).press_digit(9).chosen == ("calf",)
    assert begun.press_digit(8).press_digit(9).press_digit(9).chosen == ("unsure",)
    both = Choice.begin("several", (*PLAIN, NONE, unsure), ("none",))
    assert both.press_digit(9).chosen == ("unsure",)


def test_an_item_takes_none_back_without_a_word() -> None:
    none = choice("several").press_digit(8)
    assert none.press_digit(2).chosen == ("foot",)
    assert none.press_digit(9).chosen == ("unsure",)


def test_not_sure_stands_beside_a_sign() -> None:
    both = choice("several").press_digit(9).press_digit(2)
    assert both.enter().decided == ("foot", "unsure")
    assert both.press_digit(8).message == "takes_back"


def test_space_on_nothing_says_how_to_choose() -> None:
    assert choice("several").toggle().message == "how_to_choose"


def test_space_on_a_single_choice_chooses_without_going_on() -> None:
    after = choice("single").move(1).toggle()
    assert after.chosen == ("calf",)
    assert after.decided is None


def test_a_number_is_typed_and_decided_by_enter() -> None:
    assert choice("number").type("4").type("5").enter().decided == 45


@pytest.mark.parametrize("typed", ["0", "121", "999999"])
def test_a_number_out_of_range_is_kept_and_explained(typed: str) -> None:
    after = choice("number").type(typed).enter()
    assert after.decided is None
    assert after.message == "out_of_range"
    assert after.typed == typed


def test_a_letter_where_a_number_belongs_is_explained() -> None:
    after = choice("number").type("4").type("x")
    assert after.typed == "4"
    assert after.message == "type_a_number"


def test_an_empty_number_decides_nothing() -> None:
    assert choice("number").enter().message == "type_a_number"


def test_typing_replaces_an_earlier_number() -> None:
    assert choice("number", earlier=67).type("4").typed == "4"


def test_an_earlier_number_is_not_erased_but_replaced() -> None:
    earlier = choice("number", earlier=67).erase()
    assert (earlier.typed, earlier.message) == ("67", "replaces")
    assert earlier.enter().decided == 67
    assert earlier.type("6").typed == "6"


def test_what_was_typed_is_erased_and_never_more() -> None:
    assert choice("number").type("67").erase().erase().erase().typed == ""
    assert choice("number").type("500").enter().erase().typed == "50"
    assert choice("pick").erase() == choice("pick")
    assert choice("several").press_digit(1).erase().chosen == ("calf",)


def test_not_sure_of_a_number_is_reached_by_down_and_by_its_key() -> None:
    down = choice("number").move(1)
    assert down.focus == "unsure"
    assert down.enter().decided == "unsure"
    assert choice("number").be_unsure().decided == "unsure"
    assert choice("number", earlier="unsure").enter().decided == "unsure"


@pytest.mark.parametrize("earlier", [None, 67])
def test_not_sure_asks_before_it_takes_a_number_back(earlier: int | None) -> None:
    asked = choice("number", earlier=earlier).type("45").be_unsure()
    assert (asked.typed, asked.decided, asked.message) == ("45", None, "takes_back_number")
    assert asked.enter().decided == 45
    assert asked.be_unsure().decided == "unsure"
    by_space = choice("number").type("45").move(1).toggle()
    assert (by_space.typed, by_space.chosen) == ("45", ())


def test_moving_back_up_to_the_field_keeps_what_was_typed() -> None:
    after = choice("number").type("45").move(1).move(-1)
    assert after.focus == FIELD
    assert after.enter().decided == 45


def test_pasted_text_loses_control_characters_and_later_lines() -> None:
    assert choice("number").type("4\x1b[2J5\nrm").typed == "425"
    assert choice("pick").type("fo\x1b]0;x\x07ot\nrm").typed == "fo]0;xot"


def test_letters_find_an_option_and_highlight_it() -> None:
    after = choice("pick").type("to")
    assert [option.id for option in after.listed] == ["toes"]
    assert after.focus == "toes"


def test_enter_adds_what_was_found_and_clears_the_letters() -> None:
    after = choice("pick").type("to").enter()
    assert after.chosen == ("toes",)
    assert after.typed == ""
    assert after.decided is None
    assert after.enter().decided == ("toes",)


@pytest.mark.parametrize("kind", ["several", "pick", "started"])
def test_enter_neither_adds_what_was_looked_at_nor_passes_over_it_without_a_word(
    kind: QuestionKind,
) -> None:
    asked = choice(kind, earlier=("calf",)).move(1).move(1).enter()
    assert (asked.chosen, asked.decided, asked.message) == (("calf",), None, "left_out")
    assert asked.enter().decided == ("calf",)
    assert asked.toggle().enter().decided == ("calf", "foot")
    nothing = choice(kind).move(1).enter()
    assert (nothing.chosen, nothing.message) == ((), "space_chooses")
    assert nothing.enter().decided is None


@pytest.mark.parametrize("kind", ["single", "several", "pick", "started"])
def test_enter_on_none_is_enough(kind: QuestionKind) -> None:
    assert choice(kind).move(-2).enter().decided == ("none" if kind == "single" else ("none",))


@pytest.mark.parametrize("kind", ["several", "pick"])
def test_enter_on_none_asks_before_it_takes_back(kind: QuestionKind) -> None:
    asked = choice(kind, earlier=("calf",)).move(-2).enter()
    assert (asked.chosen, asked.message) == (("calf",), "takes_back_one")
    assert asked.enter().decided == ("calf",)


def test_nothing_moves_under_the_finger() -> None:
    def rows(list_: Choice) -> list[str]:
        return [option.id for option in list_.listed]

    begun = choice("pick", earlier=("toes",))
    for moved in (begun.move(1), begun.move(2), begun.type("ca")):
        assert rows(moved.toggle()) == rows(moved)
        assert rows(moved.toggle().toggle()) == rows(moved)
        assert moved.toggle().focus == moved.focus


def test_after_one_was_chosen_of_what_was_found_the_next_letter_begins_anew() -> None:
    chosen = choice("pick").type("fo").toggle()
    assert (chosen.typed, chosen.chosen) == ("fo", ("foot",))
    assert chosen.type("t").typed == "t"
    assert choice("pick").type("f").type("o").typed == "fo"


def test_what_is_chosen_already_is_not_called_unknown() -> None:
    after = choice("pick", earlier=("toes",)).type("toes")
    assert after.message == "already_chosen"
    assert [option.id for option in after.listed] == ["toes"]


def test_a_search_is_cleared_and_what_is_chosen_stays() -> None:
    after = choice("pick", earlier=("toes",)).type("zz").clear_search()
    assert (after.typed, after.chosen, after.message) == ("", ("toes",), "")


def test_letters_that_find_nothing_add_nothing_and_go_nowhere() -> None:
    after = choice("pick", earlier=("toes",)).type("zzzz").enter()
    assert after.decided is None
    assert after.message == "nothing_found"
    assert after.erase().typed == "zzz"


def test_what_was_picked_stands_on_top_and_can_be_taken_back() -> None:
    picked = choice("pick", earlier=("toes",))
    assert [option.id for option in picked.listed] == ["toes", "calf", "foot"]
    assert picked.move(1).toggle().chosen == ()


def test_what_was_picked_stays_in_sight_while_searching() -> None:
    after = choice("pick", earlier=("toes",)).type("ca")
    assert [option.id for option in after.listed] == ["toes", "calf"]
    assert after.focus == "calf"


def test_the_first_step_down_goes_to_what_was_found_not_to_what_was_picked() -> None:
    options = tuple(Option(id=name, label=name) for name in ("aspirin", "quinine", "quinapril"))
    looking = Choice.begin("pick", options, ("aspirin",)).type("quin")
    assert looking.focus is None
    assert looking.move(1).focus == "quinine"
    assert looking.move(1).enter().chosen == ("aspirin", "quinine")


def test_what_was_found_by_another_name_is_shown_by_it_and_decided_with_it() -> None:
    options = (
        Option(id="aspirin", label="aspirin", words=("Adiro",), groups=("Painkillers",)),
        Option(id="water", label="water tablet (name not known)", words=("fluid pill",)),
    )
    chosen = Choice.begin("pick", options).type("adiro").enter()
    assert [chosen.label(option) for option in options] == ["Adiro (aspirin)", options[1].label]
    chosen = chosen.type("fluid p").enter()
    assert chosen.label(options[1]) == "fluid pill: water tablet (name not known)"
    decided = chosen.decide().decided
    assert decided == ("aspirin", "water")
    assert called_in(decided) == {"aspirin": "Adiro", "water": "fluid pill"}
    again = Choice.begin("pick", options, decided)
    assert again.label(options[0]) == "Adiro (aspirin)"
    assert called_in(again.move(1).toggle().decide().decided) == {"water": "fluid pill"}


def test_what_was_found_by_its_label_or_its_group_has_no_other_name() -> None:
    options = (Option(id="aspirin", label="aspirin", words=("Adiro",), groups=("Painkillers",)),)
    for typed in ("aspirin", "painkill"):
        decided = Choice.begin("pick", options).type(typed).move(1).enter().decide().decided
        assert called_in(decided) == {}


def test_a_digit_of_a_name_that_is_typed_chooses_nothing() -> None:
    names = ("bisoprolol", "vitamin B12", "Tylenol 3", "Tylenol")
    options = tuple(Option(id=name, label=name) for name in names)
    looking = Choice.begin("pick", options).type("b").press_digit(1).press_digit(2)
    assert (looking.typed, looking.chosen, looking.focus) == ("b12", (), None)
    assert {digit for _, digit in looking.numbered} == {None}
    looking = Choice.begin("pick", options).type("tylenol ").press_digit(3)
    assert (looking.typed, looking.focus) == ("tylenol 3", "Tylenol 3")
    dose = Choice.begin("pick", options).type("bisoprolol ").press_digit(2)
    assert (dose.typed, dose.chosen) == ("bisoprolol 2", ())
    close = Choice.begin("pick", options).type("bisoprolol").press_digit(5)
    assert (close.typed, close.chosen) == ("bisoprolol5", ())
    assert Choice.begin("pick", options).press_digit(1).chosen == ("bisoprolol",)


def test_enter_on_letters_that_mean_several_asks_which() -> None:
    options = tuple(Option(id=name, label=name) for name in ("quinine", "quinapril"))
    asked = Choice.begin("pick", options).type("quin").enter()
    assert (asked.chosen, asked.message) == ((), "is_it_one")


def test_none_and_not_sure_stay_while_searching() -> None:
    after = choice("pick").type("ca")
    assert [option.id for option in after.apart] == ["none", "unsure"]
    assert after.move(1).enter().decided == ("none",)
    assert after.clear_search().press_digit(8).enter().decided == ("none",)


def test_none_chosen_from_a_search_ends_it_and_asks_as_ever() -> None:
    asked = choice("pick", earlier=("toes",)).type("ca").move(999).move(-1).toggle()
    assert (asked.typed, asked.chosen, asked.message) == ("", ("toes",), "takes_back_one")
    assert asked.details["digit"] == 8
    assert asked.press_digit(8).chosen == ("none",)


def test_enter_adds_nothing_that_was_only_guessed() -> None:
    options = (Option(id="blocked", label="Blocked arteries"), NONE, UNSURE)
    guessed = Choice.begin("pick", options).type("blod")
    assert (guessed.focus, guessed.message) == (None, "is_it_one")
    assert guessed.enter().chosen == ()
    assert guessed.move(1).enter().chosen == ("blocked",)


def test_after_a_number_out_of_range_the_next_digit_begins_anew() -> None:
    assert choice("number").type("500").enter().type("7").enter().decided == 7


def test_letters_that_begin_several_labels_answer_none_of_them() -> None:
    options = (Option(id="pain", label="Leg pain"), Option(id="swelling", label="Leg swelling"))
    read = read_line(Choice.begin("single", options), "leg", "and")
    assert (read.decided, read.message) == (None, "ambiguous")


@pytest.mark.parametrize("typed", ["3 9", "9 3", "toes, not sure", "9 and 3"])
def test_a_line_may_hold_a_sign_and_not_sure(typed: str) -> None:
    assert read_line(choice("several"), typed, "and").decided == ("toes", "unsure")


@pytest.mark.parametrize("typed", ["3 8", "8 9", "none, foot", "calf and none"])
def test_a_line_with_none_and_another_is_refused(typed: str) -> None:
    read = read_line(choice("several"), typed, "and")
    assert (read.decided, read.message) == (None, "stands_alone")


def test_a_line_takes_back_what_was_picked_when_typed_twice() -> None:
    begun = read_line(read_line(choice("pick"), "toes", "and"), "1", "and")
    assert begun.chosen == ("toes",)
    asked = read_line(begun, "8", "and")
    assert (asked.decided, asked.message, asked.chosen) == (None, "takes_back_one", ("toes",))
    assert read_line(asked, "8", "and").decided == ("none",)
    assert read_line(asked, "", "and").decided == ("toes",)
    assert read_line(read_line(asked, "calf", "and"), "8", "and").message == "takes_back_one"


def test_a_line_keeps_none_in_a_list_to_search() -> None:
    assert read_line(choice("pick"), "8", "and").decided == ("none",)
    assert read_line(choice("pick", earlier=("none",)), "8", "and").decided == ("none",)


def test_full_width_digits_are_digits_and_unshifted_ones_are_told_of() -> None:
    assert read_line(choice("single"), "\uff12", "and").decided == "foot"
    assert read_line(choice("number"), "\uff14\u0665", "and").decided == 45
    for kind in ("single", "several", "number"):
        told = read_line(choice(kind), "\u00e9", "and")
        assert (told.decided, told.message) == (None, "digits_wanted")


def test_several_names_on_one_line_are_not_dropped_in_silence() -> None:
    begun = read_line(choice("pick"), "toes, calf; thigh", "and")
    assert (begun.typed, begun.message) == ("toes", "one_at_a_time")
    assert read_line(begun, "", "and").chosen == ("toes",)
    comma = (Option(id="clot", label="A clot, now or before"), Option(id="b", label="B"))
    named = read_line(Choice.begin("pick", comma), "a clot, now", "and")
    assert (named.typed, named.message) == ("a clot, now", "")
