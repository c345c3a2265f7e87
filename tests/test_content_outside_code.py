"""What the program says of this pack stands in the pack: the code names none of its ids."""

from __future__ import annotations

import ast
from pathlib import Path

import nightcramp
from tests.content import PACK

SOURCE = Path(nightcramp.__file__).parent

WORDS_OF_THE_PROGRAM = {
    "back": "a command and a key",
    "black": "a color",
    "covers": "a key of red_flags.toml",
    "foot": "the kind of a block",
    "head": "an element of HTML",
    "load": "a function of the library",
    "never": "what no form can say of a condition",
    "no": "a value of the ssh server's settings",
    "none": "the format's word for no option",
    "other": "the format's word for an option that a list does not hold",
    "recent": "the format's word for a medicine begun lately",
    "red": "a color",
    "stopped": "a status of a FHIR response",
    "today": "a column that ODK adds",
    "unsure": "the format's word for not sure, and the topic of such answers",
    "yellow": "a color",
    "yes": "a value of the ssh server's settings, and of a form's columns",
}
"""Ids that are also words of the program, and what it means by them."""

IN_ONE_MODULE = {
    ("pack/hashes.py", "medicines"): "a key of medicines.toml",
    ("pack/translate.py", "medicines"): "a key of medicines.toml",
}


def test_no_module_names_a_question_option_cause_or_medicine_class() -> None:
    pack = PACK
    named = (pack.questions, pack.causes, pack.mimics, pack.medicine_classes, pack.medicines)
    ids = {one.id for group in named for one in group}
    ids |= {option.id for question in pack.questions for option in question.options}
    ids -= WORDS_OF_THE_PROGRAM.keys()

    written = {
        (str(module.relative_to(SOURCE)), node.value)
        for module in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in ids
    }

    assert written - IN_ONE_MODULE.keys() == set()
