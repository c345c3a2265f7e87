"""The form for phones, read by pyxform and by ODK Validate, which is a Java program."""

from __future__ import annotations

import pytest
from pyxform.validators.odk_validate import ODKValidateError
from pyxform.xls2xform import convert

from nightcramp.exchange.xlsform import Edition, sheets, xlsform
from nightcramp.exchange.xlsx import workbook
from nightcramp.pack import load_pack, load_words
from nightcramp.pack.locale import Locale
from tests.content import WORDS
from tests.others import find
from tests.pilot import small_pack


@pytest.fixture(scope="module")
def editions() -> tuple[Edition, ...]:
    """The pack in both languages."""
    locales = [Locale(language=language) for language in ("en", "es")]
    return tuple(Edition(load_pack(locale=one), load_words(locale=one)) for one in locales)


def validated(data: bytes) -> list[str]:
    """The warnings of pyxform and ODK Validate; an error is raised."""
    find("java")
    return list(convert(data, file_type=".xlsx", validate=True).warnings)


def test_odk_validate_has_nothing_to_say(editions: tuple[Edition, ...]) -> None:
    assert validated(xlsform(editions)) == []


def test_the_form_of_one_language_is_valid_too(editions: tuple[Edition, ...]) -> None:
    assert validated(xlsform(editions[1:])) == []


def test_the_form_of_another_pack_is_valid_too() -> None:
    assert validated(xlsform([Edition(small_pack(), WORDS)])) == []


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        ("relevant", "${no_such_question} = 'x'"),
        ("relevant", "selected(${age}"),
        ("relevant", "${dependence} = 'yes'"),
        ("type", "select_one no_such_list"),
        ("name", "two words"),
        ("constraint", ". = (1"),
    ],
    ids=str,
)
def test_odk_validate_finds_a_planted_fault(
    editions: tuple[Edition, ...], column: str, wrong: str
) -> None:
    form = sheets(editions)
    head = form["survey"][0]
    row = next(row for row in form["survey"] if row[head.index("name")] == "alcohol_often")
    row[head.index(column)] = wrong

    with pytest.raises(Exception, match=r".") as raised:
        validated(workbook(form))
    assert isinstance(raised.value, ODKValidateError) or "PyXForm" in type(raised.value).__name__
