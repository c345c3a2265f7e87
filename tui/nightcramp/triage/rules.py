"""A pack's rules, prepared once for many assessments."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from functools import cached_property, lru_cache

from msgspec.structs import replace

from nightcramp.pack.condition import START_MATTERS, Condition
from nightcramp.pack.medicines import Medicine, MedicineClass
from nightcramp.pack.model import (
    UNSURE,
    Advice,
    Cause,
    Mimic,
    Option,
    Pack,
    Question,
    Urgency,
    contact_of,
)
from nightcramp.triage.compiled import ConditionalItems
from nightcramp.triage.facts import tokens_for
from nightcramp.triage.measures import Measuring
from nightcramp.triage.trace import expand
from nightcramp.triage.values import Value


@lru_cache(maxsize=2)
def rules_of(pack: Pack) -> Rules:
    """The prepared rules of a pack, cached."""
    return Rules(pack)


class Rules:
    """Everything that depends on a pack alone. Immutable.

    Attributes:
        questions: by id.
        waiting: ids of the questions that are asked only while someone waits for help.
        places: id of a question -> its position in the pack, from 0.
        telling: id of a question -> ids of those whose answers count for it: itself, and the
            one that asks it again in other words.
        measure: by id.
        asked_when: id of a question -> conditions that must all hold for it to be asked.
        applying: ids of the questions, each with the condition that it applies.
        offered: question id -> options by id; without those that depend on other answers.
        words: (question id, answer) -> tokens; without numbers and several options at once.
        unsure: token of each "not sure" -> id of the question.
        spans: id of a number question -> its least and greatest value.
        country: tokens of the country.
        medicines: id -> position in the pack, and the medicine.
        starts_matter: ids of the medicines for which it matters when they were started.
        pick_any: ids of the questions that offer every medicine.
        pick_new: ids of the questions that ask which medicines are new.
        hanging: ids of the questions whose options depend on other answers.
        flags: the most urgent first.
        contact: id of a flag -> id of the contact it sends to.
        contact_rank: id of a contact -> its precedence, from 0.
        criteria: each with its mimic.
        evidence: each with its cause, the strongest first.
    """

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._behind: dict[Condition, tuple[str, ...]] = {}
        self.questions: dict[str, Question] = {q.id: q for q in pack.questions}
        self.waiting = frozenset(q.id for q in pack.questions if q.waits)
        self.places = {name: place for place, name in enumerate(self.questions)}
        self.telling: dict[str, tuple[str, ...]] = {name: (name,) for name in self.questions}
        for question in pack.questions:
            if question.clarifies:
                self.telling[question.clarifies] += (question.id,)
        self.measure = {measure.id: measure for measure in pack.measures}
        sections = {section.id: section.when for section in pack.about.sections}
        self.asked_when = {
            q.id: tuple(when for when in (q.when, sections[q.section]) if when is not None)
            for q in pack.questions
        }
        self.applying = ConditionalItems(
            (name, Condition(all=whens)) for name, whens in self.asked_when.items()
        )
        self.classes: dict[str, MedicineClass] = {c.id: c for c in pack.medicine_classes}
        self.medicines = {m.id: (place, m) for place, m in enumerate(pack.medicines)}
        self.starts_matter = frozenset(
            m.id for m in pack.medicines if any(self.classes[c].ask_start for c in m.classes)
        )
        self.pick_any = tuple(
            q.id for q in pack.questions if q.kind == "pick" and q.offers_medicines
        )
        self.pick_new = tuple(q.id for q in pack.questions if q.kind == "started")
        self.hanging = tuple(q.id for q in pack.questions if q.kind == "started" or q.clarifies)
        self.offered = {
            q.id: {option.id: option for option in self._options(q)}
            for q in pack.questions
            if q.kind != "started"
        }
        self.words = {answer: words for q in pack.questions for answer, words in self._tokens(q)}
        self.unsure = {tokens_for(name, [UNSURE])[1]: name for name in self.questions}
        self.spans = {q.id: (q.minimum, q.maximum) for q in pack.questions if q.kind == "number"}
        self.country = tokens_for("country", [pack.country])
        self.measures = tuple(Measuring(measure, self.questions) for measure in pack.measures)
        flags = sorted(pack.red_flags, key=lambda flag: -Urgency[flag.urgency])
        self.flags = ConditionalItems((flag, flag.when) for flag in flags)
        self.notes = ConditionalItems((note, note.when) for note in pack.notes)
        self.contact = {flag.id: contact_of(flag) for flag in flags}
        self.contact_rank = {one.id: place for place, one in enumerate(pack.contacts)}
        self.mimics = tuple(MimicRules(mimic) for mimic in pack.mimics)
        self.criteria = ConditionalItems(
            ((mimic, one), one.when) for mimic in self.mimics for one in mimic.mimic.criteria
        )
        self.evidence = ConditionalItems(
            ((cause, one), one.when)
            for cause in map(CauseRules, pack.causes)
            for one in sorted(cause.cause.evidence, key=lambda one: -one.points)
        )
        self.advice = _allowed(pack.advice)
        self.causes_when = ConditionalItems([(None, pack.about.causes_when)])
        self.cramp_when = ConditionalItems([(None, pack.about.cramp_when)])

    @cached_property
    def kept(self) -> dict[str, dict[str, Value]]:
        """Question id -> option chosen alone -> the checked answer.

        Empty for numbers, and where the options depend on other answers.
        """
        return {
            question.id: {
                name: name if question.kind == "single" else (name,)
                for name in self.offered.get(question.id, ())
                if question.kind != "number"
            }
            for question in self.questions.values()
        }

    def behind(self, condition: Condition, answers: Container[str]) -> tuple[str, ...]:
        """Ids of the answered questions that a condition looks at, in the order asked."""
        names = self._behind.get(condition)
        if names is None:
            ids = expand(self._pack, condition.keys())
            names = self._behind[condition] = tuple(n for n in self.questions if n in ids)
        return tuple([name for name in names if name in answers])

    def medicines_of(self, key: str) -> tuple[str, ...]:
        """Ids of the medicines of a class; of those whose start matters, for `START_MATTERS`."""
        return self._of_class.get(key, ())

    @cached_property
    def _of_class(self) -> dict[str, tuple[str, ...]]:
        """Id of a class, or `START_MATTERS` -> ids of its medicines, in the pack's order."""
        found: dict[str, list[str]] = {}
        for name, (_, medicine) in self.medicines.items():
            matters = (START_MATTERS,) if name in self.starts_matter else ()
            for key in dict.fromkeys((*medicine.classes, *matters)):
                found.setdefault(key, []).append(name)
        return {key: tuple(names) for key, names in found.items()}

    def _tokens(self, question: Question) -> Iterator[tuple[tuple[str, Value], tuple[str, ...]]]:
        """Each answer of one option, and its tokens."""
        keys = [key for key in (question.id, question.clarifies) if key]
        own = (option.id for option in question.options)
        started = question.kind == "started"
        for name in (*self.medicines, *own) if started else self.offered[question.id]:
            words = sum([tokens_for(key, [name]) for key in keys], ())
            yield (question.id, name), words
            yield (question.id, (name,)), words

    def as_options(self, medicines: Iterable[Medicine]) -> tuple[Option, ...]:
        """Medicines as options that are found by brand and by the everyday name of a class."""
        return tuple(
            [
                Option(id=m.id, label=m.name, words=m.brands, groups=self._everyday(m))
                for m in medicines
            ]
        )

    def _everyday(self, medicine: Medicine) -> tuple[str, ...]:
        return tuple([self.classes[name].name for name in medicine.classes])

    def _options(self, question: Question) -> tuple[Option, ...]:
        own = tuple([_with_each_word(option) for option in question.options])
        if question.id in self.pick_any:
            return (*self.as_options(self._pack.medicines), *own)
        return own


def _with_each_word(option: Option) -> Option:
    """Words with commas are several: a translation may need more of them than the original."""
    words = tuple([name for words in option.words for name in words.split(", ")])
    return option if words == option.words else replace(option, words=words)


class CauseRules:
    """A cause, with its advice and tests by their conditions.

    Attributes:
        names: its id and that of its group.
    """

    def __init__(self, cause: Cause) -> None:
        self.cause = cause
        self.names = (cause.id, cause.group) if cause.group else (cause.id,)
        self.advice = _allowed(cause.advice)
        self.tests = ConditionalItems((test, test.when) for test in cause.tests)


class MimicRules:
    """A mimic, how many criteria it needs, and its advice and tests by their conditions."""

    def __init__(self, mimic: Mimic) -> None:
        self.mimic = mimic
        self.urgency = Urgency[mimic.urgency]
        self.contact = contact_of(mimic)
        self.needed = mimic.needed or len(mimic.criteria)
        self.advice = _allowed(mimic.advice)
        self.tests = ConditionalItems((test, test.when) for test in mimic.tests)


def _allowed(lines: Iterable[Advice]) -> ConditionalItems[Advice]:
    return ConditionalItems((line, _all_of(line.when, unless=line.unless)) for line in lines)


def _all_of(*whens: Condition | None, unless: Condition | None = None) -> Condition:
    return Condition(all=tuple(when for when in whens if when is not None), negated=unless)
