"""Text that would drive a terminal, a pack made of it, and a strict reading of what is written."""

from __future__ import annotations

import re
import shutil
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from nightcramp.pack.load import content_folder
from nightcramp.pack.placeholders import COUNTRY_WORDS
from nightcramp.triage.interview import Interview
from tests.typing_answers import ENTER, calm_answer, keys_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nightcramp.pack import Pack
    from nightcramp.pack.words import Words
    from tests.real_terminal import RealTerminal

NASTY = (
    "\x1b[2J\x1b[5i\x1b[4i",  # clear; print on the printer beside the terminal
    "\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x1b\\",  # title; clipboard
    "\x1bP+q544e\x1b\\\x1b_Gf=24\x1b\\\x1b^pm\x1b\\\x1bc",  # DCS, APC, PM, reset
    "\x9b31m\x9d0;owned\x9c\x90\x85\x84",  # the same as C1
    "\x07\x08\x0e\x0f\x05\x7f\x00\t\r",  # bell, backspace, charsets, answerback
    "\u202e\u2066\u200f\ufeff\u00ad\u200d",  # direction, joiners
    "\ue000\U000f0000",  # private use
    "[red]red[/red] [/] [@click=app.quit]x[/] [link=http://x]l[/link] \\[",  # markup
    "e\u0301\u0323 \u65e5\u672c\U0001f600",  # combining, wide
    "W" * 300,
)
"""What an author could put into content; none of it may reach a terminal but as plain text."""

REPORTS = (
    *("\x1b[?62;1;2;4;8;9c", "\x1b[>1;4000;8c", "\x1b[=1;2c", "\x1b[0n", "\x1b[3n"),
    *(f"\x1b[?{mode};{state}$y" for mode in (1004, 2004, 2027, 2048) for state in range(5)),
    *("\x1b[1;1R", "\x1b[49;1R", "\x1b[24;80R", "\x1b[?1;2;1R", "\x1b[999999999;99999R"),
    *("\x1b[?25u", "\x1b[?1u", "\x1b[>4;2m", "\x1b[8;24;80t", "\x1b[4;480;640t"),
    *("\x1b[48;24;80;480;640t", "\x1b[48;0;0;0;0t", "\x1b[48;9999;9999;1;1t"),
    *("\x1bP>|xterm(388)\x1b\\", "\x1bP1$r1;2m\x1b\\", "\x1bP1+r544e=31\x1b\\"),
    *("\x1b]11;rgb:1111/2222/3333\x07", "\x1b]4;1;rgb:1/2/3\x1b\\", "\x1b]52;c;MTIz\x1b\\"),
    *("\x1b_G1;OK\x1b\\", "\x1b^12\x1b\\", "\x1bX34\x1b\\"),
    *("\x1b[<0;1;1M", "\x1b[<0;1;1m", "\x1b[<64;12;12M", "\x1b[<35;-1;-2M", "\x1b[32;12;13M"),
    *("\x1b[M !!", "\x1b[M#12", "\x1b[M123", f"\x1b[<0;{'9' * 100};{'9' * 100}M"),
    *("\x1b[1;2;3;4;5;6;7;8;9z", "\x1b[49~", "\x1b[50;1H", "\x1b[51;2A", "\x1b[97;1:3u"),
)
"""What a terminal may say without anyone pressing a key."""

_UNSAFE = {"Cc", "Cf", "Cs", "Co"}
_SPOKEN = re.compile(
    r"(?P<before>(?:^|[{,]\s*)(?:(?:text|hint|why|label|because|means|summary|how|doubt|say|note"
    r"|said|again|limit|reason|instrument"
    rf'|lead|title|name|unit|{"|".join(COUNTRY_WORDS)}) = "|do = \["))(?=[^"])',
    re.MULTILINE,
)
_WORD = re.compile(r'^(?P<before>(?!yes )\w+ = ")', re.MULTILINE)  # a test has to type yes


def unclean(text: str) -> set[str]:
    """The characters in a text that could drive a terminal."""
    return {char for char in text if char != "\n" and unicodedata.category(char) in _UNSAFE}


def toml(text: str) -> str:
    """The text as it stands between the quotes of a TOML string."""
    return "".join(
        char if char.isascii() and char.isalnum() else f"\\U{ord(char):08x}" for char in text
    )


def without_spanish(pack: Path) -> None:
    """Leave a copy of the content with its first language alone."""
    shutil.rmtree(pack / "es")
    about = pack / "pack.toml"
    before, _, after = about.read_text("utf-8").partition("[languages.es]")
    about.write_text(before + after[after.index("\n[elsewhere]") :], encoding="utf-8")


_RATED = """
[raters]
first = { least = "self_care", right = "self_care", most = "self_care" }
second = { least = "self_care", right = "self_care", most = "self_care" }

[answers]
leg_danger = ["none"]
danger_now = ["breath"]
"""


def hostile_pack(folder: Path) -> Path:
    """The content with something nasty before everything it says."""
    copy = Path(shutil.copytree(str(content_folder()), folder / "hostile"))
    without_spanish(copy)  # every sentence of it would be stale
    count = 0

    def spoil(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f"{match['before']}{toml(NASTY[count % len(NASTY)])} "

    for file in copy.rglob("*.toml"):
        if "vignettes" not in file.relative_to(copy).parts:
            pattern = _WORD if file.name == "words.toml" else _SPOKEN
            file.write_text(pattern.sub(spoil, file.read_text("utf-8")), encoding="utf-8")
    assert count > 500
    for file in sorted((copy / "vignettes").rglob("*.toml"))[3:]:
        file.unlink()  # the others say nothing else
    hostile = (f'{name} = "{toml(NASTY[0])}"' for name in ("origin", "accepted"))
    (copy / "vignettes" / "outside.toml").write_text(
        "\n".join(('id = "x"\nstory = ""\nwhy = ""', *hostile, _RATED)), encoding="utf-8"
    )
    return copy


def play(
    terminal: RealTerminal,
    pack: Pack,
    at_question: Callable[[], None] = lambda: None,
    answer: Callable[[str], None] | None = None,
) -> Interview:
    """Answer every question as a calm person does; what was answered.

    Args:
        terminal: the wizard, just started.
        pack: what it says, as far as that can be waited for.
        at_question: done at each question before it is answered.
        answer: presses the keys of an answer.
    """
    begin(terminal, pack.words)
    interview = Interview.begin(pack)
    while (question := interview.question) is not None:
        terminal.wait_for(question.text)
        at_question()
        value = calm_answer(interview)
        (answer or terminal.press)(keys_for(interview, value))
        interview = interview.answer(value)
    return interview


def begin(terminal: RealTerminal, words: Words) -> None:
    """From the first screen to the first question."""
    terminal.wait_for(words.welcome.begin)
    terminal.press(ENTER)


def written(stream: bytes) -> Iterator[str]:
    """Every escape sequence and control character in what was written.

    Raises:
        AssertionError: it is no UTF-8, or holds a character that is neither seen nor part
            of a whole control sequence.
    """
    text = stream.decode("utf-8", errors="strict")
    at = 0
    while at < len(text):
        if text[at] == "\x1b":
            sequence = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]").match(text, at)
            assert sequence, f"no control sequence: {text[at : at + 20]!r}"
            yield sequence[0]
            at = sequence.end()
            continue
        if text[at] < " ":
            yield text[at]
        else:
            assert not unclean(text[at]), f"{text[at]!r} in {text[max(0, at - 20) : at + 20]!r}"
        at += 1
