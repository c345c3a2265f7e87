"""Made-up people: they answer whole interviews, as often as the described population says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from msgspec.structs import replace

from nightcramp.errors import PackError
from nightcramp.pack import load_pack
from nightcramp.pack.population import Default, Population, Shares, load_population
from nightcramp.triage import Interview, assess
from nightcramp.triage.population import Person, Sampler, people
from tests.content import PACK
from tests.edited_packs import CONTENT, lean_copy, plant

_DESCRIBED = load_population(PACK)
assert _DESCRIBED is not None
POPULATION: Population = _DESCRIBED
NUMBER = 600
PEOPLE = list(people(PACK, POPULATION, NUMBER, seed=7))


def _share(question: str, option: str) -> float:
    """The share of those asked a question who chose an option."""
    asked = [answers[question] for answers in PEOPLE if question in answers]
    chosen = [v for v in asked if v == option or (isinstance(v, tuple) and option in v)]
    return len(chosen) / len(asked)


def _close(share: float, described: float, number: int = NUMBER) -> bool:
    """Whether a share of so many people is within four standard errors."""
    return bool(abs(share - described) < 4 * (described * (1 - described) / number) ** 0.5)


def test_every_interview_is_whole_and_nothing_in_it_goes_unused() -> None:
    for answers in PEOPLE:
        found = assess(PACK, answers)

        assert Interview.begin(PACK, answers).finished
        assert not found.missing
        assert not found.dropped


def test_the_same_seed_gives_the_same_people_and_another_one_others() -> None:
    assert list(people(PACK, POPULATION, 5, seed=7)) == PEOPLE[:5]
    assert list(people(PACK, POPULATION, 5, seed=8)) != PEOPLE[:5]


@pytest.mark.parametrize(
    ("question", "option", "described"),
    [
        ("where", "calf", 0.8),
        ("where", "foot", 0.3),
        ("feel", "knot", 0.8),
        ("alcohol_often", "never", 0.34),
        ("sitting", "4_to_7", 0.5),
        ("load", "slouch", 0.25),
    ],
)
def test_an_answer_is_as_common_as_it_is_described(
    question: str, option: str, described: float
) -> None:
    assert _close(_share(question, option), described)


def test_a_number_is_as_common_as_its_band() -> None:
    old = sum(isinstance(a["age"], int) and a["age"] >= 60 for a in PEOPLE)

    assert _close(old / NUMBER, 0.5)


def test_what_holds_for_some_is_drawn_for_these_alone() -> None:
    ages = {True: Counter[bool](), False: Counter[bool]()}
    for answers in PEOPLE:
        age, conditions = answers["age"], answers.get("conditions")
        if isinstance(age, int) and isinstance(conditions, tuple):
            ages[age >= 65]["pressure" in conditions] += 1

    old, young = (ages[key][True] / ages[key].total() for key in (True, False))
    assert _close(old, 0.6, ages[True].total())
    assert young < 0.35


def test_a_class_of_medicines_gives_one_of_its_medicines() -> None:
    one = Shares(question="medicines", classes={"statin": 1}, sources=("judgement",))
    taken = Counter(
        name
        for answers in people(PACK, replace(POPULATION, shares=(*_without("medicines"), one)), 150)
        if isinstance(picked := answers.get("medicines"), tuple)
        for name in picked
    )

    statins = {m.id for m in PACK.medicines if "statin" in m.classes}
    assert set(taken) <= statins | {"other", "unsure"}
    assert len(taken) > 3
    assert taken.most_common(1)[0][0] == "atorvastatin"


def test_what_no_table_names_has_the_share_of_the_default() -> None:
    sure = Default(sign=0, again=0, option=0, unsure=0)
    nobody = Population(about="", default=sure, shares=())

    for answers in people(PACK, nobody, 30):
        lists = {name: value for name, value in answers.items() if isinstance(value, tuple)}
        assert {v for n, v in lists.items() if n not in ("feel", "where", "when_felt")} <= {
            ("none",)
        }


def _without(question: str) -> tuple[Shares, ...]:
    return tuple(one for one in POPULATION.shares if one.question != question)


def test_one_person_says_the_same_to_two_packs(tmp_path: Path) -> None:
    folder = lean_copy(tmp_path / "pack", "en")
    plant(folder, "questions/habits.toml", '    { id = "slouch"',
          '    { id = "squat", label = "I squat for hours" },\n    { id = "slouch"')  # fmt: skip
    other = load_pack(folder)
    here, there = Sampler(PACK, POPULATION), Sampler(other, POPULATION)
    new = 0

    for place in range(120):
        person = Person(3, place)
        first, second = here.interview(person), there.interview(person)
        new += "squat" in second.get("load", ())  # type: ignore[operator]
        for name, value in first.items():
            if name != "load":
                assert second.get(name, value) == value
            elif isinstance(said := second.get("load"), tuple):
                assert set(said) - {"squat", "none"} == set(value) - {"none"}  # type: ignore[arg-type]
    assert new > 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('question = "age"', 'question = "aged"', "'aged' is no question. Did you mean 'age'?"),
        ("calf = 0.8", "claf = 0.8", "'where' has no answer 'claf'. Did you mean 'calf'?"),
        ("statin = 0.17", "statins = 0.17", "'medicines' has no answer 'statins'."),
        ("calf = 0.8", "calf = 1.8", "Expected `float` <= 1.0"),
        ("{ one = 0.15, both = 0.8", "{ one = 0.55, both = 0.8", "the shares come to 1.4"),
        (
            "numbers = [",
            "numbers = [{ least = 0, most = 5, share = 0.3 },",
            "come to 1.3, not to 1",
        ),
        ("least = 80, most = 98", "least = 80, most = 198", "'age' takes whole numbers from 0"),
        ("when = { age = { under = 16 } }", "when = { where = 'calf' }", "is not asked before"),
        ("when = { age = { under = 16 } }", "when = { ages = 'calf' }", "'ages' is no question"),
        ('sources = ["judgement"]', "sources = []", "no source; name one"),
        ('sources = ["judgement"]', 'sources = ["nobody-1900"]', "is not in sources.toml"),
    ],
)
def test_what_cannot_be_is_a_sentence_with_its_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    folder = lean_copy(tmp_path / "pack", "en")
    line = plant(folder, "population.toml", old, new)

    with pytest.raises(PackError) as caught:
        load_population(PACK, folder)

    assert said.replace("`", "'") in str(caught.value)
    assert 0 <= line - caught.value.line <= 3  # a table, or a line of it
    assert caught.value.file == "population.toml"


def test_a_pack_need_not_describe_a_population() -> None:
    assert load_population(PACK, CONTENT / "es") is None


def test_the_example_of_the_content_guide_describes_a_population(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs/content.md").read_text(encoding="utf-8")
    example = guide.partition("### How common it is")[2].split("```toml\n")[1].split("```")[0]
    folder = lean_copy(tmp_path / "pack", "en")
    (folder / "population.toml").write_text(f'about = "Few."\n{example}', encoding="utf-8")

    population = load_population(PACK, folder)

    assert population is not None
    assert len(list(people(PACK, population, 3))) == 3
