"""The clinical content, typed: what the files in a pack may say.

Records are immutable. Text is ready to show: cleaned, with the country's numbers
filled in. `docs/content.md` shows each kind of file as an author writes it.
"""

# Annotations are types here, not text: msgspec would evaluate each at every start, for 5 ms.

import enum
from typing import Annotated, Literal

import msgspec

from nightcramp.pack.condition import Condition

Certainty = Literal["high", "moderate", "low", "very_low", "opinion"]
AdviceKind = Literal["during", "prevent", "talk", "safety_net"]
QuestionKind = Literal["single", "several", "number", "pick", "started"]

UNSURE = "unsure"
NONE = "none"
OTHER = "other"
"""In a searchable list: something that the list does not hold."""


class Urgency(enum.IntEnum):
    """How soon to be seen; a higher one wins."""

    self_care = 0
    routine = 1
    same_day = 2
    emergency = 3


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What every record in the pack is: immutable, and closed to unknown keys."""


class Option(Record, frozen=True, kw_only=True):
    """One answer that can be chosen.

    Attributes:
        value: what the option counts in a measure, in the measure's unit.
        exclusive: choosing it clears the others ("None of these").
        words: other names a person may type to find it, in a `pick` question.
    """

    id: str
    label: str
    value: float | None = None
    exclusive: bool = False
    words: tuple[str, ...] = ()


class Question(Record, frozen=True, kw_only=True):
    """What is asked.

    Attributes:
        kind: `single` choice, `several` choices, whole `number`, `pick` from a
            searchable list, or `started` (which of the medicines picked are new).
        why: the two sentences behind "why we ask".
        when: asked only where this holds; it may look at earlier questions only.
        clarifies: a `several` question answered "Not sure", asked again item by item;
            the options are that question's and the answer takes its place.
        minimum, maximum: the range of a `number`, in `unit`.
        section: filled in from the file's name.
    """

    id: str
    kind: QuestionKind
    text: str
    why: str
    hint: str = ""
    options: tuple[Option, ...] = ()
    when: Condition | None = None
    clarifies: str = ""
    minimum: int = 0
    maximum: int = 0
    unit: str = ""
    section: str = ""
    sources: tuple[str, ...] = ()

    def option(self, option_id: str) -> Option | None:
        """The option with this id, or None."""
        return next((option for option in self.options if option.id == option_id), None)

    @property
    def has_items(self) -> bool:
        """Whether it offers anything of its own beside none, another and not sure."""
        return any(option.id not in (NONE, OTHER, UNSURE) for option in self.options)


class Section(Record, frozen=True, kw_only=True):
    """A group of questions, in one file of the same name.

    Attributes:
        when: the whole section is left out where this does not hold.
    """

    id: str
    title: str
    when: Condition | None = None


class Criterion(Record, frozen=True, kw_only=True):
    """One published criterion.

    Attributes:
        because: the sentence shown where it is met.
    """

    id: str
    because: str
    when: Condition


class Measure(Record, frozen=True, kw_only=True):
    """A number derived from answers by a published instrument.

    Attributes:
        kind: `sum` or `product` of what the questions in `of` count, or the `count`
            of `criteria` met.
        zero_when: the measure is 0 where this holds (a person who never drinks).
        unit: what the number counts.
        instrument: name and origin of the instrument, for clinicians.
    """

    id: str
    title: str
    kind: Literal["sum", "product", "count"]
    unit: str
    instrument: str
    of: tuple[str, ...] = ()
    zero_when: Condition | None = None
    criteria: tuple[Criterion, ...] = ()
    sources: tuple[str, ...] = ()


class Evidence(Record, frozen=True, kw_only=True):
    """One rule that speaks for (points above 0) or against a cause.

    Attributes:
        points: -3 to 3. They rank causes; they are not probabilities.
        because: the sentence that says why, to the person ("You sit ...").
    """

    id: str
    points: Annotated[int, msgspec.Meta(ge=-3, le=3)]
    because: str
    when: Condition
    certainty: Certainty
    sources: tuple[str, ...]


class Advice(Record, frozen=True, kw_only=True):
    """One thing to do.

    Attributes:
        when: given only where this holds.
        unless: what forbids it.
        recommends: topics it encourages (`magnesium`, `massage`), so that a patient
            it must not reach can be named in a test.
    """

    id: str
    text: str
    certainty: Certainty
    sources: tuple[str, ...]
    kind: AdviceKind = "prevent"
    when: Condition | None = None
    unless: Condition | None = None
    recommends: tuple[str, ...] = ()


class LabTest(Record, frozen=True, kw_only=True):
    """Something a clinician may check, worth talking about."""

    id: str
    text: str
    sources: tuple[str, ...]
    when: Condition | None = None


class Cause(Record, frozen=True, kw_only=True):
    """Why legs or feet may cramp at night.

    Attributes:
        how: how it works, in a sentence or two.
        doubt: where the evidence is weak or disagrees, said plainly; may be empty.
        cap: the most points the cause can reach.
    """

    id: str
    title: str
    summary: str
    how: str
    doubt: str = ""
    cap: int = 6
    evidence: tuple[Evidence, ...]
    advice: tuple[Advice, ...] = ()
    tests: tuple[LabTest, ...] = ()


class Mimic(Record, frozen=True, kw_only=True):
    """What can be mistaken for a night cramp.

    Attributes:
        needed: how many criteria must be met; 0 means all of them.
        urgency, within_days: how soon it wants to be seen where it fits.
        say: what to tell the person.
    """

    id: str
    title: str
    summary: str
    say: str
    criteria: tuple[Criterion, ...]
    needed: int = 0
    urgency: Literal["routine", "same_day"] = "routine"
    within_days: int = 28
    advice: tuple[Advice, ...] = ()
    tests: tuple[LabTest, ...] = ()
    sources: tuple[str, ...]


class RedFlag(Record, frozen=True, kw_only=True):
    """A combination of answers that sets a least urgency.

    Attributes:
        because: what the person told us ("One leg is newly swollen.").
        means: what that can be, said plainly.
        do: what to do until then, a line each.
        suspects: the conditions meant, for clinicians.
        covers: flags that say less, and are not told as well where this one holds.
        within_days: for `routine`, the time limit in days; 0 takes the pack's usual one.
    """

    id: str
    urgency: Literal["emergency", "same_day", "routine"]
    because: str
    means: str
    when: Condition
    sources: tuple[str, ...]
    do: tuple[str, ...] = ()
    suspects: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    certainty: Certainty = "opinion"
    within_days: int = 0


class MedicineClass(Record, frozen=True, kw_only=True):
    """Medicines that act alike here.

    Attributes:
        name: the everyday name ("water tablet").
        note: what it can do with cramps; shown beside it.
        ask_start: whether it matters when it was started.
        medicines: generic name -> brand names.
    """

    id: str
    name: str
    note: str
    sources: tuple[str, ...]
    ask_start: bool = False
    medicines: dict[str, tuple[str, ...]]


class Medicine(Record, frozen=True, kw_only=True):
    """One medicine to pick; `id` is its generic name with underscores."""

    id: str
    name: str
    brands: tuple[str, ...]
    classes: tuple[str, ...]


class Source(Record, frozen=True, kw_only=True):
    """Where a statement comes from.

    Attributes:
        checked: read for this pack; otherwise from general knowledge.
        secondary: a page about the study, not the study.
        retracted: not to be relied on.
        described: its title is a description in our words, and is translated.
    """

    id: str
    title: str
    checked: bool = True
    secondary: bool = False
    retracted: bool = False
    described: bool = False


class Code(Record, frozen=True, kw_only=True):
    """A code of a public terminology for an item of the pack."""

    item: str
    system: Literal["ICD-10", "ICD-10-CM", "SNOMED", "LOINC", "ATC"]
    code: str
    checked: bool = True


class Country(Record, frozen=True, kw_only=True):
    """What differs by country: whom to call."""

    name: str
    emergency: str
    advice_line: str


class Language(Record, frozen=True, kw_only=True):
    """A language the pack speaks; its sign-off covers the translated sentences.

    Attributes:
        name: what it is called in itself.
        known_words: words everyone meets, however long; a reading grade counts them
            as short.
        reviewed_hash: hash of the translation the reviewers signed; empty before that.
    """

    name: str
    known_words: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    reviewed_on: str = ""
    reviewed_hash: str = ""


class UrgencyText(Record, frozen=True, kw_only=True):
    """How an urgency is said.

    Attributes:
        title: the headline.
        lead: the sentence under it.
    """

    title: str
    lead: str


class About(Record, frozen=True, kw_only=True):
    """`pack.toml`: what the pack is, and who has reviewed it.

    Attributes:
        languages: code -> language; the first is the one the pack is written in.
        reviewed_hash: hash of the content the reviewers signed; empty before that.
        time_limits: days -> how that limit is said ("within 2 weeks").
        routine_days: the usual limit of a `routine` result, in days.
        causes_when: causes are scored only where this holds.
        cramp_when: what the person feels is a cramp; where this does not hold, a mimic
            that fits comes before every cause.
        moderate, strong: points from which those words are used.
    """

    id: str
    version: str
    languages: dict[str, Language]
    intended_use: str
    reviewers: tuple[str, ...]
    reviewed_on: str
    reviewed_hash: str
    review_by: str
    country: str
    countries: dict[str, Country]
    sections: tuple[Section, ...]
    urgency: dict[Literal["self_care", "routine", "same_day", "emergency"], UrgencyText]
    time_limits: dict[str, str]
    routine_days: int
    moderate: int
    strong: int
    causes_when: Condition
    cramp_when: Condition
    causes: tuple[str, ...]
    mimics: tuple[str, ...]


class Pack(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The clinical content as a whole: loaded once, never changed, the same only as itself.

    Attributes:
        country, language: codes of those it was loaded for.
        hash: SHA-256 of every content file, hexadecimal; the same in every language.
        translation_hash: that of the translated sentences; empty in the first language.
    """

    about: About
    country: str
    language: str
    hash: str
    translation_hash: str
    questions: tuple[Question, ...]
    measures: tuple[Measure, ...]
    causes: tuple[Cause, ...]
    mimics: tuple[Mimic, ...]
    red_flags: tuple[RedFlag, ...]
    advice: tuple[Advice, ...]
    medicine_classes: tuple[MedicineClass, ...]
    medicines: tuple[Medicine, ...]
    sources: tuple[Source, ...]
    codes: tuple[Code, ...]

    @property
    def reviewed(self) -> bool:
        """Whether the reviewers signed exactly this content, in this language."""
        signed = self.about.reviewed_hash
        translation = self.about.languages[self.language].reviewed_hash
        return bool(signed) and (signed, translation) == (self.hash, self.translation_hash)

    def question(self, question_id: str) -> Question:
        """The question with this id.

        Raises:
            KeyError: no question has it.
        """
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    def section_title(self, section_id: str) -> str:
        """What the section is called on screen."""
        return next(s.title for s in self.about.sections if s.id == section_id)
