"""The handover: what a clinician reads, in ten lines first and then in detail."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from nightcramp.pack.model import NONE, OTHER, UNSURE
from nightcramp.reports.answered import answer_text, value_text
from nightcramp.reports.codes import codes_behind
from nightcramp.reports.leaflet import pack_said
from nightcramp.reports.page import WIDTH, Block, Page
from nightcramp.reports.result import build_result, limit_said, note_lines
from nightcramp.reports.told import denials, told_texts
from nightcramp.triage.answers import choices
from nightcramp.triage.assess import weighed
from nightcramp.triage.code import code_of
from nightcramp.triage.safety import RED_FLAGS
from nightcramp.triage.what_if import smallest_changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nightcramp.pack.model import LabTest, Pack, Question
    from nightcramp.pack.words import HandoverWords, Words
    from nightcramp.triage.answers import Answers, Value
    from nightcramp.triage.assess import Assessment, FlagFound, MedicineFound
    from nightcramp.triage.what_if import Change


def handover(pack: Pack, words: Words, answers: Answers, found: Assessment) -> Page:
    """Situation, background, assessment, recommendation; then everything behind them.

    Where nothing can be said yet, it is what was answered and what must be, and no more.
    """
    about = _About(pack, words, weighed(answers, found), found)
    blocks = [
        *about.ten_lines(),
        Block("foot", words.handover.origin),
        Block("text", words.handover.fill_in),
        *about.findings(),
        *about.red_flags(),
        *about.notes(),
        *about.gaps(),
        *about.instruments(),
        *about.medicines(),
        *about.weighing(),
        *about.origin(),
    ]
    return Page(words.handover.title, tuple(blocks))


class _About:
    """One person's answers and what was found, part by part."""

    def __init__(self, pack: Pack, words: Words, answers: Answers, found: Assessment) -> None:
        self.pack, self.words, self.answers, self.found = pack, words, answers, found
        self.said: HandoverWords = words.handover
        self.result = build_result(pack, words, found)
        self.asked = [q for q in pack.questions if q.id in answers]

    def ten_lines(self) -> Iterator[Block]:
        """Two or three lines for each letter, cut where they are too long for a row."""
        said, result, found = self.said, self.result, self.found
        told = "; ".join(self._told_by(found.flags)) or said.no_flag
        if found.incomplete:
            told = self._missing()
        likely = "; ".join(f"{c.cause.title}: {self._match(c.band)}" for c in found.causes)
        mimics = "; ".join(m.mimic.title for m in found.mimics)
        suspects = dict.fromkeys(s for f in found.flags for s in f.flag.suspects)
        tests = " ".join(test.text for test in self._tests())
        letters = (
            (said.s, ": ".join(filter(None, (result.title, limit_said(result))))),
            ("", told),
            ("", self._brief("situation") or said.symptoms_not_asked),
            (said.b, "; ".join(self._person()) or said.not_asked),
            ("", "; ".join(self._all_medicines()) or self._no_medicines()),
            ("", self._brief("background") or said.history_not_asked),
            (said.a, f"{said.causes}: {likely or self.words.result.no_clear_cause}"),
            (
                "",
                f"{said.other}: {'; '.join([mimics, *map(_spoken, suspects)]).strip('; ') or '-'}",
            ),
            (said.r, f"{said.seen}: {result.limit}"),
            ("", self._told() or f"{said.tests}: {tests or self.words.result.doctor_nothing}"),
        )
        if found.incomplete:
            nothing = ((said.a, f"{said.causes}: -"), ("", f"{said.other}: -"))
            letters = (*letters[:6], *nothing, letters[8], ("", result.lead))
        for letter, text in letters:
            yield Block("fact", textwrap.shorten(text, WIDTH - 3, placeholder=" ..."), term=letter)

    def findings(self) -> Iterator[Block]:
        """What the person has, and what they said they do not have."""
        rest = [q for q in self.asked if not _is_flag_list(q)]
        named = [q for q in rest if self._named(q)]
        if named:
            yield Block("heading", self.said.positives)
        for question in named:
            yield Block("for", f"{question.text} {self._answer(question)}")
        negatives = [(q, self._absent(q)) for q in rest]
        if any(absent for _, absent in negatives):
            yield Block("heading", self.said.negatives)
        for question, absent in negatives:
            if absent:
                yield Block("against", f"{question.text} {self.said.no}: {'; '.join(absent)}")

    def red_flags(self) -> Iterator[Block]:
        """Each list of danger signs as it was answered, and the rules that hold."""
        lists = [q for q in self.asked if _is_flag_list(q)]
        if lists:
            yield Block("heading", self.said.flags_asked)
        for question in lists:
            yield Block("item", f"{question.text} {self._answer(question)}")
            absent = self._absent(question)
            if absent:
                yield Block("against", f"{self.said.no}: {'; '.join(absent)}")
        flags = () if self.found.incomplete else self.found.flags
        if flags:
            yield Block("heading", self.said.flags_held)
        for item in flags:
            notes = (*map(_spoken, item.flag.suspects), self._certainty(item.flag.certainty))
            told = "; ".join(self._told_by((item,)))
            yield Block("for", f"{told}. {item.flag.means}", "; ".join(notes))

    def notes(self) -> Iterator[Block]:
        """What needs a check whatever the cramp is: all of it, also where it is urgent."""
        lines = () if self.found.incomplete else note_lines(self.pack, self.words, self.found.notes)
        if lines:
            yield Block("heading", self.words.result.notes)
            yield from (Block("item", line.text) for line in lines)

    def gaps(self) -> Iterator[Block]:
        """What the result does not know."""
        first = self.found.missing if self.found.incomplete else ()
        for title, names in (
            (self.words.result.missing, first),
            (self.said.not_sure, self.found.unsure),
            (self.said.not_asked, [name for name in self.found.not_asked if name not in first]),
        ):
            if names:
                yield Block("heading", title)
                yield from (Block("item", self.pack.question(name).text) for name in names)

    def instruments(self) -> Iterator[Block]:
        """Totals with their cut-offs; a range where an item is not known."""
        if self.found.measures:
            yield Block("heading", self.said.instruments)
        for measure in self.pack.measures:
            if measure.instrument and measure.id in self.found.measures:
                total = _range(*self.found.measures[measure.id])
                yield Block(
                    "item", f"{measure.title}: {total} {measure.unit}. {measure.instrument}"
                )

    def medicines(self) -> Iterator[Block]:
        """Each with its classes and when it was started."""
        taken = list(self._all_medicines())
        if taken:
            yield Block("heading", self.said.medicines)
            yield from (Block("item", medicine) for medicine in taken)

    def weighing(self) -> Iterator[Block]:
        """What it may be and what would change it; nothing while nothing can be said."""
        if not self.found.incomplete:
            yield from self.causes()
            yield from self.tests()
            yield from self.codes()
            yield from self.changes()

    def causes(self) -> Iterator[Block]:
        """Causes and mimics with their evidence; points rank and are no probability."""
        if self.found.causes or self.found.mimics:
            yield Block("heading", self.said.evidence)
        for mimic in self.found.mimics:
            yield Block("text", mimic.mimic.title, self.words.result.fits)
            yield from (Block("for", sentence) for sentence in mimic.met)
        for cause in self.found.causes:
            points = self.said.points.format(points=cause.points, cap=cause.cause.cap)
            yield Block("text", f"{cause.cause.title}: {self._match(cause.band)}", points)
            for item in cause.evidence:
                note = f"{item.evidence.points:+d}; {self._certainty(item.evidence.certainty)}"
                kind = "for" if item.evidence.points > 0 else "against"
                yield Block(kind, item.evidence.because, note)  # type: ignore[arg-type]

    def tests(self) -> Iterator[Block]:
        """What may be checked."""
        tests = list(self._tests())
        if tests:
            yield Block("heading", self.said.tests)
            yield from (Block("item", test.text) for test in tests)

    def codes(self) -> Iterator[Block]:
        """Codes of what was found and asked."""
        codes = codes_behind(self.pack, self.answers, self.found)
        if codes:
            yield Block("heading", self.said.codes)
        for code in codes:
            note = "" if code.checked else self.words.why.unchecked
            yield Block("item", f"{code.system} {code.code} {_spoken(code.item)}", note)

    def changes(self) -> Iterator[Block]:
        """The smallest change in the answers that would change the urgency."""
        changes = smallest_changes(self.pack, self.answers)
        yield Block("heading", self.said.changes)
        for title, change in ((self.said.sooner, changes.sooner), (self.said.later, changes.later)):
            yield Block("item", f"{title}: {self._change(change)}")

    def origin(self) -> Iterator[Block]:
        """Which content it comes from, and the code to go on with."""
        yield Block("heading", self.said.content)
        yield Block("text", f"{pack_said(self.pack, self.words)} SHA-256 {self.pack.hash}")
        yield Block("text", self.result.note)
        yield Block("heading", self.said.code)
        yield Block("text", self.said.code_text)
        yield Block("code", code_of(self.pack, self.answers))

    def _change(self, change: Change | None) -> str:
        if change is None:
            return self.said.no_change
        urgency = self.pack.headline(change.urgency.name, change.contact)
        return f"{urgency.title} - {' + '.join(self._changed(*one) for one in change.answers)}"

    def _changed(self, name: str, value: Value) -> str:
        """Another answer, by what it adds or takes back where that is all."""
        question, before = self.pack.question(name), self.answers[name]
        answers = {**self.answers, name: value}
        text = value_text(self.pack, question, value, answers, self.words.question.not_sure)
        if isinstance(value, tuple) and isinstance(before, tuple):
            labels = {o.id: o.label for o in choices(self.pack, question, answers)}
            more = "; ".join(labels[i] for i in value if i not in before)
            fewer = "; ".join(labels[i] for i in before if i not in value)
            kept = set(value) & set(before)
            if kept and more and not fewer:
                text = self.said.also.format(answers=more)
            elif kept and fewer and not more:
                text = self.said.without.format(answers=fewer)
        return f"{question.text} {text}"

    def _told_by(self, flags: Iterable[FlagFound]) -> list[str]:
        """What the person told that flags rest on, each thing once."""
        told = (text for f in flags for text in told_texts(self.pack, self.words, f.told))
        return list(dict.fromkeys(told))

    def _person(self) -> Iterator[str]:
        """Age and the like, and what the scores come to."""
        for question in self.asked:
            if question.section == RED_FLAGS and not _is_flag_list(question):
                if question.kind == "number":
                    yield self._answer(question)
                elif self._named(question) and self.answers[question.id] not in denials(self.pack):
                    yield self._first(question)
        for measure in self.pack.measures:
            if measure.kind != "count" and measure.id in self.found.measures:
                yield f"{measure.title}: {_range(*self.found.measures[measure.id])}"

    def _brief(self, part: str) -> str:
        """The first answer of each question for a part; medicines have a line of their own."""
        sections = {one.id for one in self.pack.about.sections if one.handover == part}
        return "; ".join(
            self._first(question)
            for question in self.asked
            if question.section in sections
            and self._named(question)
            and not _is_of_medicines(question)
        )

    def _first(self, question: Question) -> str:
        """The first thing chosen, without what explains it, and how many more."""
        first, *more = self._answer(question).split("; ")
        return first.partition(":")[0].partition(" (")[0] + (f" +{len(more)}" if more else "")

    def _named(self, question: Question) -> bool:
        """Whether something is said, other than none and not sure."""
        value = self.answers[question.id]
        ids = value if isinstance(value, tuple) else (value,)
        return any(name not in (NONE, UNSURE) for name in ids)

    def _absent(self, question: Question) -> list[str]:
        """The options that the person left out; none where they were not sure.

        Nobody reads all of a list that is searched: what was not picked there is not denied.
        """
        value = self.answers[question.id]
        if not isinstance(value, tuple) or UNSURE in value or question.kind in ("pick", "started"):
            return []
        offered = [o for o in choices(self.pack, question, self.answers) if not o.exclusive]
        return [o.label for o in offered if o.id not in (*value, UNSURE)]

    def _answer(self, question: Question) -> str:
        not_sure = self.words.question.not_sure
        return answer_text(self.pack, question, self.answers, not_sure)

    def _medicine(self, item: MedicineFound) -> str:
        started = [self.answers.get(q.id, ()) for q in self.pack.questions if q.kind == "started"]
        names = {name for value in started if isinstance(value, tuple) for name in value}
        when = ""
        if item.medicine.id in names:
            when = f"; {self.said.new}"
        elif UNSURE in names:
            when = f"; {self.said.start_unsure}"
        return f"{item.medicine.name} ({', '.join(c.name for c in item.classes)}{when})"

    def _all_medicines(self) -> Iterator[str]:
        yield from map(self._medicine, self.found.medicines)
        if OTHER in self._about_medicines():
            yield self.said.other_medicine

    def _no_medicines(self) -> str:
        """That none is taken is said of nobody but who said so."""
        answer = self._about_medicines()
        if not answer:
            return self.said.medicines_not_asked
        return self.said.no_medicines if NONE in answer else self.said.medicines_unsure

    def _about_medicines(self) -> set[str]:
        """What was answered to the questions on which medicines are taken."""
        values = [self.answers[q.id] for q in self.asked if _is_of_medicines(q, "pick")]
        return {name for value in values if isinstance(value, tuple) for name in value}

    def _missing(self) -> str:
        questions = (self.pack.question(name).text for name in self.found.missing)
        return f"{self.words.result.missing}: {' '.join(questions)}"

    def _told(self) -> str:
        """What a person who must be seen at once was told to do."""
        steps = [line.text for r in self.result.reasons if r.id == "steps" for line in r.lines]
        return f"{self.said.told}: {' '.join(steps)}" if self.found.urgent else ""

    def _tests(self) -> Iterable[LabTest]:
        tests = [t for m in self.found.mimics for t in m.tests]
        tests += [t for c in self.found.causes for t in c.tests]
        return {test.text: test for test in tests}.values()

    def _match(self, band: str) -> str:
        return str(getattr(self.words.result, band))

    def _certainty(self, certainty: str) -> str:
        return str(getattr(self.words.result, f"certainty_{certainty}"))


def _is_flag_list(question: Question) -> bool:
    return question.section == RED_FLAGS and question.kind == "several"


def _is_of_medicines(question: Question, *kinds: str) -> bool:
    """Whether it offers medicines, and has no items of its own."""
    return question.offers_medicines and question.kind in (kinds or ("pick", "started"))


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def _range(least: float, most: float) -> str:
    return f"{least:g}" if least == most else f"{least:g}-{most:g}"
