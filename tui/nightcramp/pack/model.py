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


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What every record in the pack is: immutable, and closed to unknown keys."""


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


class Exclusive(Record, frozen=True, kw_only=True):
    """Topics of which one page recommends one at most.

    Attributes:
        reason: why, for authors; no patient reads it.
    """

    topics: tuple[str, ...]
    reason: str


class Order(Record, frozen=True, kw_only=True):
    """How a line that sends a person somewhere is known.

    Attributes:
        topic: what such a line must recommend.
        words: a sentence with one of these, and without a condition, is such an order.
    """

    topic: str
    words: tuple[str, ...]


class Contradictions(Record, frozen=True, kw_only=True):
    """`contradictions.toml`: which statements may not stand on one page.

    Attributes:
        topics: every topic a statement may recommend or forbid -> what it means, for
            authors; no patient reads it.
        conditional: words that make a sentence depend on something ("if").
    """

    topics: dict[str, str] = {}
    exclusive: tuple[Exclusive, ...] = ()
    order: tuple[Order, ...] = ()
    conditional: tuple[str, ...] = ()


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
    """What differs by country: whom to call and where to go, as words inside a sentence.

    Every key but `name` is a placeholder of that name in the content (`placeholders.py`).

    Attributes:
        emergency_number: after "call".
        emergency_number_in_full: the same where there is room to explain it; as
            `emergency_number` where it is empty.
        emergency_department: after "go to".
        maternity_unit, clinic, pharmacist, crisis_line: after "call".
        clinic_closed: what to do when the clinic is closed ("go to ...").

    The last six, where they are empty, are as in `About.elsewhere`.
    """

    name: str
    emergency_number: str
    emergency_number_in_full: str = ""
    emergency_department: str = ""
    maternity_unit: str = ""
    clinic: str = ""
    clinic_closed: str = ""
    pharmacist: str = ""
    crisis_line: str = ""


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


class UrgencyText(Record, frozen=True, kw_only=True):
    """How an urgency is said.

    Attributes:
        title: the headline.
        lead: the sentences under it, which say what to do.
        limit: how soon, where no number of days says it.
        recommends: topics that both encourage, such as whom to call.
    """

    title: str
    lead: str
    limit: str = ""
    recommends: tuple[str, ...] = ()


class Contact(Record, frozen=True, kw_only=True):
    """Whom to go to, beside how soon.

    Attributes:
        name: what it is called inside a sentence ("the maternity unit").
        emergency, same_day: how a result of that urgency is said where this contact leads
            it; None where no rule of that urgency can name it.
    """

    id: str
    name: str
    emergency: UrgencyText | None = None
    same_day: UrgencyText | None = None

    def said(self, urgency: str) -> UrgencyText | None:
        """How an urgency is said here; None where it cannot be."""
        return {"emergency": self.emergency, "same_day": self.same_day}.get(urgency)


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

    def signs(self, language: str, hashes: tuple[str, str]) -> bool:
        """Whether the reviewers signed the content, and its translation, with these hashes."""
        signed = (self.reviewed_hash, self.languages[language].reviewed_hash)
        return bool(self.reviewed_hash) and signed == hashes


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
        return self.about.signs(self.language, (self.hash, self.translation_hash))

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
