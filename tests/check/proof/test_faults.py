"""Planted faults: each property is proved of a small pack, and refuted once it is broken."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from nightcramp.check.proof.everybody import Everybody
from nightcramp.check.proof.run import PROPERTIES
from nightcramp.check.proof.translations import differences
from nightcramp.pack import load_pack
from nightcramp.pack.condition import read_condition
from nightcramp.pack.load import content_folder
from nightcramp.triage import read_answers
from tests.edited_packs import plant

if TYPE_CHECKING:
    from nightcramp.pack import Pack

SMALL = Path(__file__).parents[2] / "packs" / "small"
FLAGS, PACK, SAFETY, HABITS = (
    "red_flags.toml",
    "pack.toml",
    "questions/red_flags.toml",
    "questions/habits.toml",
)
SWOLLEN = 'when = { danger = ["swollen", "unsure"] }'
BREATH = 'when = { danger = "breath" }'
BACK = 'when = { danger = "back" }'
STAND_UP = 'text = "Stand up and walk for a few minutes every hour."'
STRETCH = 'text = "Pull the toes up toward you."'
SITS = 'when = { sitting = "much" }'
SEEN_TODAY = 'title = "SEE A CLINICIAN TODAY"'

Edit = tuple[str, str, str]

FAULTS: list[tuple[str, str, list[Edit]]] = [
    *(
        ("more-signs", what, edits)
        for what, edits in {
            "a flag is excused by another sign": [
                (FLAGS, SWOLLEN, 'when = { danger = "swollen", not = { danger = "back" } }')
            ],
            "an emergency is excused by another sign": [
                (FLAGS, BREATH, 'when = { danger = "breath", not = { danger = "swollen" } }')
            ],
            "a sign hides what a flag looks at": [
                (HABITS, 'why = "Muscles', 'when = { not = { danger = "back" } }\nwhy = "Muscles'),
                (FLAGS, BREATH, 'when = { danger = "breath", not = { sitting = "not_asked" } }'),
            ],
        }.items()
    ),
    *(
        ("not-sure", what, edits)
        for what, edits in {
            "not sure is forgotten": [
                (FLAGS, SWOLLEN, 'when = { danger = "swollen" }'),
                (FLAGS, BACK, 'when = { danger = ["back", "none"] }'),
            ],
            "no is an emergency": [(FLAGS, BREATH, 'when = { danger = ["breath", "none"] }')],
            "not sure excuses": [
                (FLAGS, BACK, 'when = { medicines = "none", not = { medicines = "unsure" } }')
            ],
        }.items()
    ),
    *(
        ("reached", what, edits)
        for what, edits in {
            "a flag asks for what stands alone": [
                (FLAGS, BACK, 'when = { danger = "back", all = [{ danger = "none" }] }')
            ],
            "evidence for nobody's age": [
                ("causes/sedentary.toml", SITS, 'when = { sitting = "much", age = { over = 130 } }')
            ],
            "advice is forbidden to whom it is for": [
                ("causes/sedentary.toml", STAND_UP, f'{STAND_UP}\nunless = {{ sitting = "much" }}')
            ],
            "a flag looks at what is not asked after a stop": [
                (FLAGS, BACK, 'when = { danger = "breath", feel = "urge" }')
            ],
        }.items()
    ),
    *(
        ("pages", what, edits)
        for what, edits in {
            "one line forbids what another recommends": [
                ("advice.toml", STRETCH, f'{STRETCH}\nforbids = ["walk"]'),
                ("causes/sedentary.toml", STAND_UP, f'{STAND_UP}\nrecommends = ["walk"]'),
            ],
            "two lines recommend what excludes each other": [
                ("advice.toml", STRETCH, f'{STRETCH}\nrecommends = ["rest"]'),
                ("causes/sedentary.toml", STAND_UP, f'{STAND_UP}\nrecommends = ["walk"]'),
                (
                    "contradictions.toml",
                    "# Nothing",
                    '[[exclusive]]\ntopics = ["rest", "walk"]\nreason = "both"\n# Nothing',
                ),
            ],
            "a flag forbids what its title recommends": [
                ("contacts.toml", SEEN_TODAY, f'{SEEN_TODAY}\nrecommends = ["massage"]'),
                (FLAGS, SWOLLEN, f'{SWOLLEN}\nforbids = ["massage"]'),
            ],
        }.items()
    ),
    *(
        ("safety-first", what, edits)
        for what, edits in {
            "the danger signs are asked while waiting": [
                (SAFETY, 'id = "danger"', 'id = "danger"\nwaits = true')
            ],
            "the age is asked while waiting": [(SAFETY, 'id = "age"', 'id = "age"\nwaits = true')],
            "the danger signs are left out for most": [
                (PACK, 'title = "Safety first"', 'title = "S"\nwhen = { feel = "unsure" }')
            ],
        }.items()
    ),
    *(
        ("bounds", what, edits)
        for what, edits in {
            "no bound is written": [(PACK, "most_questions = 6", "")],
            "an emergency rests on a second question": [
                (FLAGS, BREATH, 'when = { danger = "breath", age = { over = 10 } }')
            ],
            "the bound is too low": [(PACK, "most_questions = 6", "most_questions = 5")],
        }.items()
    ),
    *(
        ("translations", what, edits)
        for what, edits in {
            "a flag for one country": [(FLAGS, BACK, 'when = { danger = "back", country = "GB" }')],
            "a question for one country": [
                (HABITS, 'why = "Muscles', 'when = { country = "US" }\nwhy = "Muscles')
            ],
            "advice for one country": [
                ("advice.toml", STRETCH, f'{STRETCH}\nwhen = {{ country = "US" }}')
            ],
        }.items()
    ),
    *(
        ("danger-pairs", what, edits)
        for what, edits in {
            "a flag spares the young": [
                (FLAGS, SWOLLEN, 'when = { danger = "swollen", age = { over = 40 } }')
            ],
            "a flag forgets a sign": [(FLAGS, SWOLLEN, 'when = { danger = "unsure" }')],
            "the pair asks for more": [("danger_pairs.toml", '"same_day"', '"emergency"')],
            "nobody has the pair": [
                ("danger_pairs.toml", "answers", 'when = { danger = "not_asked" }\nanswers')
            ],
        }.items()
    ),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small pack of which every property holds."""
    target = tmp_path / "small"
    shutil.copytree(SMALL, target)
    shutil.copy(Path(str(content_folder())) / "words.toml", target)
    (target / "vignettes").mkdir()
    plant(
        target, PACK, "moderate = 2", "most_questions = 6\nmost_before_emergency = 1\nmoderate = 2"
    )
    (target / "danger_pairs.toml").write_text(
        'well = {}\n[[pair]]\nid = "P1"\nfacts = "Clot"\nverdict = "kept"\nleast = "same_day"\n'
        'answers = { danger = ["swollen"] }\n',
        encoding="utf-8",
    )
    return target


def _proved(pack: Pack, folder: Path, name: str) -> object:
    verdict = PROPERTIES[name](Everybody(pack, folder))
    for refutation in verdict.refutations:
        read_answers(pack, refutation.patient)
    return verdict.result


@pytest.mark.parametrize("name", PROPERTIES)
def test_a_sound_pack_is_proved(folder: Path, name: str) -> None:
    assert _proved(load_pack(folder), folder, name) == "proved"


@pytest.mark.parametrize(
    ("name", "edits"), [(n, e) for n, _, e in FAULTS], ids=[what for _, what, _ in FAULTS]
)
def test_a_planted_fault_is_refuted(folder: Path, name: str, edits: list[Edit]) -> None:
    for edit in edits:
        plant(folder, *edit)

    assert _proved(load_pack(folder), folder, name) == "refuted"


@pytest.mark.parametrize(
    "when",
    [
        {"causes": "sedentary", "feel": "urge"},
        {"causes": "medication", "sitting": "much"},
        {"not": {"causes": "sedentary"}, "feel": "urge"},
    ],
    ids=str,
)
def test_a_flag_that_looks_at_causes_lets_points_change_the_urgency(
    folder: Path, when: dict[str, object]
) -> None:
    pack = load_pack(folder)
    flag = replace(pack.red_flags[0], id="planted", when=read_condition(when))
    pack = replace(pack, red_flags=(*pack.red_flags, flag))

    assert _proved(pack, folder, "points") == "refuted"


@pytest.mark.parametrize("what", ["option", "points", "order"])
def test_a_variant_that_changes_more_than_sentences_shows(folder: Path, what: str) -> None:
    pack = load_pack(folder)
    first, *others = pack.questions
    cause = pack.causes[0]
    changed = {
        "option": replace(
            pack,
            questions=(
                replace(first, options=(replace(first.options[0], id="x"), *first.options[1:])),
                *others,
            ),
        ),
        "points": replace(
            pack,
            causes=(
                replace(cause, evidence=(replace(cause.evidence[0], points=1),)),
                *pack.causes[1:],
            ),
        ),
        "order": replace(pack, questions=(*others, first)),
    }[what]

    assert list(differences(pack, changed))
    assert not list(differences(pack, pack))
