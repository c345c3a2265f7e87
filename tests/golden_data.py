"""Writes `tests/golden/data/`: each format, for one person of each urgency.

One has too few answers for any.

They are made of the small pack, so that they stay small, and stay when the content changes.
Run it after a change that is meant: `python -m tests.golden_data`, and read the difference.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from nightcramp.exchange.formats import data_maker
from nightcramp.pack.model import Code, Urgency
from nightcramp.reports.plain import render_plain
from nightcramp.reports.result import build_result
from nightcramp.triage import assess, read_answers
from tests.pilot import small_pack

if TYPE_CHECKING:
    from nightcramp.pack import Pack

FOLDER = Path(__file__).parent / "golden" / "data"
FORMATS = {"text": "txt", "json": "json", "fhir": "json", "cds-card": "json"}
PEOPLE = {
    "incomplete": {"age": 70},
    "self_care": {"danger": ["none"], "age": 70, "sitting": "much", "medicines": ["furosemide"]},
    "routine": {"danger": ["none"], "age": "unsure", "feel": ["urge"]},
    "same_day": {"danger": ["unsure"], "age": 70},
    "emergency": {"danger": ["breath", "swollen"]},
}


def golden_pack() -> Pack:
    """The small pack with a few codes, under a hash that no change of words changes."""
    codes = (
        Code(item="restless_legs", system="SNOMED", code="32914008"),
        Code(item="sedentary", system="ICD-10-CM", code="Z72.3"),
    )
    return msgspec.structs.replace(small_pack(), hash="0" * 64, codes=codes)


def render(pack: Pack, form: str, urgency: str) -> bytes:
    """What is printed; without the questionnaire, which has a file of its own."""
    answers = read_answers(pack, PEOPLE[urgency])
    found = assess(pack, answers)
    assert found.urgency is Urgency[urgency]
    if form == "text":
        return render_plain(build_result(pack, found)).encode()
    made = data_maker(form, pack)(found)
    if form == "fhir":
        made = {**made, "entry": made["entry"][1:]}
    return _pretty(made)


def render_questionnaire(pack: Pack) -> bytes:
    """What every FHIR Bundle of this pack begins with."""
    from nightcramp.exchange.fhir.questionnaire import questionnaire

    return _pretty(questionnaire(pack))


def _pretty(made: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n"


def every() -> dict[str, bytes]:
    """File name -> content."""
    pack = golden_pack()
    made = {
        f"{form}-{urgency}.{ending}": render(pack, form, urgency)
        for form, ending in FORMATS.items()
        for urgency in PEOPLE
    }
    return {**made, "fhir-questionnaire.json": render_questionnaire(pack)}


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in every().items():
        (FOLDER / name).write_bytes(content)
