"""The clinical content, typed: what the files in a pack may say.

Records are immutable. Text is ready to show: cleaned, with the country's numbers
filled in. `docs/content.md` shows each kind of file as an author writes it.
"""

# Annotations are types here, not text: msgspec would evaluate each at every start, for 5 ms.

import enum
from typing import Annotated, Literal

import msgspec

from nightcramp.pack.condition import Condition
from nightcramp.pack.contacts import Contact, Country, UrgencyText
from nightcramp.pack.medicines import Medicine, MedicineClass
from nightcramp.pack.record import Record
from nightcramp.pack.topics import Contradictions

Certainty = Literal["high", "moderate", "low", "very_low", "opinion"]
AdviceKind = Literal["during", "prevent", "talk", "safety_net"]
QuestionKind = Literal["single", "several", "number", "pick", "started"]
UrgencyName = Literal["incomplete", "self_care", "routine", "same_day", "emergency"]

UNSURE = "unsure"
NONE = "none"
OTHER = "other"
"""In a searchable list: something that the list does not hold."""


class Urgency(enum.IntEnum):
    """How soon to be seen; a higher one wins.

    `incomplete` is none of them: safety questions have no answer, and nothing may be said.
    It is below all others, so that no comparison takes it for one.
    """

    incomplete = -1
    self_care = 0
    routine = 1
    same_day = 2
    emergency = 3


USUAL_CONTACT = {"emergency": "ambulance", "same_day": "clinic_today"}
"""Urgency -> id of the contact of a rule that names none."""


class Option(Record, frozen=True, kw_only=True):
    """One answer that can be chosen.

    Attributes:
        value: what the option counts in a measure, in the measure's unit.
        exclusive: choosing it clears the others ("None of these").
        words: other names a person may type to find it, in a `pick` question.
        said: how it is read back in a result; the label where empty.
        again: the sign in other words, as a question with an example, for whoever was not
            sure of it.
    """

    id: str
    label: str
    said: str = ""
    again: str = ""
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
        clarifies: the list of signs that this one asks again in other words, after "Not
            sure" there; what is answered counts for that list. Made when the pack is read.
        minimum, maximum: the range of a `number`, in `unit`.
        said: what a number is called where it is read back ("Age").
        waits: asked only while someone waits for help, for those who will treat them.
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
    said: str = ""
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
    """A group of questions, in one file of the same name.

    Attributes:
        when: the whole section is left out where this does not hold.
        handover: the part of a handover's first lines in which its answers stand in brief.
    """

    id: str
    title: str
    handover: Literal["", "situation", "background"] = ""
    when: Condition | None = None


class Criterion(Record, frozen=True, kw_only=True):
    """One published criterion, or one of several reasons that count alike.

    Attributes:
        because: the sentence shown where it is met.
    """

    id: str
    when: Condition
    because: str = ""


class Measure(Record, frozen=True, kw_only=True):
    """A number derived from answers by a published instrument.

    Attributes:
        kind: `sum` or `product` of what the questions in `of` count, or the `count`
            of `criteria` met.
        may_lack: questions in `of` that some people are not asked; unasked, one can be
            anything it offers.
        zero_when: the measure is 0 where this holds (a person who never drinks).
        unit: what the number counts.
        instrument: name and origin of the instrument, for clinicians; empty for a count
            of reasons that only serves rules, and is shown to nobody.
    """

    id: str
    title: str
    kind: Literal["sum", "product", "count"]
    unit: str = ""
    instrument: str = ""
    of: tuple[str, ...] = ()
    may_lack: tuple[str, ...] = ()
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
        forbids: topics it warns against; no line on the same page may recommend one.
        sign: where it says what to come back for, the answers of who has that already.
        within_days: in how many days the sign is to be seen; 0 is now, 1 today.
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
    sign: Condition | None = None
    within_days: int = 1


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
        contact: id of whom to go to where it is for today; empty for the usual one.
        say: what to tell the person.
    """

    id: str
    title: str
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

    What the person told is read back from the answers that make `when` hold.

    Attributes:
        means: what that can be, said plainly.
        do: what to do until then, a line each.
        suspects: the conditions meant, for clinicians.
        covers: flags that say less, and are not told as well where this one holds.
        within_days: for `routine`, the time limit in days; 0 takes the pack's usual one.
        contact: id of whom to go to where it is urgent; empty for the usual one.
        pursued: whether its questions are still asked once something else is for today.
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
    """Id of whom a rule sends to; empty where it is not urgent."""
    return rule.contact or USUAL_CONTACT.get(rule.urgency, "")


class Note(Record, frozen=True, kw_only=True):
    """What needs a check whatever the cramp is; it stands beside the urgency.

    Attributes:
        text: what these facts can do together.
        contact: id of whom to ask.
        within_days: how soon; 0 where the contact says it ("at your next visit").
        always: shown beside an urgent result as well.
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


class AskedAgain(Record, frozen=True, kw_only=True):
    """How a list of signs is asked again, in other words, after "Not sure"."""

    text: str
    hint: str
    why: str
    sources: tuple[str, ...]


class About(Record, frozen=True, kw_only=True):
    """`pack.toml`: what the pack is, and who has reviewed it.

    Attributes:
        languages: code -> language; the first is the one the pack is written in.
        countries: code -> whom to call there.
        elsewhere: the same for a country that is not known, and for what one does not say.
        urgency: how a result that is not urgent is said; contacts say the others.
        reviewed_hash: hash of the content the reviewers signed; empty before that.
        time_limits: days -> how that limit is said ("within 2 weeks").
        routine_days: the usual limit of a `routine` result, in days.
        causes_when: causes are scored only where this holds.
        cramp_when: what the person feels is a cramp; where this does not hold, a mimic
            that fits comes before every cause.
        moderate, strong: points from which those words are used.
        again: how a list of signs is asked again after "Not sure".
        while_you_wait: ids of the questions offered after an urgent result.
        told_first: ids of the questions about the person, which those who treat them ask first.
        denials: ids of options that mean nothing without their question, as `none` does.
    """

    id: str
    version: str
    languages: dict[str, Language]
    intended_use: str
    reviewers: tuple[str, ...]
    reviewed_on: str
    reviewed_hash: str
    review_by: str
    countries: dict[str, Country]
    elsewhere: Country
    sections: tuple[Section, ...]
    urgency: dict[Literal["incomplete", "self_care", "routine"], UrgencyText]
    time_limits: dict[str, str]
    routine_days: int
    moderate: int
    strong: int
    causes_when: Condition
    cramp_when: Condition
    causes: tuple[str, ...]
    mimics: tuple[str, ...]
    again: AskedAgain
    while_you_wait: tuple[str, ...] = ()
    told_first: tuple[str, ...] = ()
    denials: tuple[str, ...] = ()


class Pack(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The clinical content as a whole: loaded once, never changed, the same only as itself.

    Attributes:
        country, language: codes of those it was loaded for; no country where it is not known.
        contacts: whom to go to; of several, the first leads a result.
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
    notes: tuple[Note, ...]
    contacts: tuple[Contact, ...]
    advice: tuple[Advice, ...]
    medicine_classes: tuple[MedicineClass, ...]
    medicines: tuple[Medicine, ...]
    sources: tuple[Source, ...]
    codes: tuple[Code, ...]
    contradictions: Contradictions

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

    def headline(self, urgency: str, contact: str) -> UrgencyText:
        """How an urgency is said, where it is urgent by whom to go to.

        Args:
            urgency: how soon, by its name.
            contact: id of the contact; looked at only where it is urgent.

        Raises:
            KeyError: no contact has this id, or it says nothing for this urgency.
        """
        for calm, text in self.about.urgency.items():
            if calm == urgency:
                return text
        for one in self.contacts:
            said = one.said(urgency) if one.id == contact else None
            if said is not None:
                return said
        raise KeyError(contact)

    def section_title(self, section_id: str) -> str:
        """What the section is called on screen."""
        return next(s.title for s in self.about.sections if s.id == section_id)
