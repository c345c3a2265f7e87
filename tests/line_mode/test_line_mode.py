"""Line mode: what is said, what a typed line does, and how a conversation begins and ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightcramp.clinic.permissions import Permissions
from nightcramp.clinic.seat import Seat
from nightcramp.line_mode import stdio, texts
from nightcramp.line_mode.conversation import LineMode
from nightcramp.pack.lazy import LazyPack
from nightcramp.pack.load import content_folder
from nightcramp.pack.locale import Locale
from nightcramp.triage import Interview
from nightcramp.triage.resume_code import ALPHABET, code_of
from tests.content import WORDS
from tests.edited_packs import lean_copy, same_words
from tests.pseudo import CODE, pseudo_front
from tests.real_terminal import NIGHTCRAMP, RealTerminal, clean_environment
from tests.typing_answers import calm_answer, lines_for

if TYPE_CHECKING:
    from nightcramp.pack import Pack

FRONT = LazyPack(content_folder(), Locale("US"))
LANGUAGES = {
    "en": FRONT,
    "es": FRONT.speaking("es"),
    "es in ascii": LazyPack(content_folder(), Locale(language="es", ascii=True)),
    CODE: pseudo_front(),
}
KIOSK = ("--plain", "--kiosk", "--country", "US")
AGE, NONE, CHEST = "40", "8", "1"
CHEST_SAID, SLIP = "You answered: New chest pain or tightness.", "If that was a slip, type b."
SAME, CHANGED = "The advice is the same.", "The advice has changed."


class Talking:
    """A conversation, held by a test."""

    def __init__(
        self,
        front: LazyPack = FRONT,
        permissions: Permissions = Permissions(),  # noqa: B008  it is frozen
        *,
        in_parts: bool = False,
        asks_for_code: bool = False,
    ) -> None:
        seat = Seat(front)
        self.mode = LineMode(
            front, seat, None, permissions, in_parts=in_parts, asks_for_code=asks_for_code
        )
        self.talk = self.mode.talk()
        self.said = next(self.talk)
        self.ending: str | None = None

    def type(self, *lines: str) -> str:
        """Type lines; what is said after the last one."""
        for line in lines:
            self._hear(line)
        return self.said

    def _hear(self, line: str) -> None:
        try:
            self.said = self.talk.send(line)
        except StopIteration as stop:
            self.said, self.ending = "", stop.value

    def to(self, question_id: str) -> str:
        """Calmly on to a question; what is said there."""
        self.type("")
        while (question := self.interview.question) is not None and question.id != question_id:
            self.type(*lines_for(self.interview, calm_answer(self.interview)))
        return self.said

    @property
    def interview(self) -> Interview:
        """Where it stands."""
        return self.mode._now


def test_a_question_says_where_it_is_what_it_asks_and_what_can_be_answered() -> None:
    said = Talking().to("leg_danger")
    asked = FRONT.whole.question("leg_danger")
    where = "\nYou answered: No.\n\nSafety first, question 3 of about 20\n\n"
    assert said.startswith(where)
    assert asked.text in said
    places = [said.index(" ".join(option.label.split()[:4])) for option in asked.options]
    assert places == sorted(places)
    assert said.endswith("\nYour answers: ")


def test_the_first_question_is_whom_it_is_about() -> None:
    said = Talking().type("")
    assert said.startswith("\nSafety first, question 1 of about 20\n\nHow old are you?\n")
    assert said.endswith("\nA number, or n for not sure: ")


def test_a_number_answers() -> None:
    talking = Talking()
    talking.type("", AGE, "3", NONE)
    assert talking.interview.answers == {"age": 40, "pregnant": "no", "leg_danger": ("none",)}


def test_several_numbers_answer_together() -> None:
    talking = Talking()
    talking.to("leg_danger")
    talking.type("4 6")
    assert talking.interview.answers["leg_danger"] == ("swollen", "hot")


def test_the_first_letters_of_an_option_answer() -> None:
    talking = Talking()
    talking.to("leg_danger")
    talking.type("newly sw, skin")
    assert talking.interview.answers["leg_danger"] == ("swollen", "hot")


def test_a_sign_and_not_sure_answer_together() -> None:
    talking = Talking()
    talking.to("leg_danger")
    said = talking.type("4 9")
    assert talking.interview.answers["leg_danger"] == ("swollen", "unsure")
    assert "You answered: Newly swollen, more than the other leg; Not sure." in " ".join(
        said.split()
    )


def test_not_sure_has_the_signs_asked_again_in_other_words() -> None:
    talking = Talking()
    talking.to("leg_danger")
    said = talking.type("9")
    assert talking.interview.question is not None
    assert talking.interview.question.id == "leg_danger_again"
    assert "Here they are again, in other words. Which are true?" in said
    assert "4. Look at both legs. Is one thicker now" in said


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0", "No answer has that number here."),
        ("31", "No answer has that number here."),
        ("", "Choose at least one, by its number."),
        ("²", "No answer begins like that. Type its number, or several with commas."),
        ("n", "No answer begins like that. Type its number, or several with commas."),
        ("banana", "No answer begins like that. Type its number, or several with commas."),
        (";", "No answer begins like that. Type its number, or several with commas."),
        (" , and ;", "No answer begins like that. Type its number, or several with commas."),
        ("3 8", "That answer stands alone. Leave the others out."),
        ("8 9", "That answer stands alone. Leave the others out."),
        ("\x1b[A", "No answer begins like that. Type its number, or several with commas."),
    ],
)
def test_a_wrong_entry_gets_one_sentence_and_the_prompt(typed: str, sentence: str) -> None:
    talking = Talking()
    talking.to("leg_danger")
    assert " ".join(talking.type(typed).split()) == f"{sentence} Your answers:"
    assert "leg_danger" not in talking.interview.answers


def test_a_comma_answers_no_question_with_one_answer() -> None:
    talking = Talking()
    talking.to("sitting")
    before = talking.interview.answers
    assert "No answer begins like that." in talking.type(",")
    assert talking.interview.answers == before


@pytest.mark.parametrize("typed", ["4, 6", "4;6", "4 and 6", "newly swollen and skin newly"])
def test_several_answers_are_told_apart_as_people_do(typed: str) -> None:
    talking = Talking()
    talking.to("leg_danger")
    talking.type(typed)
    assert talking.interview.answers["leg_danger"] == ("swollen", "hot")


@pytest.mark.parametrize("typed", ["no", "NO", "n", "ni"])
def test_two_letters_never_answer_a_safety_question(typed: str) -> None:
    talking = Talking(LANGUAGES["es"])
    talking.to("leg_danger")
    talking.type(typed)
    assert "leg_danger" not in talking.interview.answers


def test_the_answer_taken_is_said_once() -> None:
    talking = Talking()
    talking.to("leg_danger")
    said = talking.type("newly")
    assert said.startswith("\nYou answered: Newly swollen, more than the other leg.\n\n")
    assert "You answered" not in talking.type("?")


@pytest.mark.parametrize(
    ("language", "typed", "said"),
    [
        ("en", "back", "question 1 of"),
        ("en", "Help", "b goes back"),
        ("es", "atras", "pregunta 1 de"),
        ("es", "Ayuda", "b vuelve"),
        ("es", "por que", "pregunta 2"),
        ("es", "idioma", "question 2 of"),
    ],
)
def test_a_command_is_also_a_word_of_its_language(language: str, typed: str, said: str) -> None:
    talking = Talking(LANGUAGES[language])
    talking.type("", AGE)
    assert said in talking.type(typed)


def test_yes_is_yes_in_each_language() -> None:
    for language, yes in (("en", "Yes"), ("es", "si"), ("es", "Sí"), ("es", "s")):
        talking = Talking(LANGUAGES[language])
        talking.type("", "q", yes)
        assert talking.ending == "leave"


def test_a_list_is_read_whole_when_asked_for_and_each_of_it_has_a_number() -> None:
    talking = Talking()
    beside = talking.to("conditions")
    assert re.findall(r"^(\d+)\. ", beside, re.MULTILINE) == ["8", "9"]
    assert "Type list to hear all 46." in beside
    assert talking.type("1").startswith("Type the first letters of a name first.")
    said = f"{beside}\n{talking.type('list')}"
    numbers = [int(n) for n in re.findall(r"^ *(\d+)\. ", said, re.MULTILINE)]
    assert len(set(numbers)) == len(numbers) == len(FRONT.whole.question("conditions").options)
    assert "\n1. Diabetes\n" in said
    assert "\n8. None of these\n" in said
    (number,) = re.findall(r"^(\d+)\. Epilepsy", said, re.MULTILINE)
    assert int(number) > 9
    assert talking.type(number).startswith("Chosen so far: Epilepsy")
    talking.type("1", "")
    assert talking.interview.answers["conditions"] == ("diabetes", "epilepsy")


def test_a_number_that_was_not_said_since_adds_nothing() -> None:
    talking = Talking()
    talking.to("conditions")
    talking.type("list", "diab", "1")
    assert talking.type("2").startswith("Type the first letters of a name first.")
    talking.type("")
    assert talking.interview.answers["conditions"] == ("diabetes",)


def test_a_list_is_read_in_each_language_and_the_medicines_never() -> None:
    talking = Talking(LANGUAGES["es"])
    assert "Escriba lista para oír los 46." in talking.to("conditions")
    assert "1. Diabetes\n" in talking.type("Lista")
    talking.type(NONE)
    assert "Escriba lista" not in talking.said
    assert talking.type("lista").startswith("Escriba antes las primeras letras")


def test_enter_takes_the_only_one_found() -> None:
    talking = Talking()
    talking.to("conditions")
    assert talking.type("diab").startswith("Found. Press Enter to add it, or type other letters.")
    assert talking.type("").startswith("Chosen so far: Diabetes.")
    talking.type("diab")
    assert talking.type("").startswith("You have chosen it already.")
    talking.type("")
    assert talking.interview.answers["conditions"] == ("diabetes",)


def test_enter_takes_none_of_several_before_it_has_said_how() -> None:
    talking = Talking()
    talking.to("conditions")
    talking.type("gout", "", "liver")
    assert talking.type("").startswith("Type the number of the one you mean, or press Enter again")
    assert "conditions" not in talking.interview.answers
    talking.type("")
    assert talking.interview.answers["conditions"] == ("gout",)


def test_what_was_added_is_there_when_one_comes_back() -> None:
    talking = Talking()
    talking.to("medicines")
    talking.type("furo", "1", "b")
    said = talking.type("")
    assert said.index("Which medicines") < said.index("Chosen so far: furosemide.")
    talking.type("")
    assert talking.interview.answers["medicines"] == ("furosemide",)


def test_a_result_is_read_in_parts_and_ends_as_it_began() -> None:
    whole, talking = Talking(), Talking(in_parts=True)
    filed = whole.to("nowhere")
    parts = [talking.to("nowhere")]
    named = "b back, ? why, r answers, p print or save, n new person, q leave: "
    assert parts[0].endswith(f"\nEnter for more.\n{named}")
    parts.append(talking.type(""))
    while parts[-1].endswith("\nEnter for more. "):
        parts.append(talking.type(""))
    title = "LOOK AFTER IT AT HOME"
    assert parts[0].strip().startswith(f"You answered: None.\n\n{title}")
    assert parts[-1].strip().startswith(title)
    assert parts[-1].endswith("q leave: ")
    assert "What may be behind it" in parts[1]
    assert max(part.count("\n") for part in parts) <= 23
    assert len(parts) <= 12
    read = " ".join(" ".join(parts).split())
    for line in filed.split("\n")[:-1]:
        assert " ".join(line.split()) in read


def test_an_emergency_says_what_to_do_in_its_first_part() -> None:
    talking = Talking(in_parts=True)
    talking.to("danger_now")
    said = talking.type(CHEST)
    assert said.strip().startswith(f"{CHEST_SAID} {SLIP}\n\nCALL 911 NOW")
    assert "What to do now" in said
    assert "Tell them" not in said
    assert "Tell them" in talking.type("")
    assert "question" in talking.type("w")


def test_a_result_is_shown_saved_or_carried_off_as_a_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    talking = Talking()
    talking.to("nowhere")
    said = talking.type("p")
    assert "1. Your page: what to do" in said
    assert "6. A code, to go on another day" in said
    assert code_of(FRONT.whole, talking.interview.answers) in talking.type("6")
    talking.type("")
    assert "2. Save it in a file" in talking.type("1")
    assert "YOUR LEGS AND FEET: WHAT TO DO" in talking.type("1")
    assert "Saved." in talking.type("2", "page.txt")
    assert "YOUR LEGS AND FEET" in (tmp_path / "page.txt").read_text("utf-8")
    assert "Press y to replace it." in talking.type("2", "page.txt")
    assert "Saved." not in talking.type("")
    assert "Saved." in talking.type("2", "page.txt", "y")
    assert "There is no such folder." in talking.type("2", "nowhere/page.txt")
    assert "No answer has that number here." in talking.type("9")
    assert "What would you like to have?" in talking.type("")
    assert talking.type("").endswith("q leave: ")


def test_what_a_language_calls_the_same_stays_apart(tmp_path: Path) -> None:
    folder = lean_copy(tmp_path / "content")
    same_words(folder)
    talking = Talking(LazyPack(folder, Locale("US")))
    talking.to("nowhere")
    assert talking.type("p").count("Your page: what to do") == 2
    assert talking.type("2").count("Show it here") == 2
    assert "Type a name for the file." in talking.type("2")


def test_a_code_is_spelled_for_ears_and_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    talking = Talking()
    talking.to("nowhere")
    code = code_of(FRONT.whole, talking.interview.answers)
    assert "It never has the letters I, L, O or U:" in talking.type("p", "6")
    assert not set("ILOU") & set(ALPHABET)
    spelled = re.findall(r"^Part \d+: (.*)\.$", talking.type("1"), re.MULTILINE)
    assert "-".join(part.replace(", ", "") for part in spelled) == code
    assert "nightcramp-code.txt" in " ".join(talking.type("2").split("\n"))
    assert "Saved." in talking.type("")
    saved = (tmp_path / "nightcramp-code.txt").read_text("utf-8")
    assert code in saved
    assert "whoever has it can" in saved


def test_a_kiosk_saves_and_prints_nothing() -> None:
    talking = Talking(permissions=Permissions(save=False, printers=False, terminal=False))
    talking.to("nowhere")
    said = talking.type("p", "1")
    assert "1. Show it here" in said
    assert "2." not in said
    assert "2. Save" not in talking.type("", "6")


CODE_OF_40 = code_of(FRONT.whole, {"age": 40})


@pytest.mark.parametrize("lines", [["c", CODE_OF_40], [CODE_OF_40], [CODE_OF_40.lower()]])
def test_a_code_is_taken_on_the_first_screen(lines: list[str]) -> None:
    talking = Talking()
    assert "type c, or the code itself" in " ".join(talking.said.split())
    assert "question 2 of" in talking.type(*lines)
    assert talking.interview.answers == {"age": 40}


def test_a_mistyped_code_is_told_and_asked_for_again() -> None:
    talking = Talking()
    wrong = f"{CODE_OF_40}0"
    assert talking.type(wrong).startswith("That code is not right:")
    assert talking.type("c", wrong).strip().startswith("That code is not right:")
    assert "Press Enter to begin." in talking.type("")
    assert "question 1 of" in talking.type("")


def test_a_code_is_asked_for_at_once_where_that_was_wanted() -> None:
    talking = Talking(asks_for_code=True)
    assert "Type the code you were given." in talking.said
    assert "question 2 of" in talking.type(CODE_OF_40)
    talking = Talking(asks_for_code=True)
    assert "Press Enter to begin." in talking.type("")
    assert "Press Enter to begin." in talking.type("", "b")


def test_back_from_the_first_question_is_the_first_screen_and_nothing_is_lost() -> None:
    talking = Talking()
    talking.type("", AGE, "b")
    assert "Press Enter to begin." in talking.type("b")
    assert "Presione Enter para empezar." in talking.type("2")
    said = talking.type("")
    assert LANGUAGES["es"].whole.questions[0].text in said
    assert "Su respuesta hasta ahora: 40" in said
    assert "Sus respuestas no se guardan." in talking.type("b", "q")
    assert "Presione Enter para empezar." in talking.type("")
    talking.type("q", "s")
    assert talking.ending == "leave"


@pytest.mark.parametrize("typed", ["40", "3", "0", "hello", "b", "n", "p", "r", "²", "9" * 5000])
def test_the_first_screen_refuses_what_means_nothing_there(typed: str) -> None:
    talking = Talking()
    said = " ".join(talking.type(typed).split())
    assert said.startswith(("That means nothing here. Press Enter to begin", "That code is not"))
    assert "question 1 of" in talking.type("")
    assert talking.interview.answers == {}


def test_help_on_the_first_screen_says_how_to_begin_and_names_the_code() -> None:
    said = " ".join(Talking().type("h").split())
    assert "c takes a code from another day" in said
    assert said.endswith("Press Enter to begin. Your answer:")


def test_an_alarm_that_was_a_slip_is_taken_back_in_words() -> None:
    talking = Talking()
    talking.to("danger_now")
    talking.type(CHEST, "b")
    said = " ".join(talking.type(NONE).split())
    gone = "What was said before, CALL 911 NOW, no longer holds."
    assert said.startswith(f"You answered: None of these. {gone}")
    assert "no longer holds" not in talking.type("?")
    assert "no longer holds" not in talking.type(NONE)


def test_an_alarm_that_stays_is_not_taken_back() -> None:
    talking = Talking()
    talking.to("danger_now")
    talking.type(CHEST, "b")
    said = " ".join(talking.type("").split())
    assert said.startswith(f"{CHEST_SAID} {SAME} {SLIP} CALL 911 NOW")
    assert "no longer holds" not in talking.type("w")


def test_an_answer_changed_after_the_result_says_whether_the_advice_changed() -> None:
    talking = Talking()
    talking.to("nowhere")
    numbers = {q.id: str(n) for n, q in enumerate(talking.interview.answered, 1)}
    said = talking.type("r", numbers["conditions"], NONE)
    assert said.strip().startswith(f"You answered: None of these. {SAME}\n")
    said = talking.type("r", numbers["medicines"], "furo", "1", "")
    assert "You answered: furosemide." in said
    while not talking.interview.finished:
        said = talking.type(*lines_for(talking.interview, calm_answer(talking.interview)))
    assert CHANGED in said


def test_what_can_be_typed_is_named_again_where_a_line_did_nothing() -> None:
    talking = Talking(in_parts=True)
    talking.to("nowhere")
    assert talking.type("").endswith("\nEnter for more. ")
    assert talking.type("x").endswith("q leave: ")


def test_one_answer_is_one_answer() -> None:
    talking = Talking()
    talking.to("sitting")
    assert talking.type("1 2").startswith("Only one answer is possible here.")


def test_a_number_out_of_range_says_which_are_in_it() -> None:
    talking = Talking()
    talking.to("age")
    assert talking.type("999").startswith("Please type a number from 0 to 120.")
    for typed in ("old", "-", ".", "/", "?!"):
        assert talking.type(typed).startswith("Type a number, or n for not sure.")
    talking.type("n")
    assert talking.interview.answers["age"] == "unsure"


def test_medicines_are_searched_for_and_added_by_number() -> None:
    talking = Talking()
    talking.to("medicines")
    assert talking.type("1").startswith("Type the first letters of a name first.")
    assert talking.type("qwxyz").startswith("Nothing found.")
    assert "1. furosemide\n" in talking.type("furo")
    assert talking.type("1").startswith("Chosen so far: furosemide.")
    talking.type("lasix", "2", "", "")
    assert "furosemide" in str(talking.interview.answers["medicines"])


def test_what_is_found_beyond_the_numbers_is_counted() -> None:
    talking = Talking()
    talking.to("medicines")
    assert re.search(r"And \d+ more\.", talking.type("a"))


def test_back_keeps_the_answer_and_enter_leaves_it_so() -> None:
    talking = Talking()
    talking.to("leg_danger")
    talking.type(NONE)
    assert "Your answer so far: None of these. Press Enter to keep it." in talking.type("b")
    talking.type("")
    assert talking.interview.question is not None
    assert talking.interview.question.id == "danger_now"


def test_why_help_and_review_come_back_to_the_question() -> None:
    talking = Talking()
    first = FRONT.whole.questions[0]
    talking.type("")
    assert " ".join(first.why.split()[:6]) in talking.type("?")
    assert "b goes back." in talking.type("h")
    assert "Nothing is answered yet." in talking.type("r")
    assert first.text in talking.type("")
    talking.type(AGE)
    assert f"1. {first.text} 40 years" in " ".join(talking.type("r").split())
    assert first.text in talking.type("1")


def test_leaving_asks_first() -> None:
    talking = Talking()
    talking.type("")
    assert "Your answers are not saved." in talking.type("q")
    assert talking.type("") == "A number, or n for not sure: "
    talking.type("q", "y")
    assert talking.ending == "leave"


def test_the_language_can_be_changed_at_any_question() -> None:
    talking = Talking()
    talking.type("", AGE)
    assert "pregunta 2 de unas" in talking.type("l")
    assert talking.interview.answers == {"age": 40}
    assert "question 2 of about" in talking.type("l")
    assert "Su respuesta:" in Talking().type("2")


def test_an_emergency_says_first_what_to_do_and_can_be_taken_back() -> None:
    talking = Talking()
    talking.to("danger_now")
    said = talking.type(CHEST).strip()
    assert said.startswith(f"{CHEST_SAID} {SLIP}\n\nCALL 911 NOW")
    assert "not reviewed by a clinician" in said
    assert "Do you have any of these now, or new today?" in talking.type("b")


def test_while_help_comes_a_few_questions_can_be_answered() -> None:
    talking = Talking()
    talking.to("danger_now")
    said = talking.type(CHEST)
    assert "while you wait, type w for a few questions" in " ".join(said.split())
    answers = {
        "conditions": ["diab", "1", ""],
        "medicines": ["furo", "1", ""],
        "began": ["2"],
    }
    asked: list[str] = []
    said = talking.type("w")
    while (question := talking.interview.question) is not None and question.id not in asked:
        asked.append(question.id)
        said = talking.type(*answers.get(question.id, [NONE]))
    assert asked[:2] == ["conditions", "medicines"]
    assert len(asked) <= 6
    assert set(asked) <= set(FRONT.whole.about.while_you_wait[0])
    still = "CALL 911 NOW still holds. What to do besides has changed."
    assert f". {still} CALL 911 NOW This" in " ".join(said.split())  # the list of steps is shorter
    told = said[said.index("\nTell them\n") : said.index("\nWhat it can mean\n")]
    for fact in ("Age: 40", "New chest pain or tightness", "Diabetes", "You take furosemide"):
        assert f"  * {fact}\n" in told
    for names in FRONT.whole.about.while_you_wait[1:]:  # what was not asked before, in small groups
        before = len(asked)
        said = talking.type("w")
        while (question := talking.interview.question) is not None and question.id not in asked:
            asked.append(question.id)
            said = talking.type(NONE)
        assert 0 < len(asked) - before <= 6
        assert set(asked[before:]) <= set(names)
        assert f"{SAME}\n\nCALL 911 NOW" in said
    assert "type w" not in " ".join(said.split())


def test_back_from_the_first_question_while_waiting_is_the_result() -> None:
    talking = Talking()
    talking.to("danger_now")
    said = talking.type(CHEST)
    assert "CALL 911 NOW" not in talking.type("w")
    assert talking.type("b") in said
    talking.type("w", NONE)
    assert "Your answer so far: None of these." in talking.type("b")
    assert "CALL 911 NOW" in talking.type("b")


def test_nobody_who_can_wait_is_offered_questions_to_answer_meanwhile() -> None:
    talking = Talking()
    said = talking.to("nowhere")
    assert "while you wait" not in said
    assert talking.type("w").startswith("Type one of the letters named here.")


def test_the_result_says_what_it_rests_on_and_a_new_person_begins_anew() -> None:
    talking = Talking()
    talking.to("nowhere")
    assert "Where this" in talking.type("?") or talking.said
    assert talking.type("x").startswith("Type one of the letters named here.")
    assert "and the screen is cleared." in " ".join(talking.type("n").split())
    talking.type("y")
    assert talking.ending == "new_person"


@pytest.mark.parametrize(("typed", "ending"), [("y", "clear"), ("", "leave")])
def test_after_a_result_clearing_the_screen_is_offered(typed: str, ending: str) -> None:
    talking = Talking()
    talking.to("nowhere")
    assert "Clear the screen for the next person?" in talking.type("q", "y")
    talking.type(typed)
    assert talking.ending == ending


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_is_wider_than_72_columns_and_none_moves_the_cursor(language: str) -> None:
    front = LANGUAGES[language]
    talking, said = Talking(front), []
    talking.type("")
    while not talking.interview.finished:
        said += [talking.said, talking.type("?"), talking.type("h"), talking.type("banana")]
        talking.type(*lines_for(talking.interview, calm_answer(talking.interview)))
    text = "\n".join([*said, talking.said, talking.type("?"), talking.type("h"), talking.type("r")])
    assert [line for line in text.split("\n") if len(line) > 72] == []
    assert not re.search(r"[^\n\x20-\x7e\xa0-\uffff]|[\u2500-\u257f]", text)
    assert text.isascii() or "ascii" not in language


@given(st.lists(st.text(max_size=30), max_size=60))
def test_no_lines_in_any_order_break_it(lines: list[str]) -> None:
    talking = Talking()
    for line in lines:
        if talking.ending is None:
            talking.type(line)
    assert talking.ending in (None, "leave", "clear", "new_person")


# The program itself.


@given(
    lines=st.lists(st.text("8,é x", max_size=900), max_size=20), sizes=st.lists(st.integers(1, 300))
)
def test_no_line_of_a_pipe_is_swallowed_wherever_it_is_torn(
    lines: list[str], sizes: list[int]
) -> None:
    raw = "".join(f"{line}\n" for line in lines).encode()
    ends = list(accumulate(sizes, initial=0))
    pieces = iter([raw[a:b] for a, b in pairwise([*ends, len(raw)]) if raw[a:b]])
    with pytest.MonkeyPatch.context() as patch, Path(os.devnull).open() as silent:
        patch.setattr(sys, "stdin", silent)
        reader = stdio._LineReader()
        patch.setattr(os, "read", lambda *_: next(pieces, b""))
        assert list(iter(reader.next_line, None)) == lines


@pytest.mark.parametrize("length", [1_001, 4_097, 9_000, 100_000])
def test_a_line_that_is_too_long_answers_nothing_and_says_so(length: int) -> None:
    none = "8," * (length // 2 + 1)
    ended = subprocess.run(
        (*NIGHTCRAMP, "--plain"),
        input=f"\n40\n3\n{none}\n8\nq\ny\n",
        capture_output=True,
        text=True,
        check=True,
        env=clean_environment(),
    )

    before, _, after = ended.stdout.partition(texts.sentence(WORDS.line.too_long))
    assert "question 3" in before
    assert "You answered: None of these." not in before
    assert after.count("You answered: None of these.") == 1
    assert "question 4" in after


def calm_lines(pack: Pack) -> str:
    """The lines of a calm person from the first screen to the result."""
    interview, lines = Interview.begin(pack), [""]
    while not interview.finished:
        value = calm_answer(interview)
        lines += lines_for(interview, value)
        interview = interview.answer(value)
    return "\n".join(lines) + "\n"


def test_the_screen_is_cleared_for_the_next_person(pack: Pack) -> None:
    with RealTerminal((*NIGHTCRAMP, "--plain")) as terminal:
        terminal.wait_for("Your answer:")
        terminal.press(calm_lines(pack))
        terminal.wait_for("Enter for more")
        terminal.press("\n" * 20)
        terminal.wait_for("q leave:")
        terminal.press("q\ny\n")
        terminal.wait_for("Clear the screen for the next person?")
        assert b"\x1b" not in terminal.output
        terminal.press("y\n")
        assert terminal.wait_for_end() == 0
        assert terminal.output.endswith(b"\x1b[H\x1b[2J\x1b[3J")
        assert terminal.text.strip() == ""


def test_a_kiosk_leaves_nothing_on_the_screen_though_ctrl_c_is_held_down() -> None:
    with RealTerminal((*NIGHTCRAMP, *KIOSK)) as terminal:
        terminal.wait_for("Your answer:")
        terminal.press("\n40\n")
        terminal.wait_for("question 2")
        while terminal.process.poll() is None:
            terminal.press("\x03")
            terminal.read(0.001)
        assert terminal.wait_for_end() == -signal.SIGINT
        assert "You answered" not in terminal.text
        terminal.assert_restored()
