"""The questions as an XLSForm, for the phones of community health workers.

It asks the same questions under the same conditions as the wizard, and shows each urgent red
flag as soon as its questions are answered. It does not score causes (`nightcramp assess` does),
and leaves out the questions for those who wait for help.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterable, Iterator

from nightcramp.errors import NightcrampError
from nightcramp.exchange.conditions import CannotExpressError
from nightcramp.exchange.fhir.terms import version_of
from nightcramp.exchange.xlsx import workbook
from nightcramp.exchange.xpath import (
    Room,
    XPathWriter,
    least_field,
    page_group,
    unsure_field,
)
from nightcramp.pack.condition import Condition
from nightcramp.pack.model import UNSURE, Measure, Pack, Question, contact_of
from nightcramp.reports.signers import review_line
from nightcramp.triage.answers import every_choice
from nightcramp.triage.rules import rules_of
from nightcramp.triage.trace import expand

Row = dict[str, "str | list[str]"]
"""Column -> what stands in it: a text, or one in each language."""

_SURVEY = (
    *("type", "name", "label", "hint", "required", "relevant", "constraint"),
    *("constraint_message", "appearance", "choice_filter", "calculation"),
)
_CHOICES = ("list_name", "name", "label")
_TRANSLATED = {"label", "hint", "constraint_message"}


def xlsform(packs: Iterable[Pack]) -> bytes:
    """The form as a spreadsheet (XLSX), in every language given; the first is the usual one.

    Raises:
        NightcrampError: an urgent red flag looks at something that a form cannot calculate.
    """
    return workbook(sheets(tuple(packs)))


def sheets(packs: tuple[Pack, ...]) -> dict[str, list[list[str]]]:
    """Each sheet of the form, and its rows of cells."""
    form = _Form(packs)
    title = form.pack.words.welcome.title
    return {
        "survey": _table(form, _SURVEY, form.survey()),
        "choices": _table(form, _CHOICES, form.choices()),
        "settings": [
            ["form_title", "form_id", "version", "default_language"],
            [title, form.pack.about.id, version_of(form.pack), form.languages[0]],
        ],
    }


def _table(form: _Form, columns: Iterable[str], rows: Iterable[Row]) -> list[list[str]]:
    """A heading and rows; a text that is read has a column for each language."""
    heading: Row = {name: name for name in columns}
    empty: Row = dict.fromkeys(columns, "")
    for name in heading.keys() & _TRANSLATED:
        heading[name] = [f"{name}::{language}" for language in form.languages]
        empty[name] = ["" for _ in form.languages]
    return [_cells(heading), *(_cells(empty | row) for row in rows)]


def _cells(row: Row) -> list[str]:
    given = ([value] if isinstance(value, str) else value for value in row.values())
    return [text for texts in given for text in texts]


class _Form:
    """One form in several languages."""

    def __init__(self, packs: tuple[Pack, ...]) -> None:
        self.packs = packs
        self.pack = packs[0]
        self.room = Room()
        self.not_sure = [pack.words.question.not_sure for pack in packs]
        self.asked = tuple(q for q in self.pack.questions if not q.waits)
        self.languages = [
            f"{pack.about.languages[pack.language].name} ({pack.language})" for pack in packs
        ]

    def survey(self) -> Iterator[Row]:
        """What is asked and shown, in order."""
        yield self._note("what_this_is", map(_opening, self.packs))
        known = self._known()
        for section in self.pack.about.sections:
            questions = [q for q in self.asked if q.section == section.id]
            yield {
                "type": "begin_group",
                "name": f"section_{section.id}",
                "label": [p.section_title(section.id) for p in self.packs],
                **self._relevant(section.when, questions[0]),
            }
            below: list[Row] = []
            for question in questions:
                yield from self._question(question)
                for measure in self.pack.measures:
                    if question.id in measure.of[-1:]:  # its last question
                        yield from self._least(measure)
                if section.when is None:
                    yield from known[question.id]
                else:
                    below += known[question.id]
            yield {"type": "end_group"}
            # Outside the group: a flag or count also holds for whom the section is not asked.
            yield from below
        yield self._note("no_diagnosis", [p.words.result.not_a_diagnosis for p in self.packs])

    def choices(self) -> Iterator[Row]:
        """Every list of answers."""
        for question in self.asked:
            if question.kind == "number":
                yield {
                    "list_name": unsure_field(question.id),
                    "name": UNSURE,
                    "label": self.not_sure,
                }
                continue
            offered = [every_choice(pack, pack.question(question.id)) for pack in self.packs]
            for same in zip(*offered, strict=True):
                labels = [option.label for option in same]
                yield {"list_name": question.id, "name": same[0].id, "label": labels}

    def _question(self, question: Question) -> Iterator[Row]:
        same = [pack.question(question.id) for pack in self.packs]
        asked: Row = {
            "name": question.id,
            "label": [one.text for one in same],
            "hint": [one.hint for one in same],
        }
        relevant = self._relevant(question.when, question)
        if question.kind == "number":
            yield from self._number(question, asked, relevant)
            return
        several = "select_one" if question.kind == "single" else "select_multiple"
        yield {
            "type": f"{several} {question.id}",
            "required": "yes",
            **asked,
            **relevant,
            **self._alone(question),
            **({"appearance": "autocomplete"} if question.kind in ("pick", "started") else {}),
            **({"choice_filter": self._picked(question)} if question.kind == "started" else {}),
        }

    def _number(self, question: Question, asked: Row, relevant: Row) -> Iterator[Row]:
        """A number and its "not sure", on the same page."""
        unsure = unsure_field(question.id)
        least, most = question.minimum, question.maximum
        yield {
            "type": "begin_group",
            "name": page_group(question.id),
            "appearance": "field-list",
            **relevant,
        }
        yield {
            "type": "integer",
            **asked,
            "required": f"${{{unsure}}} = ''",
            "constraint": f". >= {least} and . <= {most}",
            "constraint_message": [
                pack.words.question.out_of_range.format(minimum=least, maximum=most)
                for pack in self.packs
            ],
        }
        yield {
            "type": f"select_multiple {unsure}",
            "name": unsure,
            "label": self.not_sure,
            **self._constraint(f"${{{question.id}}} = ''"),
        }
        yield {"type": "end_group"}

    def _alone(self, question: Question) -> Row:
        """The constraint that "none" and "not sure" stand alone."""
        alone = [o.id for o in every_choice(self.pack, question) if o.exclusive]
        if question.kind == "single" or not alone:
            return {}
        chosen = " or ".join(f"selected(., '{option}')" for option in alone)
        return self._constraint(f"not({chosen}) or count-selected(.) = 1")

    def _constraint(self, formula: str) -> Row:
        """A constraint of an answer that stands alone."""
        texts = [pack.words.question.stands_alone for pack in self.packs]
        return {"constraint": formula, "constraint_message": texts}

    def _picked(self, question: Question) -> str:
        """The filter that offers only the medicines picked, and the fixed answers."""
        fixed = " or ".join(f"name = '{option.id}'" for option in question.options)
        picking = rules_of(self.pack).pick_any
        taken = " or ".join(f"selected(${{{name}}}, name)" for name in picking)
        return f"{taken} or {fixed}"

    def _least(self, measure: Measure) -> Iterator[Row]:
        with contextlib.suppress(CannotExpressError):
            least = XPathWriter(self.pack, self.asked, self.room).least(measure)
            yield {"type": "calculate", "name": least_field(measure.id), "calculation": least}

    def _last(self, keys: frozenset[str]) -> str:
        """The question behind these keys that is asked last."""
        return max(expand(self.pack, keys), key=rules_of(self.pack).places.__getitem__)

    def _known(self) -> defaultdict[str, list[Row]]:
        """Question id -> the counts and the red flags that are known once it is asked."""
        known: defaultdict[str, list[Row]] = defaultdict(list)
        for measure in self.pack.measures:
            if measure.kind == "count":
                known[self._last(frozenset({measure.id}))] += self._least(measure)
        writer = XPathWriter(self.pack, self.asked, self.room)
        for flag in self.pack.red_flags:
            if flag.urgency == "routine":
                continue
            try:
                relevant = writer.write(flag.when)
            except CannotExpressError as error:
                raise NightcrampError(
                    f"red flag '{flag.id}' looks at '{error}', which a form cannot work out; "
                    "a form without it would not be safe."
                ) from None
            note = self._note(f"flag_{flag.id}", self._warnings(flag.id))
            known[self._last(flag.when.keys())].append({**note, "relevant": relevant})
        return known

    def _relevant(self, when: Condition | None, question: Question) -> Row:
        """The condition; none, which is safe, where a form cannot calculate it."""
        if when is None:
            return {}
        before = self.asked[: self.asked.index(question)]
        try:
            return {"relevant": XPathWriter(self.pack, before, self.room).write(when)}
        except CannotExpressError:
            return {}

    def _warnings(self, flag_id: str) -> Iterator[str]:
        """What a red flag says, in every language."""
        for pack in self.packs:
            flag = next(flag for flag in pack.red_flags if flag.id == flag_id)
            title = pack.headline(flag.urgency, contact_of(flag)).title
            steps = "\n".join(f"- {step}" for step in flag.do)
            yield "\n\n".join(part for part in (title, steps, flag.means) if part)

    def _note(self, name: str, texts: Iterable[str]) -> Row:
        return {"type": "note", "name": name, "label": list(texts)}


def _opening(pack: Pack) -> str:
    """What this is and is not."""
    words = pack.words.welcome
    reviewed = review_line(pack, pack.words)
    return f"{words.what}\n\n{words.what_not}\n\n{reviewed}"
