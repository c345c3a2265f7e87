"""Answers from FHIR: a QuestionnaireResponse of our Questionnaire, or each one in a Bundle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nightcramp.exchange.columns import Notices
from nightcramp.exchange.fhir.enable_when import unsure_item
from nightcramp.exchange.fhir.terms import Json, answer_code, canonical, version_of
from nightcramp.exchange.rows import Row, UnreadableError, id_of, wrong_row
from nightcramp.pack.model import UNSURE, Pack, Question
from nightcramp.text import shortened
from nightcramp.triage.answers import every_choice

RESPONSE = "QuestionnaireResponse"
_VALUES = ("valueCoding", "valueInteger", "valueDecimal", "valueBoolean", "valueString")
_DEEPEST = 60


class FhirReader:
    """Reads responses to the questionnaire of one pack."""

    def __init__(self, pack: Pack, notices: Notices) -> None:
        self._pack = pack
        self._notices = notices
        self._questions: dict[str, Question] = {}
        self._options: dict[str, dict[tuple[str, str], str]] = {}
        self._doubts: dict[str, str] = {}

    def rows(self, resource: Json) -> list[Row]:
        """The people that a resource tells of: one, each of a Bundle, or nobody."""
        found = list(_responses(resource))
        if found and not self._questions:
            self._prepare()
        if len(found) == 1:
            return [self._row(found[0], 0)]
        return [self._row(response, number) for number, response in enumerate(found, 1)]

    def _prepare(self) -> None:
        """Work out what each link and code stands for, when the first response is read."""
        pack = self._pack
        for question in pack.questions:
            self._questions[question.id] = question
            if question.kind == "number":
                self._doubts[unsure_item(question.id)] = question.id
                continue
            codes = {o.id: answer_code(pack, question, o.id) for o in every_choice(pack, question)}
            self._options[question.id] = {
                (code["system"], code["code"]): option for option, code in codes.items()
            }

    def _row(self, response: Json, number: int) -> Row:
        try:
            self._insist_on_ours(response)
            answers: dict[str, Any] = {}
            for item in _items(response):
                self._read(item, answers)
            return Row(number, "response", answers, _name(response))
        except UnreadableError as error:
            return wrong_row(number, "response", error)

    def _insist_on_ours(self, response: Json) -> None:
        if response.get("status") == "entered-in-error":
            raise UnreadableError("was entered in error.")
        url, _, version = str(response.get("questionnaire", "")).partition("|")
        if url and url != canonical(self._pack):
            raise UnreadableError(f"answers another questionnaire: {shortened(url, 120)}.")
        ours = version_of(self._pack)
        if version and version.split("-")[:2] != ours.split("-")[:2]:
            told = shortened(version, 120)
            self._notices.once(f"answers version {told} of the questions; these are {ours}.")

    def _read(self, item: Json, answers: dict[str, Any]) -> None:
        """One item that is no group; what it answers is added."""
        link = str(item.get("linkId", ""))
        given = item.get("answer") or []
        if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
            raise UnreadableError("has no list of answers.", column=link)
        name = self._doubts.get(link, link)
        question = self._questions.get(name)
        if question is None:
            if given and not self._is_other(link):
                self._notices.left_out("item", link, self._questions)
            return
        values = [self._value(link, one) for one in given]
        if not values:
            return
        if name in answers:
            told = "is answered twice." if name == link else "has a number, and is not sure."
            raise UnreadableError(told, column=name)
        answers[name] = values[0] if len(values) == 1 else values

    def _is_other(self, link: str) -> bool:
        """Whether an item is ours and no question: a total that anyone can work out again."""
        return link in {measure.id for measure in self._pack.measures}

    def _value(self, link: str, answer: Json) -> Any:
        value = next((answer[kind] for kind in _VALUES if kind in answer), None)
        if value is None:
            raise UnreadableError("has an answer of a kind that is not asked for.", column=link)
        if link in self._doubts:
            code = value.get("code") if isinstance(value, dict) else value
            if code in (UNSURE, True):
                return UNSURE
            raise UnreadableError(f"takes '{UNSURE}' or nothing.", column=link)
        if not isinstance(value, dict):
            return value
        code, system = value.get("code"), value.get("system")
        known = self._options.get(link, {})
        if system is None:
            return next((option for (_, one), option in known.items() if one == code), code)
        return known.get((str(system), str(code)), f"{system}|{code}")


def _responses(resource: Json) -> Iterator[Json]:
    if resource.get("resourceType") == RESPONSE:
        yield resource
    elif resource.get("resourceType") == "Bundle":
        entries = resource.get("entry")
        for entry in entries if isinstance(entries, list) else ():
            inner = entry.get("resource") if isinstance(entry, dict) else None
            if isinstance(inner, dict) and inner.get("resourceType") == RESPONSE:
                yield inner


def _items(node: Json, depth: int = 0) -> Iterator[Json]:
    """Every item below a response, an item or an answer."""
    if depth > _DEEPEST:
        raise UnreadableError("is nested too deep.")
    for key in ("item", "answer"):
        inside = node.get(key)
        for one in inside if isinstance(inside, list) else ():
            if isinstance(one, dict):
                if key == "item":
                    yield one
                yield from _items(one, depth + 1)


def _name(response: Json) -> str | int | None:
    """What the response is known by: its identifier, or its id in the system it comes from."""
    identifier = response.get("identifier")
    named = identifier.get("value") if isinstance(identifier, dict) else None
    return id_of(named if named is not None else response.get("id"))
