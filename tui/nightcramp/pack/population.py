"""A described population: how often people give which answer, for load, diffs and teaching.

It is no survey. Answers are independent of each other but for what `when` says.
"""

# Annotations are evaluated here, as in `model`.

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import msgspec

from nightcramp.errors import PackError, nearest
from nightcramp.pack.condition import Condition
from nightcramp.pack.decode import convert
from nightcramp.pack.document import Document
from nightcramp.pack.folder import PackFolder
from nightcramp.pack.load import content_folder, read_document
from nightcramp.pack.model import Pack, Question
from nightcramp.pack.record import Record
from nightcramp.pack.references import unknown_names
from nightcramp.pack.toml_lines import Path

if TYPE_CHECKING:
    from nightcramp.pack.folder import AnyFolder

FILE = "population.toml"

Part = Annotated[float, msgspec.Meta(ge=0, le=1)]
"""A share of people, from 0 to 1."""

_ROUNDING = 0.005


class Band(Record, frozen=True, kw_only=True):
    """Numbers that a share of people give, each as often as the others.

    Attributes:
        least, most: the first and the last of them.
    """

    least: int
    most: int
    share: Part


class Shares(Record, frozen=True, kw_only=True):
    """How often those who are asked a question give which answer.

    Attributes:
        question: its id.
        when: for whom this holds; it may look at earlier questions only. Of several tables for
            a question, the first that holds counts.
        options: option or medicine id -> share.
        classes: medicine class -> share of those who take one of its medicines.
        numbers: of a `number`; together they are everyone.
        other: share of each option of a list that is not named; left out, that of `[default]`.
        sources: where the figures are from; `judgement` for an estimate of the authors.
        basis: what was read off them, or assumed.
    """

    question: str
    when: Condition | None = None
    options: dict[str, Part] = msgspec.field(default_factory=dict)
    classes: dict[str, Part] = msgspec.field(default_factory=dict)
    numbers: tuple[Band, ...] = ()
    other: Part | None = None
    sources: tuple[str, ...]
    basis: str = ""

    def __post_init__(self) -> None:
        """Check that the numbers are everyone's."""
        everyone = sum(band.share for band in self.numbers)
        if self.numbers and abs(everyone - 1) > _ROUNDING:
            raise ValueError(f"the shares of the numbers come to {everyone:.3g}, not to 1")


class Default(Record, frozen=True, kw_only=True):
    """Shares of what no table names.

    Attributes:
        sign: of each danger sign.
        again: of each danger sign that is asked again, after "Not sure".
        option: of each option of another list.
        unsure: of "Not sure".
    """

    sign: Part
    again: Part
    option: Part
    unsure: Part


class Population(Record, frozen=True, kw_only=True):
    """`population.toml`.

    Attributes:
        about: one sentence: who is described, and what it is not.
    """

    about: str
    default: Default
    shares: tuple[Shares, ...]


def load_population(pack: Pack, folder: "AnyFolder | None" = None) -> Population | None:
    """The population of a pack; None where it has none.

    Args:
        pack: as read from that folder.
        folder: the pack's; by default that of the pack that comes with the program.

    Raises:
        PackError: the file cannot be read, or says what cannot be.
    """
    files = PackFolder.of(folder if folder is not None else content_folder())
    if not files.has(FILE):
        return None
    document = read_document(files, FILE)
    population = convert(document, Population)
    for path, rule, problem in wrong_in_population(pack, population, document):
        raise PackError(FILE, document.line(path), problem, rule)
    return population


def wrong_in_population(
    pack: Pack, population: Population, document: Document
) -> Iterator[tuple[Path, str, str]]:
    """What is wrong in the file: path, rule of the check, and problem."""
    for _, path, problem in unknown_names(pack, [document]):
        yield path, "unknown-id", problem
    questions = {question.id: question for question in pack.questions}
    for index, shares in enumerate(population.shares):
        place: Path = ("shares", index)
        question = questions.get(shares.question)
        if question is None:
            near = nearest(shares.question, questions)
            problem = f"'{shares.question}' is no question.{near}"
            yield (*place, "question"), "unknown-id", problem
            continue
        if not shares.sources:
            problem = "no source; name one, or 'judgement' for an estimate."
            yield (*place, "sources"), "no-source", problem
        for path, rule, problem in _wrong(pack, question, shares):
            yield (*place, *path), rule, problem


def _wrong(pack: Pack, question: Question, shares: Shares) -> Iterator[tuple[Path, str, str]]:
    """What is wrong in one table."""
    names = [one.id for one in pack.questions]
    later = names[names.index(question.id) :]
    for name in sorted(shares.when.keys() if shares.when else ()):
        if name in later:
            problem = f"'{name}' is not asked before '{question.id}'; use an earlier question."
            yield ("when",), "looks-ahead", problem
    offered = {option.id for option in question.options}
    classes = set[str]()
    if question.offers_medicines:
        offered |= {medicine.id for medicine in pack.medicines}
        classes = {one.id for one in pack.medicine_classes}
    named = (("options", shares.options, offered), ("classes", shares.classes, classes))
    for key, given, known in named:
        for name in given:
            if name not in known:
                problem = f"'{question.id}' has no answer '{name}'.{nearest(name, known)}"
                yield (key, name), "unknown-id", problem
    together = sum(shares.options.values())
    if question.kind == "single" and together > 1 + _ROUNDING:
        problem = f"the shares come to {together:.3g}; one answer each cannot be more than 1."
        yield ("options",), "wrong-share", problem
    for number, band in enumerate(shares.numbers):
        if not question.minimum <= band.least <= band.most <= question.maximum:
            problem = (
                f"'{question.id}' takes whole numbers from {question.minimum} to "
                f"{question.maximum}, the least first."
            )
            yield ("numbers", number), "wrong-share", problem
