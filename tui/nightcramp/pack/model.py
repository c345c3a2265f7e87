"""The clinical content, typed.

Text in these records is ready to show: cleaned, with the country's words filled in.
`docs/content.md` shows each kind of file as an author writes it.
"""

# No `from __future__ import annotations`: msgspec would evaluate the strings, for 5 ms a start.

import enum
from collections.abc import Collection, Mapping
from typing import Annotated, Literal

import msgspec

from nightcramp.pack.condition import Condition
from nightcramp.pack.contacts import Contact, Country, UrgencyText
from nightcramp.pack.medicines import Medicine, MedicineClass
from nightcramp.pack.pictures import Picture
from nightcramp.pack.record import Record
from nightcramp.pack.sign_off import Signed
from nightcramp.pack.topics import Contradictions
from nightcramp.pack.words import Words

Certainty = Literal["high", "moderate", "low", "very_low", "opinion"]
AdviceKind = Literal["unclear", "during", "prevent", "talk", "safety_net"]
QuestionKind = Literal["single", "several", "number", "pick", "started"]
UrgencyName = Literal["incomplete", "self_care", "routine", "same_day", "emergency"]

RED_FLAGS = "red_flags"
"""Id of the first section, which everyone is asked, whatever rests on it."""
SELF_CARE_DAYS = 42
"""Stands in `[time_limits]` for self-care, which names no day."""
UNSURE = "unsure"
NONE = "none"
OTHER = "other"
"""In a searchable list: something that is not on it."""


class Urgency(enum.IntEnum):
    """How soon to be seen; the highest wins.

    `incomplete` is not an urgency: safety questions have no answer, and none may be given.
    It is the lowest, so that no comparison mistakes it for one.
    """

    incomplete = -1
    self_care = 0
    routine = 1
    same_day = 2
    emergency = 3


USUAL_CONTACT = {"emergency": "ambulance", "same_day": "clinic_today"}
"""Urgency -> id of the contact for rules that name none."""


class Option(Record, frozen=True, kw_only=True, cache_hash=True):
    """One answer that can be chosen.

    Attributes:
        value: its value in a measure, in the measure's unit.
        exclusive: choosing it clears the others ("None of these").
        words: other names that find it in a `pick` question; each may be several, with commas.
        groups: names of groups that find it, after all that have such a name of their own; of
            a medicine, its classes.
        said: how it is read back in a result; if empty, the label.
        clinical: what a clinician would write; if empty, `said`.
        again: the sign in other words, as a question with an example, for those who were not
            sure.
        watch: whether a danger sign is named on the result as one to come back for.
        watch_when: for whom it is; for all, where it is left out.
    """

    id: str
    label: str
    said: str = ""
    clinical: str = ""
    again: str = ""
    value: float | None = None
    exclusive: bool = False
    watch: bool = True
    watch_when: Condition | None = None
    words: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


class Question(Record, frozen=True, kw_only=True):
    """What is asked.

    Attributes:
        kind: `single` choice, `several` choices, whole `number`, `pick` from a
            searchable list, or `started` (which of the medicines picked are new).
        why: the explanation behind "why we ask".
        when: asked only if this holds; it may refer to earlier questions only.
        clarifies: id of the list of signs that this question repeats in other words after
            "Not sure"; its answers count for that list. Made when the pack is loaded.
        minimum, maximum: the range of a `number`, in `unit`.
        said: name of a number when it is read back ("Age").
        clinical: what it is about, in a clinician's words; if empty, `said`.
        pertinent: whether what the person does not have of it is worth a clinician's time.
        waits: asked only while the person waits for help, for those who will treat them.
        section: id, from the file's name.
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
    said: str = ""
    clinical: str = ""
    pertinent: bool = False
    waits: bool = False
    section: str = ""
    sources: tuple[str, ...] = ()

    def option(self, option_id: str) -> Option | None:
        """The option with this id, or None."""
        return next((option for option in self.options if option.id == option_id), None)

    @property
    def offers_medicines(self) -> bool:
        """Whether it offers the pack's medicines (`pick`), or those picked (`started`)."""
        has_own = any(option.id not in (NONE, OTHER, UNSURE) for option in self.options)
        return self.kind in ("pick", "started") and not has_own


class Section(Record, frozen=True, kw_only=True):
    """A group of questions, in a file of the same name.

    Attributes:
        when: the section is skipped unless this holds.
        handover: the part of a handover's first page in which its answers stand.
    """

    id: str
    title: str
    handover: Literal["", "situation", "background", "habits"] = ""
    when: Condition | None = None


class Criterion(Record, frozen=True, kw_only=True):
    """One published criterion, or one of several reasons that count the same.

    Attributes:
        because: the sentence shown if it is met.
    """

    id: str
    when: Condition
    because: str = ""


class Measure(Record, frozen=True, kw_only=True):
    """A number derived from answers by a published instrument.

    Attributes:
        kind: `sum` or `product` of the values of the questions in `of`, or the `count` of
            `criteria` met.
        may_lack: questions in `of` that some people are not asked; unasked, any of their
            values is possible.
        zero_when: the measure is 0 if this holds (a person who never drinks).
        unit: what the number counts.
        instrument: name and origin of the instrument, for clinicians; empty for a count that
            only rules use.
        clinical: of a count, the risk that it stands for, in a clinician's words; the answers
            behind it are named with it. Empty for what is no risk.
    """

    id: str
    title: str
    kind: Literal["sum", "product", "count"]
    unit: str = ""
    instrument: str = ""
    clinical: str = ""
    of: tuple[str, ...] = ()
    may_lack: tuple[str, ...] = ()
    zero_when: Condition | None = None
    criteria: tuple[Criterion, ...] = ()
    sources: tuple[str, ...] = ()


class Evidence(Record, frozen=True, kw_only=True):
    """One rule for (points above 0) or against a cause.

    Attributes:
        points: -3 to 3. They rank causes; they are not probabilities.
        because: the reason, said to the person ("You sit ...").
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
        when: given only if this holds.
        unless: what forbids it.
        recommends: topics that it encourages (`magnesium`, `massage`).
        forbids: topics that it warns against; no line on the same page may recommend one.
        today: for a reason to come back: whether it is one for today.
    """

    id: str
    text: str
    certainty: Certainty
    sources: tuple[str, ...]
    kind: AdviceKind = "prevent"
    when: Condition | None = None
    unless: Condition | None = None
    recommends: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    today: bool = False


class LabTest(Record, frozen=True, kw_only=True):
    """A test worth discussing with a clinician.

    Attributes:
        clinical: what a clinician would order; if empty, the text.
    """

    id: str
    text: str
    clinical: str = ""
    sources: tuple[str, ...]
    when: Condition | None = None


class Cause(Record, frozen=True, kw_only=True):
    """Why legs or feet may cramp at night.

    Attributes:
        group: id of the cause of which this one is a kind ("a medical condition"); may be empty.
        clinical: what a clinician would write; if empty, the title.
        names_medicines: whether the title is followed by the medicines that speak for it.
        how: how it works, in a sentence or two.
        doubt: where the evidence is weak or contradictory; may be empty.
        cap: the most points that the cause can reach.
    """

    id: str
    group: str = ""
    names_medicines: bool = False
    title: str
    clinical: str = ""
    summary: str
    how: str
    doubt: str = ""
    cap: int = 6
    evidence: tuple[Evidence, ...]
    advice: tuple[Advice, ...] = ()
    tests: tuple[LabTest, ...] = ()


class CauseGroup(Record, frozen=True, kw_only=True):
    """Causes of one kind, each in a file of its own ("a medical condition")."""

    id: str
    title: str


class Mimic(Record, frozen=True, kw_only=True):
    """What can be mistaken for a night cramp.

    Attributes:
        clinical: what a clinician would write; if empty, the title.
        needed: how many criteria must be met; 0 means all.
        urgency, within_days: how soon to be seen if it fits.
        contact: id of the contact if it is for today; empty for the usual one.
        say: what to tell the person.
    """

    id: str
    title: str
    clinical: str = ""
    summary: str
    say: str
    criteria: tuple[Criterion, ...]
    needed: int = 0
    urgency: Literal["self_care", "routine", "same_day"] = "routine"
    within_days: int = 28
    contact: str = ""
    advice: tuple[Advice, ...] = ()
    tests: tuple[LabTest, ...] = ()
    sources: tuple[str, ...]


class RedFlag(Record, frozen=True, kw_only=True):
    """A combination of answers that sets a least urgency.

    The answers that make `when` hold are read back to the person.

    Attributes:
        means: what it can be, in plain words.
        do: what to do until then, one line each.
        suspects: the conditions suspected, for clinicians.
        covers: ids of less specific flags that are not shown if this one holds.
        within_days: for `routine`, the time limit in days; 0 for the pack's usual one.
        contact: id of the contact if urgent; empty for the usual one.
        pursued: whether its questions are still asked after a same-day result.
        recommends, forbids: topics that `means` and `do` encourage and warn against.
    """

    id: str
    urgency: Literal["emergency", "same_day", "routine"]
    means: str
    when: Condition
    sources: tuple[str, ...]
    do: tuple[str, ...] = ()
    suspects: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    certainty: Certainty = "opinion"
    within_days: int = 0
    contact: str = ""
    pursued: bool = True
    recommends: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()


def contact_of(rule: RedFlag | Mimic) -> str:
    """Id of the contact that a rule sends to; empty unless urgent."""
    return rule.contact or USUAL_CONTACT.get(rule.urgency, "")


class Note(Record, frozen=True, kw_only=True):
    """What needs a check whatever the cramp is; shown beside the urgency.

    Attributes:
        text: what these facts can do together.
        contact: id of the contact to ask.
        within_days: how soon; 0 if the contact says so ("at your next visit").
        always: whether it is shown beside an urgent result as well.
    """

    id: str
    when: Condition
    text: str
    contact: str
    within_days: int = 0
    always: bool = False
    sources: tuple[str, ...]


class Source(Record, frozen=True, kw_only=True):
    """Where a statement comes from.

    Attributes:
        checked: whether it was read for this pack, rather than cited from memory.
        secondary: whether it is a page about the study, not the study.
        retracted: whether it was retracted; nothing may cite it.
        described: whether its title is a description of ours, to be translated.
    """

    id: str
    title: str
    checked: bool = True
    secondary: bool = False
    retracted: bool = False
    described: bool = False


class Code(Record, frozen=True, kw_only=True):
    """A code of a public terminology for something that the pack names.

    Attributes:
        item: what it means, in words joined by underscores.
        ids: what it stands for: a cause, mimic, suspect, medicine class, question, measure,
            instrument (`measure_panel`) or option (`question/option`).
        subject: whether it codes the cramps that the whole pack is about.
        checked: looked up in a published guide.
    """

    item: str
    ids: tuple[str, ...] = ()
    subject: bool = False
    system: Literal["ICD-10", "ICD-10-CM", "SNOMED", "LOINC", "ATC"]
    code: str
    checked: bool = True


class Language(Record, frozen=True, kw_only=True):
    """A language of the pack.

    Attributes:
        name: its own name.
        known_words: long words that everyone knows; a reading grade counts them as short.
    """

    name: str
    known_words: tuple[str, ...] = ()


class AskedAgain(Record, frozen=True, kw_only=True):
    """How a list of signs is asked again, in other words, after "Not sure"."""

    text: str
    hint: str
    why: str
    sources: tuple[str, ...]


class About(Record, frozen=True, kw_only=True):
    """`pack.toml`: what the pack is.

    Attributes:
        languages: code -> language; the pack is written in the first.
        countries: code -> the country's words.
        elsewhere: words for an unknown country, and for those that a country leaves empty.
        urgency: texts of the results that are not urgent; contacts have the others.
        review_by: the day by which it is to be reviewed again, as "2027-11-01".
        time_limits: days -> wording of that limit ("within 2 weeks").
        routine_days: the usual limit of a `routine` result, in days.
        most_questions: the most that anyone is asked until the result; 0 where none is named.
        most_before_emergency: the most that are asked until an emergency among the danger
            signs is known, that one included; 0 where none is named.
        causes_when: causes are scored only if this holds.
        cramp_when: holds if what the person feels is a cramp; otherwise a mimic that fits
            comes before every cause.
        moderate, strong: points from which these words are used.
        again: how a list of signs is asked again after "Not sure".
        while_you_wait: ids of the questions offered after an urgent result, one group after
            the other.
        told_first: ids of the questions about the person, which those who treat them ask first.
        denials: ids of options that mean nothing without their question, as `none` does.
        pictures: names of the files in `pictures/`; none for a pack without pictures.
        first_picture: which of them the first screen shows; may be empty.
    """

    id: str
    version: str
    languages: dict[str, Language]
    intended_use: str
    review_by: Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    countries: dict[str, Country]
    elsewhere: Country
    sections: tuple[Section, ...]
    urgency: dict[Literal["incomplete", "self_care", "routine"], UrgencyText]
    time_limits: dict[str, str]
    routine_days: int
    most_questions: int = 0
    most_before_emergency: int = 0
    moderate: int
    strong: int
    causes_when: Condition
    cramp_when: Condition
    causes: tuple[str, ...]
    cause_groups: tuple[CauseGroup, ...] = ()
    mimics: tuple[str, ...]
    again: AskedAgain
    while_you_wait: tuple[tuple[str, ...], ...] = ()
    told_first: tuple[str, ...] = ()
    denials: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    first_picture: str = ""


class Pack(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The clinical content as a whole. Loaded once; two packs are equal only if identical.

    Attributes:
        country, language: codes for which it was loaded; country may be empty.
        contacts: in order of precedence in a result.
        words: the program's own, in the pack's language.
        suspects: id -> what a clinician reads for it.
        hash: `Hashes.content`, the same in every language.
        translation_hash: `Hashes.translation`; empty in the first language.
        signed: the sign-offs that hold, where they were checked.
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
    notes: tuple[Note, ...]
    contacts: tuple[Contact, ...]
    advice: tuple[Advice, ...]
    medicine_classes: tuple[MedicineClass, ...]
    medicines: tuple[Medicine, ...]
    sources: tuple[Source, ...]
    codes: tuple[Code, ...]
    contradictions: Contradictions
    words: Words
    pictures: tuple[Picture, ...] = ()
    suspects: Mapping[str, str]
    signed: Signed = Signed()

    @property
    def reviewed(self) -> bool:
        """Whether exactly this content was signed off, in this language."""
        return bool(self.signed.by)

    @property
    def all_advice(self) -> tuple[Advice, ...]:
        """Every line of advice: for all, then of each cause and each mimic."""
        of_causes = (line for cause in self.causes for line in cause.advice)
        of_mimics = (line for mimic in self.mimics for line in mimic.advice)
        return (*self.advice, *of_causes, *of_mimics)

    def question(self, question_id: str) -> Question:
        """The question with this id.

        Raises:
            KeyError: no question has it.
        """
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    def picture_for(self, question_id: str) -> Picture | None:
        """The picture whose parts stand for the options of this question."""
        pictures = (picture for picture in self.pictures if picture.question == question_id)
        return next(pictures, None) if question_id else None

    def pictures_of(self, advice: Collection[str]) -> tuple[Picture, ...]:
        """The pictures of what these lines of advice say, by their ids."""
        return tuple(one for one in self.pictures if not set(one.advice).isdisjoint(advice))

    def headline(self, urgency: str, contact: str) -> UrgencyText:
        """The text of a result.

        Args:
            urgency: name of the urgency.
            contact: id of the contact; only used for an urgent result.

        Raises:
            KeyError: no contact has this id, or it has no text for this urgency.
        """
        for calm, text in self.about.urgency.items():
            if calm == urgency:
                return text
        for one in self.contacts:
            if one.id == contact and (urgent := one.text_for(urgency)):
                return urgent
        raise KeyError(contact)

    def suspect(self, suspect_id: str) -> str:
        """What a clinician reads for a suspect."""
        return self.suspects[suspect_id]

    def section_title(self, section_id: str) -> str:
        """The title of a section."""
        return next(s.title for s in self.about.sections if s.id == section_id)
