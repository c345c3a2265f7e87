"""A CDS Hooks card keeps to the rules of the format."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from nightcramp.exchange.cds_card import cds_cards
from nightcramp.pack import load_pack
from nightcramp.pack.locale import Locale
from nightcramp.triage import assess, read_answers
from tests.calm import calm
from tests.content import PACK, VIGNETTES

if TYPE_CHECKING:
    from nightcramp.pack import Pack
    from nightcramp.pack.words import Words

_MAY_HOLD = {
    *("uuid", "summary", "detail", "indicator", "source", "suggestions"),
    *("selectionBehavior", "overrideReasons", "links"),
}


def card_of(pack: Pack, answers: Any) -> dict[str, Any]:
    """The card for these answers."""
    read = read_answers(pack, answers)
    card: dict[str, Any]
    [card] = cds_cards(pack, assess(pack, read))["cards"]
    return card


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_card_keeps_to_the_format(language: str) -> None:
    pack = load_pack(locale=Locale(language=language))
    for vignette in VIGNETTES:
        card = card_of(pack, vignette.answers)
        assert card.keys() <= _MAY_HOLD
        assert 0 < len(card["summary"]) < 140
        assert "\n" not in card["summary"]
        assert card["indicator"] in ("info", "warning", "critical")
        assert card["source"]["label"]
        assert str(uuid.UUID(card["uuid"])) == card["uuid"]
        assert not re.search(r"(?<!\\)<", card["detail"])


@pytest.mark.parametrize(
    ("answers", "indicator"),
    [
        ({"age": 40}, "warning"),
        (calm(PACK), "info"),
        (calm(PACK, signs=["numb"]), "info"),
        ({"leg_danger": ["swollen"]}, "warning"),
        ({"danger_now": ["breath"]}, "critical"),
    ],
    ids=["incomplete", "self_care", "routine", "same_day", "emergency"],
)
def test_the_indicator_follows_the_urgency(pack: Pack, answers: Any, indicator: str) -> None:
    assert card_of(pack, answers)["indicator"] == indicator


def test_the_summary_says_what_to_do_and_how_soon(pack: Pack, words: Words) -> None:
    card = card_of(pack, calm(pack, signs=["numb"]))

    assert card["summary"] == "MAKE AN APPOINTMENT: within 2 weeks"
    assert card["detail"].endswith(words.result.not_a_diagnosis)


def test_while_nothing_can_be_said_the_card_says_so(pack: Pack, words: Words) -> None:
    card = card_of(pack, {"age": 40, "signs": ["numb"]})

    assert card["summary"] == "NOTHING CAN BE SAID YET: how soon is not known"
    assert pack.question("danger_now").text in card["detail"]
    assert card["detail"].endswith(words.result.no_result)


def test_a_summary_too_long_is_cut_short(pack: Pack) -> None:
    limits = {**pack.about.time_limits, "14": "within two weeks " * 20}
    about = msgspec.structs.replace(pack.about, time_limits=limits)

    numb = calm(pack, signs=["numb"])
    card = card_of(msgspec.structs.replace(pack, about=about), numb)

    assert len(card["summary"]) == 139
    assert card["summary"].endswith("...")


def test_what_the_content_says_is_never_markup(pack: Pack) -> None:
    texts = pack.about.urgency["self_care"]
    said = {
        **pack.about.urgency,
        "self_care": msgspec.structs.replace(texts, lead="*a* <b> [c](d)"),
    }
    about = msgspec.structs.replace(pack.about, urgency=said)

    card = card_of(msgspec.structs.replace(pack, about=about), calm(pack))

    assert card["detail"].startswith(r"\*a\* \<b\> \[c\](d)")
