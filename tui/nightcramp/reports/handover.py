"""The handover: one page in a clinician's words, and an annex in the person's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from nightcramp.pack.model import Option, Pack
from nightcramp.reports.answered import value_text
from nightcramp.reports.blocks import Block
from nightcramp.reports.case import Case, is_sign_list, number_or_range
from nightcramp.reports.codes import codes_behind
from nightcramp.reports.page import Page, fit
from nightcramp.reports.result import Result, build_result, note_lines
from nightcramp.reports.sbar import sbar
from nightcramp.reports.signers import pack_line
from nightcramp.reports.topics import cause_title, certainty, match_in_words, reason
from nightcramp.text import in_words
from nightcramp.triage.answers import choices
from nightcramp.triage.assessment import Assessment
from nightcramp.triage.resume_code import code_of
from nightcramp.triage.values import Value
from nightcramp.triage.what_if import Change, smallest_changes


def handover(pack: Pack, found: Assessment) -> Page:
    """Situation, background, assessment, recommendation, on one page; then what is behind them.

    Where nothing can be said yet, it is what was answered and what must be, and no more. What the
    first page has no room for stands in the annex, which leaves nothing out.
    """
    words = pack.words.handover
    case = Case(pack, found)
    result = build_result(pack, found)
    first = [
        Block("text", words.fill_in),
        *sbar(case, result),
        Block("fact", code_of(pack, case.answers), term=words.code),
        Block("foot", f"{words.origin} {pack_line(pack)}"),
    ]
    page = fit(Page(words.title, tuple(first), "handover"), words.left_out)
    return replace(page, blocks=(*page.blocks, *_annex(case, result)))


def _annex(case: Case, result: Result) -> Iterator[Block]:
    """All that was answered, in the person's words, and all that follows from it."""
    pack, words = case.pack, case.words
    told = [line for r in result.reasons if r.id == "steps" for line in r.lines]
    told += [line for topic in result.topics for line in topic.lines if line.kind == "step"]
    yield Block("sheet", words.handover.annex)
    yield from (
        *_symptoms(case),
        *_red_flags(case),
        *_gaps(case),
        *_listed(words.handover.instruments, _instruments(case)),
        *_listed(words.handover.medicines, case.medicines()),
        *([] if case.found.incomplete else _weighing(case)),
        *_listed(words.handover.told, dict.fromkeys(line.text for line in told)),
        Block("heading", words.handover.content),
        Block("text", f"{pack_line(pack)} SHA-256 {pack.hash}"),
        Block("text", result.note),
        Block("heading", words.handover.code),
        Block("text", words.handover.code_text),
        Block("code", code_of(pack, case.answers)),
    )


def _titled(title: str, blocks: Iterable[Block]) -> list[Block]:
    """Blocks under a heading; nothing where there are none."""
    given = list(blocks)
    return [Block("heading", title), *given] if given else []


def _listed(title: str, texts: Iterable[str]) -> list[Block]:
    return _titled(title, (Block("item", text) for text in texts))


def _symptoms(case: Case) -> Iterator[Block]:
    """What the person has, and what they deny."""
    words = case.words.handover
    asked = [question for question in case.asked if not is_sign_list(question)]
    yield from _titled(
        words.positives,
        (Block("for", f"{q.text} {case.answer(q)}") for q in asked if case.is_positive(q)),
    )
    negatives = ((q, case.negatives(q)) for q in asked)
    yield from _titled(
        words.negatives,
        (
            Block("against", f"{q.text} {words.no}: {_labels(denied)}")
            for q, denied in negatives
            if denied
        ),
    )


def _red_flags(case: Case) -> Iterator[Block]:
    """Each list of danger signs as it was answered, the rules that hold, and the notes.

    The notes are whole, also where the result is urgent.
    """
    words, found = case.words.handover, case.found
    yield from _titled(words.flags_asked, _sign_lists(case))
    if found.incomplete:
        return
    held = []
    for item in found.flags:
        notes = (
            *map(case.pack.suspect, item.flag.suspects),
            certainty(case.words.result, item.flag.certainty),
        )
        held.append(Block("for", f"{case.behind([item])}. {item.flag.means}", "; ".join(notes)))
    yield from _titled(words.flags_held, held)
    lines = note_lines(case.pack, found.notes)
    yield from _listed(case.words.result.notes, (line.text for line in lines))


def _sign_lists(case: Case) -> Iterator[Block]:
    for question in filter(is_sign_list, case.asked):
        yield Block("item", f"{question.text} {case.answer(question)}")
        denied = case.negatives(question)
        if denied:
            yield Block("against", f"{case.words.handover.no}: {_labels(denied)}")


def _labels(options: Iterable[Option]) -> str:
    return "; ".join(option.label for option in options)


def _gaps(case: Case) -> Iterator[Block]:
    """What the result does not know."""
    words, found = case.words, case.found
    missing = found.missing if found.incomplete else ()
    for title, names in (
        (words.result.missing, missing),
        (words.handover.not_sure, found.unsure),
        (words.handover.not_asked, [name for name in found.not_asked if name not in missing]),
    ):
        yield from _listed(title, (case.pack.question(name).text for name in names))


def _instruments(case: Case) -> Iterator[str]:
    """Totals with their cut-offs."""
    for measure in case.pack.measures:
        if measure.instrument and measure.id in case.found.measures:
            total = number_or_range(*case.found.measures[measure.id])
            yield f"{measure.title}: {total} {measure.unit}. {measure.instrument}"


def _weighing(case: Case) -> Iterator[Block]:
    """What it may be, what may be checked, and what would change the urgency."""
    words = case.words.handover
    yield from _titled(words.evidence, [*_mimics(case), *_causes(case)])
    yield from _listed(words.tests, case.tests())
    yield from _titled(words.codes, _codes(case))
    changes = smallest_changes(case.pack, case.answers)
    found = ((words.sooner, changes.sooner), (words.later, changes.later))
    yield from _listed(words.changes, (f"{title}: {_change(case, one)}" for title, one in found))


def _mimics(case: Case) -> Iterator[Block]:
    for mimic in case.found.mimics:
        yield Block("text", mimic.mimic.title, case.words.result.fits)
        yield from (Block("for", sentence) for sentence in mimic.met)


def _causes(case: Case) -> Iterator[Block]:
    """Causes with their evidence. Points rank; they are no probability."""
    words = case.words.result
    for cause in case.found.causes:
        points = case.words.handover.points.format(points=cause.points, cap=cause.cause.cap)
        title = cause_title(case.words, cause)
        yield Block("text", f"{title}: {match_in_words(words, cause.band)}", points)
        for item in cause.evidence:
            rule = item.evidence
            note = f"{rule.points:+d}; {certainty(words, rule.certainty)}"
            text = reason(case.pack, item)
            yield Block("for" if rule.points > 0 else "against", text, note)


def _codes(case: Case) -> Iterator[Block]:
    for code in codes_behind(case.pack, case.found):
        note = "" if code.checked else case.words.why.unchecked
        yield Block("item", f"{code.system} {code.code} {in_words(code.item)}", note)


def _change(case: Case, change: Change | None) -> str:
    """Other answers, and the urgency they would lead to."""
    if change is None:
        return case.words.handover.no_change
    urgency = case.pack.headline(change.urgency.name, change.contact)
    return f"{urgency.title} - {' + '.join(_other_answer(case, *one) for one in change.answers)}"


def _other_answer(case: Case, name: str, value: Value) -> str:
    """Another answer, by what it adds or takes back where that is all."""
    question, before = case.pack.question(name), case.answers[name]
    answers, words = {**case.answers, name: value}, case.words
    text = value_text(case.pack, question, value, answers)
    if isinstance(value, tuple) and isinstance(before, tuple) and {*value} & {*before}:
        labels = {o.id: o.label for o in choices(case.pack, question, answers)}
        more = "; ".join(labels[i] for i in value if i not in before)
        fewer = "; ".join(labels[i] for i in before if i not in value)
        if more and not fewer:
            text = words.handover.also.format(answers=more)
        elif fewer and not more:
            text = words.handover.without.format(answers=fewer)
    return f"{question.text} {text}"
