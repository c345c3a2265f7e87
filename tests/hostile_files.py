"""Packs and answers files made to hang, to crash or to be read past: by hand, and at random."""

from __future__ import annotations

import json
import os
import random
import shutil
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from tests.edited_packs import CONTENT, LOADED, lean_copy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nightcramp.pack import Pack

    Spoil = Callable[[Path], object]


def _fifo(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def _link(file: Path, target: str) -> None:
    file.unlink()
    file.symlink_to(target)


def _link_to_fifo(file: Path) -> None:
    os.mkfifo(file.with_name("pipe"))
    _link(file, "pipe")


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _socket(file: Path) -> None:
    file.unlink()
    here = Path.cwd()
    os.chdir(file.parent)  # the name of a socket may be 108 characters long
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(file.name)
    finally:
        os.chdir(here)


def _truncated(file: Path) -> None:
    os.truncate(file, 1_000_000_000)


def _hidden(file: Path) -> None:
    file.unlink()


FILES: dict[str, Spoil] = {
    "named pipe": _fifo,
    "link to a named pipe": _link_to_fifo,
    "folder": _folder,
    "socket": _socket,
    "endless device": lambda file: _link(file, "/dev/zero"),
    "device that says nothing": lambda file: _link(file, "/dev/null"),
    "link to itself": lambda file: _link(file, file.name),
    "link to nothing": lambda file: _link(file, "/nowhere"),
    "1 GB of nothing": _truncated,
    "missing": _hidden,
}
"""What is no file to read -> how to put it in the place of one."""

TEXTS: dict[str, bytes | str] = {
    "5,000 digits": "x = " + "9" * 5_000,
    "4,000 digits": "x = " + "9" * 4_000,
    "3 MB of hexadecimal digits": "x = 0x" + "f" * 3_000_000,
    "infinity": "x = inf",
    "no number": "x = nan",
    "1e999": "x = 1e999",
    "lists in lists": "x = " + "[" * 50_000,
    "lists in lists, closed": "x = " + "[" * 900 + "]" * 900,
    "tables in tables": "x = " + "{a = " * 900 + "1" + "}" * 900,
    "80 deep": "x = " + "[" * 80 + "]" * 80,
    "key of a million parts": ".".join("a" * 1_000_000) + " = 1",
    "keys of 900 parts": "\n".join(
        ".".join(f"a{n}" for _ in range(900)) + " = 1" for n in range(90)
    ),
    "key of quoted parts": ".".join(['"\\""'] * 900) + " = 1",
    "header of 900 parts": "[" + ".".join("a" * 900) + "]\n" + "b = 1\n" * 9,
    "300,000 keys": "".join(f"k{n} = 1\n" for n in range(300_000)),
    "59,000 keys": "".join(f"k{n} = 1\n" for n in range(59_000)),
    "300,000 headers": "".join(f"[k{n}]\n" for n in range(300_000)),
    "29,000 tables": "[[x]]\n" * 29_000,
    "a million commas": "x = [" + "1," * 1_000_000 + "]",
    "5 MB": "#" + "x" * 5_000_000,
    "4 million lines": "\n" * 3_900_000,
    "comments": "#\n" * 1_900_000,
    "spaces": "x =" + " " * 3_900_000 + "1",
    "spaces in a header": "[a" + " " * 3_900_000 + ".b]\nx = 1",
    "key of 3 MB": '"' + "k" * 3_000_000 + '" = 1',
    "text of 3 MB": 'x = "' + "x" * 3_000_000 + '"',
    "escapes": 'x = "' + "\\u007b" * 600_000 + '"',
    "UTF-16": "id = 'x'".encode("utf-16"),
    "not UTF-8": b'x = "\xff\xfe"',
    "zero bytes": b"\0" * 1_000,
    "open text": 'x = "' + "y" * 1_000_000,
    "open text of several lines": 'x = """' + '"\n' * 500_000,
    "two marks of the byte order": b"\xef\xbb\xbf\xef\xbb\xbf[x]",
    "carriage returns": "x = 1\r" * 1_000,
}
"""What no file should say -> a file that does."""

_PLACES = ("pack.toml", "words.toml", "red_flags.toml", "es/words.toml", "es/advice.toml")


def _saying(text: bytes | str) -> Spoil:
    return lambda file: file.write_bytes(text.encode() if isinstance(text, str) else text)


def _file(name: str, spoil: Spoil) -> Spoil:
    return lambda pack: spoil(pack / name)


def _replace(name: str, old: str, new: str) -> Spoil:
    def spoil(pack: Path) -> None:
        text = (pack / name).read_text(encoding="utf-8")
        assert old in text, f"{name} no longer says {old!r}"
        (pack / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return spoil


def _add(name: str, more: str) -> Spoil:
    def spoil(pack: Path) -> None:
        with (pack / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{more}\n")

    return spoil


def _large(pack: Path) -> None:
    for file in sorted(pack.rglob("*.toml")):
        with file.open("a", encoding="utf-8") as out:
            out.write("\n#" + "x" * 900_000)


def _much(pack: Path) -> None:
    for file in sorted(pack.rglob("*.toml"))[:8]:
        with file.open("a", encoding="utf-8") as out:
            out.write("\n" + "#\n" * 30_000)


def _everywhere(text: str) -> Spoil:
    def spoil(pack: Path) -> None:
        path = pack / "pack.toml"
        path.write_text(
            path.read_text("utf-8").replace('emergency_number = "', f'emergency_number = "{text}'),
            encoding="utf-8",
        )
        line = '\n[[advice]]\nid = "z{}"\ntext = "{}"\ncertainty = "low"\nsources = ["seed"]\n'
        with (pack / "advice.toml").open("a", encoding="utf-8") as out:
            for number in range(90):
                out.write(line.format(number, "{emergency_number}" * 900))

    return spoil


def _nested(depth: int) -> str:
    return "{ any = [" * depth + '{ danger_now = "none" }' + "] }" * depth


_FLAG = '[[flag]]\nid = "z"\nurgency = "emergency"\nmeans = "z"\nsources = ["seed"]\nwhen = {}'
_MEASURE = '[[measure]]\nid = "{0}"\ntitle = "z"\nkind = "count"\nsources = ["seed"]\n'
_CRITERION = '[[measure.criteria]]\nid = "z"\nwhen = {{ {} = {{ at_least = 1 }} }}'
_FIRST = '"sedentary"'

PACKS: dict[str, Spoil] = {
    "no words for a time limit": _replace("pack.toml", '42 = "', '43 = "'),
    "a time limit without words": _add(
        "red_flags.toml", _FLAG.format('{ danger_now = "none" }') + "\nwithin_days = 5"
    ),
    "a name above the folder": _replace("pack.toml", _FIRST, '"../../etc/passwd"'),
    "a name from the root": _replace("pack.toml", _FIRST, '"/etc/passwd"'),
    "a name with a zero": _replace("pack.toml", _FIRST, '"a\\u0000b"'),
    "a name of 5,000 characters": _replace("pack.toml", _FIRST, f'"{"a" * 5_000}"'),
    "a name of nothing": _replace("pack.toml", _FIRST, '""'),
    "a name of dots": _replace("pack.toml", _FIRST, '".."'),
    "a name in capitals": _replace("pack.toml", _FIRST, '"Sedentary"'),
    "a name with a space": _replace("pack.toml", _FIRST, '"seden tary"'),
    "a name twice": _replace("pack.toml", _FIRST, f"{_FIRST}, {_FIRST}"),
    "a name 3,000 times": _replace("pack.toml", _FIRST, ", ".join([_FIRST] * 3_000)),
    "a section above the folder": _replace("pack.toml", 'id = "habits"', 'id = "../habits"'),
    "a section twice": _replace("pack.toml", 'id = "habits"', 'id = "symptoms"'),
    "a language above the folder": _replace("pack.toml", "[languages.es]", '[languages."../x"]'),
    "a picture above the folder": _replace(
        "pack.toml", 'first_picture = "', 'first_picture = "../'
    ),
    "60 languages": _add(
        "pack.toml", "\n".join(f'[languages.q{n}]\nname = "q"' for n in range(60))
    ),
    "an id above the folder": _replace("causes/sedentary.toml", 'id = "', 'id = "../'),
    "an id of a megabyte": _replace("causes/sedentary.toml", 'id = "', f'id = "{"x" * 1_000_000}'),
    "an id with a zero": _replace("causes/sedentary.toml", 'id = "', 'id = "\\u0000 '),
    "points beyond": _replace("causes/sedentary.toml", "points = 1", f"points = {10**30}"),
    "a bound beyond": _replace("causes/sedentary.toml", "at_least = 8", f"at_least = {10**400}"),
    "a bound of infinity": _replace("causes/sedentary.toml", "at_least = 8", "at_least = inf"),
    "a bound of no number": _replace("causes/sedentary.toml", "at_least = 8", "at_least = nan"),
    "a date for a bound": _replace(
        "causes/sedentary.toml", "at_least = 8", "at_least = 1979-05-27"
    ),
    "32 MB": _large,
    "200,000 comments": _much,
    "words within words": _everywhere("W" * 19_000),
    "conditions 30 deep": _add("red_flags.toml", _FLAG.format(_nested(30))),
    "conditions 300 deep": _add("red_flags.toml", _FLAG.format(_nested(300))),
    "a flag of flags": _add("red_flags.toml", _FLAG.format('{ red_flags = "any" }')),
    "a flag of causes": _add("red_flags.toml", _FLAG.format('{ causes = "sedentary" }')),
    "a section of flags": _replace(
        "pack.toml", "when = { not = { age = { under = 16 } } }", 'when = { red_flags = "any" }'
    ),
    "a measure of itself": _add("measures.toml", _MEASURE.format("zz") + _CRITERION.format("zz")),
    "measures of each other": _add(
        "measures.toml",
        f"{_MEASURE.format('zy')}{_CRITERION.format('zz')}\n"
        f"{_MEASURE.format('zz')}{_CRITERION.format('zy')}",
    ),
    "600 questions": _add(
        "questions/habits.toml",
        "\n".join(
            f'[[question]]\nid = "z{n}"\nkind = "number"\ntext = "z"\nwhy = "z"' for n in range(600)
        ),
    ),
    "5,000 sources that are none": _add(
        "advice.toml",
        '[[advice]]\nid = "z"\ntext = "z"\ncertainty = "low"\nsources = ['
        + ", ".join(f'"s{n}"' for n in range(4_900))
        + "]",
    ),
    "6,000 brands": _add("medicines.toml", "z = [" + ", ".join('"b"' for _ in range(6_000)) + "]"),
    **{
        f"{name}: {kind}": _file(name, spoil)
        for name in ("pack.toml", "words.toml", "causes/shoes.toml", "questions/habits.toml")
        for kind, spoil in FILES.items()
    },
    **{
        f"{name}: {kind}": _file(name, _saying(text))
        for name in _PLACES
        for kind, text in TEXTS.items()
    },
}
"""What is wrong with a pack -> how to spoil a copy of the content so that it is."""

_MANY = ", ".join(f'"a{n}": 1' for n in range(90_000))

ANSWERS: dict[str, bytes | str] = {
    **{f"{kind}.toml": text for kind, text in TEXTS.items()},
    "digits.json": '{"age": ' + "9" * 5_000 + "}",
    "fewer digits.json": '{"age": ' + "9" * 4_000 + "}",
    "infinity.json": '{"age": 1e999}',
    "no number.json": '{"age": NaN}',
    "lists.json": "[" * 400_000,
    "tables.json": '{"age":' * 100_000,
    "tables, closed.json": '{"age":' * 900 + "1" + "}" * 900,
    "twice.json": "{" + _MANY + ', "a0": 2}',
    "many.json": "{" + _MANY + "}",
    "long list.json": '{"age": [' + ", ".join("1" * 300_000) + "]}",
    "long name.json": '{"' + "a" * 900_000 + '": 1}',
    "long answer.json": '{"danger_now": ["' + "b" * 900_000 + '"]}',
    "many wrong.json": '{"danger_now": [' + ", ".join(['"breathe"'] * 90_000) + "]}",
    "lists in an answer.json": '{"danger_now": ' + "[" * 500 + "]" * 500 + "}",
    "text.json": '"x"',
    "list.json": "[]",
    "number.json": "1",
    "nothing.json": "",
    "zero.json": b"\0",
    "UTF-16.json": "{}".encode("utf-16"),
    "two marks.json": b"\xef\xbb\xbf\xef\xbb\xbf{}",
    "2 MB.json": " " * 2_000_000 + "{}",
    "date.toml": "age = 1979-05-27",
    "hexadecimal.toml": "age = 0x" + "f" * 900_000,
    "half.toml": "age = 12.5",
    "true.toml": "age = true",
    "table.toml": "danger_now = { a = 1 }",
    "tables.toml": "danger_now = [{}]",
    "lists.toml": 'danger_now = [["breath"]]',
}
"""A name -> an answers file that cannot be used."""

_NASTY = (
    *("9" * 5_000, "-1", "1e400", "inf", "nan", "0x" + "f" * 200, "1979-05-27", "true", '""', "[]"),
    *("{}", "[[]]", "[{}]", '"../x"', '"\\u0000"', '"{"', '"{count}"', '"any"', '"unsure"'),
    *('{ red_flags = "any" }', "{ any = [] }", "{ not = {} }", "[" * 70 + "]" * 70),
    *("{ age = { at_least = 1e9 } }", "{ age = {} }", '{ age = "x" }', '"' + "y" * 30_000 + '"'),
)
_VALUES = (
    *(0, -1, 40, 1e9, 10**30, 10**4000, 2.5, True, None, (), ""),
    *("unsure", "none", "x" * 2_000, "\0", "\u202e", "../x"),
)
_BYTES = (b"", b'"', b"[", b"]", b"{", b"}", b"=", b"\n", b"#", b",", b"\\", b"\0", b"\xff", b".")


def random_edits(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """Files of the content with bytes, lines or a value changed."""
    dice = random.Random(seed)  # noqa: S311  repeatable, not secret
    for _ in range(count):
        name = dice.choice(LOADED)
        raw = (CONTENT / name).read_bytes()
        lines = raw.splitlines(keepends=True)
        at = dice.randrange(len(lines))
        key, equals, _ = lines[at].partition(b" = ")
        match dice.randrange(4):
            case 0:
                edited = bytearray(raw)
                for _ in range(dice.randint(1, 4)):
                    start = dice.randrange(len(edited) + 1)
                    stop = start + dice.randint(0, 4)
                    edited[start:stop] = dice.choice((*_BYTES, dice.randbytes(3)))
                yield name, bytes(edited)
                continue
            case 1:
                start = dice.randrange(len(lines))
                lines[at:at] = lines[start : start + dice.randint(1, 8)]
            case 2:
                del lines[at : at + dice.randint(1, 8)]
            case _:
                value = dice.choice(_NASTY).encode()
                lines[at] = key + (equals or b" = ") + value + b"\n"
        yield name, b"".join(lines)


def random_answers(pack: Pack, seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """Answers files: names and values that the questions take, and much that they do not."""
    dice = random.Random(seed)  # noqa: S311  repeatable, not secret
    ids = [question.id for question in pack.questions]
    options = [option.id for question in pack.questions for option in question.options]

    def value(depth: int = 0) -> object:
        if depth < 4 and dice.random() < 0.3:
            inner = [value(depth + 1) for _ in range(dice.randint(0, 4))]
            return {dice.choice(ids): inner} if dice.random() < 0.3 else inner
        several = [dice.choice(options) for _ in range(dice.choice((1, 1, 2, 300)))]
        return dice.choice((several[0], several, dice.choice(_VALUES), dice.randint(0, 130)))

    for number in range(count):
        table = {dice.choice(ids): value() for _ in range(dice.randint(0, 12))}
        if dice.random() < 0.1:
            table[dice.choice(["", "x", "a" * 3_000, "\x1b[2J"])] = value()
        raw = bytearray(json.dumps(table, ensure_ascii=dice.random() < 0.5).encode())
        for _ in range(dice.choice((0, 0, 1, 4))):
            start = dice.randrange(len(raw) + 1)
            raw[start : start + dice.randint(0, 3)] = dice.choice(_BYTES)
        yield f"{number}.{dice.choice(('json', 'toml'))}", bytes(raw)


def _multiplied() -> str:
    """A condition of which each part doubles the ways in which it can fail."""
    both = '{ leg_danger = "none", danger_now = "none" }'
    return "{ any = [" + ", ".join([both.replace("none", "unsure"), both] * 20) + "] }"


def _questions(count: int, when: str, kind: str = "number") -> str:
    head = f'kind = "{kind}"\ntext = "z"\nwhy = "z"\n' + f"when = {when}\n" * bool(when)
    return "\n".join(f'[[question]]\nid = "z{n}"\n{head}' for n in range(count))


_MEDICINES = (
    '\n[[medicine_class]]\nid = "zz"\nname = "z"\nnote = "z"\nsources = ["seed"]\n'
    "[medicine_class.medicines]\n" + "".join(f"zz{n} = []\n" for n in range(4_000))
)
_HABITS = "questions/habits.toml"
_COUNTED = _MEASURE.format("zz") + "\n".join(
    f'[[measure.criteria]]\nid = "z{n}"\nwhen = {{ age = {{ over = {n} }} }}' for n in range(40)
)


def _both(*spoils: Spoil) -> Spoil:
    def spoil(pack: Path) -> None:
        for one in spoils:
            one(pack)

    return spoil


COSTLY: dict[str, Spoil] = {
    "a condition of 2 to the 40th ways": _add(
        _HABITS, _questions(9, f"{{ not = {_multiplied()} }}")
    ),
    "the same, not negated": _add(_HABITS, _questions(9, _multiplied())),
    "20 of 40 criteria": _both(
        _add("measures.toml", _COUNTED), _add(_HABITS, _questions(9, "{ zz = { at_least = 20 } }"))
    ),
    "400 questions on 4,000 medicines": _both(
        _add("medicines.toml", _MEDICINES), _add(_HABITS, _questions(400, '{ zz = "taken" }'))
    ),
    "300 questions that look at a measure": _add(
        _HABITS, _questions(300, "{ audit_c = { at_least = 4 } }")
    ),
    "20 lists of 4,000 medicines": _both(
        _add("medicines.toml", _MEDICINES), _add(_HABITS, _questions(20, "", "pick"))
    ),
    "22 languages": _add(
        "pack.toml",
        "\n".join(f'[languages.q{chr(97 + n)}]\nname = "q"' for n in range(20)),
    ),
}
"""What can be loaded, or nearly, and asks for more work than a pack is worth -> how it is made."""


def spoiled(folder: Path, spoil: Spoil) -> Path:
    """A copy of the content, spoiled."""
    shutil.rmtree(folder, ignore_errors=True)
    copy = lean_copy(folder)
    spoil(copy)
    return copy
