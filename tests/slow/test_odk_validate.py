"""The form for phones, read by pyxform and by ODK Validate, which is a Java program."""

from __future__ import annotations

import pytest
from pyxform.validators.odk_validate import ODKValidateError
from pyxform.xls2xform import convert

from nightcramp.exchange.xlsform import sheets, xlsform
from nightcramp.exchange.xlsx import workbook
from nightcramp.pack import Pack, load_pack
from nightcramp.pack.locale import Locale
from tests.others import find
from tests.pilot import small_pack


@pytest.fixture(scope="module")
def packs() -> tuple[Pack, ...]:
    """The pack in both languages."""
    return tuple(load_pack(locale=Locale(language=language)) for language in ("en", "es"))


def validated(data: bytes) -> list[str]:
    """The warnings of pyxform and ODK Validate; an error is raised."""
    find("java")
    return list(convert(data, file_type=".xlsx", validate=True).warnings)


def test_odk_validate_has_nothing_to_say(packs: tuple[Pack, ...]) -> None:
    assert validated(xlsform(packs)) == []


def test_the_form_of_one_language_is_valid_too(packs: tuple[Pack, ...]) -> None:
    assert validated(xlsform(packs[1:])) == []


def test_the_form_of_another_pack_is_valid_too() -> None:
    assert validated(xlsform([small_pack()])) == []


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
    packs: tuple[Pack, ...], column: str, wrong: str
) -> None:
    form = sheets(packs)
    head = form["survey"][0]
    row = next(row for row in form["survey"] if row[head.index("name")] == "alcohol_often")
    row[head.index(column)] = wrong

    with pytest.raises(Exception, match=r".") as raised:
        validated(workbook(form))
    assert isinstance(raised.value, ODKValidateError) or "PyXForm" in type(raised.value).__name__
