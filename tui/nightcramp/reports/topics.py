"""What a calm result lets people read about: explanations first, then what helps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

import msgspec

from nightcramp.pack.model import UNSURE, USUAL_CONTACT, Advice, Evidence, LabTest, Pack, Urgency
from nightcramp.pack.pictures import Picture
from nightcramp.pack.words import ResultWords, Words
from nightcramp.reports.answered import answer_lines, answer_text
from nightcramp.reports.blocks import Block, Kind
from nightcramp.triage.assessment import Assessment, CauseFound, EvidenceFound, MimicFound
from nightcramp.triage.read_back import AnswerItem
from nightcramp.triage.rules import rules_of
from nightcramp.triage.watch import signs_to_watch

MEDICINES = "your_medicines"
"""Id of the topic on what each medicine can do."""

COME_BACK = "safety_net"
"""Id of the topic on when to come back sooner."""

_BARS = {"strong": 8, "moderate": 5, "slight": 2}
"""Tenths of a bar, so that it says what its word says."""

_MOST_STEPS = 5
"""Lines of advice before those under "more"."""


class Topic(msgspec.Struct, frozen=True):
    """One thing to read about, and its lines.

    Attributes:
        id: a cause, a mimic, or the name of the topic.
        match: how well it matches, in words; empty where that means nothing.
        bar: the same as tenths, 0 to 10; a rank, not a probability.
        ranked: whether it is one of the explanations, listed first with its bar.
        pictures: what some of its lines look like.
    """

    id: str
    title: str
    lines: tuple[Block, ...]
    match: str = ""
    bar: int = 0
    ranked: bool = False
    pictures: tuple[Picture, ...] = ()


def topics_of(pack: Pack, found: Assessment) -> tuple[Topic, ...]:
    """What fits, then causes that match slightly; medicines, what helps, and what was not found."""
    result = pack.words.result
    mimics = [_mimic(pack, one) for one in found.mimics]
    clear = [_cause(pack, one) for one in found.clear_causes]
    slight = [_cause(pack, one) for one in found.causes[len(clear) :]]
    mimic_leads = any(topic.id == found.leading for topic in mimics)
    ranked = [*mimics, *clear, *slight] if mimic_leads else [*clear, *mimics, *slight]
    if not (found.clear_causes or found.mimics or _is_suspected(found)):
        ranked.insert(0, _no_clear_cause(result, found))
    topics = [
        *ranked,
        _medicines(result, found),
        *_general(pack, found),
        _come_back(pack, found),
        _looked_for(pack, found),
        _questions(pack, "unsure", result.unsure, found.unsure),
        _questions(pack, "not_asked", result.not_asked, found.not_asked, result.not_asked_text),
    ]
    return tuple(topic for topic in topics if topic.lines)


def _is_suspected(found: Assessment) -> bool:
    """Whether a red flag names what it can be; then it is no longer unclear."""
    return any(one.flag.suspects for one in found.flags)


def cause_title(words: Words, found: CauseFound) -> str:
    """The name of a cause, with the medicines that speak for it by the name that was typed."""
    names = [one.name.partition(" (")[0] for one in found.medicines if one.is_known]
    if not names or not found.cause.names_medicines:
        return found.cause.title
    return f"{found.cause.title} ({words.result.and_.join(names)})"


def reason(pack: Pack, found: EvidenceFound, known: Collection[AnswerItem] = ()) -> str:
    """What speaks for or against a cause: the answers it rests on, and what they mean.

    Args:
        pack: the clinical content.
        found: a piece of evidence that holds.
        known: answers that were read back already.
    """
    items = [item for item in found.items if item not in known]
    return ". ".join((*answer_lines(pack, items), found.evidence.because))


def _cause(pack: Pack, found: CauseFound) -> Topic:
    cause, result = found.cause, pack.words.result
    lines = [Block("text", cause.summary), Block("heading", result.why)]
    known: set[AnswerItem] = set()
    for item in found.evidence:
        kind: Kind = "for" if item.evidence.points > 0 else "against"
        lines.append(Block(kind, reason(pack, item, known)))
        known.update(item.items)
    lines += [
        *_what_to_do(result, found.advice, found.tests),
        *(Block("heading", result.how), Block("text", cause.how)),
        *([Block("heading", result.doubt), Block("text", cause.doubt)] if cause.doubt else []),
    ]
    bar = min(10, _BARS[found.band] + max(0, found.points - pack.about.strong))
    match = match_in_words(result, found.band)
    return Topic(cause.id, cause_title(pack.words, found), tuple(lines), match, bar, ranked=True)


def _mimic(pack: Pack, found: MimicFound) -> Topic:
    mimic, result = found.mimic, pack.words.result
    lines = [
        Block("text", mimic.summary),
        Block("heading", result.why),
        *(Block("for", line) for line in answer_lines(pack, found.items)),
        Block("text", mimic.say),
        *_what_to_do(result, found.advice, found.tests),
    ]
    return Topic(mimic.id, mimic.title, tuple(lines), result.fits, 10, ranked=True)


def _no_clear_cause(words: ResultWords, found: Assessment) -> Topic:
    texts = [line.text for line in found.advice if line.kind == "unclear"]
    if found.scored:
        texts.insert(0, words.no_clear_cause_text)
    elif found.urgency is not Urgency.self_care:
        texts = [words.under_16_text]
    lines = tuple(Block("text", text) for text in texts)
    return Topic("no_clear_cause", words.no_clear_cause, lines, ranked=found.scored)


def _medicines(words: ResultWords, found: Assessment) -> Topic:
    lines = tuple(
        Block("step", f"{one.medicine.name}: {' '.join(c.note for c in one.classes)}")
        for one in found.medicines
        if one.classes
    )
    return Topic(MEDICINES, words.your_medicines, lines)


def _general(pack: Pack, found: Assessment) -> list[Topic]:
    """What helps whatever the cause. Where no cramp is spoken of, there is none to prevent."""
    result = pack.words.result
    titles = {"during": result.during, "prevent": result.prevent, "talk": result.talk}
    topics = []
    for kind, title in titles.items():
        chosen = [line for line in found.advice if line.kind == kind]
        lines = [*_steps(chosen[:_MOST_STEPS])]
        if chosen[_MOST_STEPS:]:
            lines += [Block("heading", result.more), *_steps(chosen[_MOST_STEPS:])]
        pictures = pack.pictures_of([line.id for line in chosen[:_MOST_STEPS]])
        topics.append(Topic(kind, title, tuple(lines), pictures=pictures))
    if not topics[0].lines:
        topics[1] = msgspec.structs.replace(topics[1], title=result.good_for_legs)
    return topics


def _come_back(pack: Pack, found: Assessment) -> Topic:
    """One sign a line, under what to do; then when to ask again."""
    result = pack.words.result
    groups: dict[str, list[str]] = {}
    for sign in signs_to_watch(pack, found.answers):
        if sign.urgency is Urgency.routine:
            limit = pack.about.time_limits[str(sign.within_days)]
            title = f"{limit[:1].upper()}{limit[1:]}"
        else:
            title = pack.headline(sign.urgency.name, sign.contact).title
        groups.setdefault(title, []).extend(answer_lines(pack, [sign.item]))
    nets = [line for line in found.advice if line.kind == "safety_net"]
    today = [line.text for line in nets if line.today]
    if today:
        title = pack.headline(Urgency.same_day.name, USUAL_CONTACT["same_day"]).title
        groups.setdefault(title, []).extend(today)
    again = [line.text for line in nets if not line.today]
    if again:
        groups[result.ask_again] = again
    lines = [
        block
        for title, signs in groups.items()
        for block in (Block("heading", title), *(Block("step", sign) for sign in signs))
    ]
    lead = [Block("text", result.only_if)] if lines else []
    return Topic(COME_BACK, result.safety_net, (*lead, *lines))


def _looked_for(pack: Pack, found: Assessment) -> Topic:
    """The causes that are not in the list, and what was answered instead."""
    result = pack.words.result
    titles = {group.id: group.title for group in pack.about.cause_groups}
    titles |= {cause.id: cause.title for cause in pack.causes if not cause.group}
    shown = {name for one in found.causes for name in (one.cause.id, one.cause.group)}
    lines = []
    for name, title in titles.items():
        rules = [e for c in pack.causes if name in (c.id, c.group) for e in c.evidence]
        if name in shown or not found.scored:
            continue
        answers = _answers_for(pack, found, rules)
        if answers:
            lines.append(Block("item", f"{title}: {'; '.join(answers)}"))
    if lines:
        lines.insert(0, Block("text", result.looked_for_text))
    return Topic("looked_for", result.looked_for, tuple(lines))


def _answers_for(pack: Pack, found: Assessment, rules: Iterable[Evidence]) -> list[str]:
    """What was answered to the questions that most of a cause's evidence is about.

    A bare "None of these" says little away from its question: it stands only where nothing
    else was answered.
    """
    behind = rules_of(pack).behind
    counted = Counter(name for rule in rules for name in behind(rule.when, found.answers))
    asked = _most([name for name in found.answers if counted[name]], counted)
    if any(_is_ticked(pack, found, name) for name in asked):
        return []  # it may speak for something else: it is no answer to "why not this?"
    single = [n for n in found.answers if counted[n] and not isinstance(found.answers[n], tuple)]
    lines = [text for name in _most(single, counted) for text in _said(pack, found, name)]
    return lines or [text for name in asked for text in _read_back(pack, found, name)]


def _most(names: list[str], counted: Counter[str]) -> list[str]:
    """Those that are counted most often."""
    most = max([counted[name] for name in names], default=0)
    return [name for name in names if counted[name] == most]


def _is_ticked(pack: Pack, found: Assessment, name: str) -> bool:
    """Whether anything was chosen, apart from "None of these", or it is not known."""
    value = found.answers[name]
    apart = {option.id for option in pack.question(name).options if option.exclusive} - {UNSURE}
    return value == UNSURE or (isinstance(value, tuple) and not apart.issuperset(value))


def _read_back(pack: Pack, found: Assessment, name: str) -> tuple[str, ...]:
    """An answer as it is read back: "None of these" as it was given, a bare "No" not at all."""
    lines = _said(pack, found, name)
    if lines or not isinstance(found.answers[name], tuple):
        return lines
    return (answer_text(pack, pack.question(name), found.answers),)


def _said(pack: Pack, found: Assessment, name: str) -> tuple[str, ...]:
    """An answer as it is read back, without "None of these"."""
    value = found.answers[name]
    values = value if isinstance(value, tuple) else (value,)
    items = [AnswerItem.of(rules_of(pack), name, one) for one in values]
    return answer_lines(pack, items)


def _questions(pack: Pack, topic: str, title: str, names: Iterable[str], lead: str = "") -> Topic:
    """Questions that the result does not count."""
    lines = [Block("step", pack.question(name).text) for name in names]
    if lines and lead:
        lines.insert(0, Block("text", lead))
    return Topic(topic, title, tuple(lines))


def _what_to_do(
    words: ResultWords, advice: tuple[Advice, ...], tests: tuple[LabTest, ...]
) -> list[Block]:
    """What helps, and what may be checked, each under its heading."""
    steps, checks = _steps(advice), [Block("test", test.text) for test in tests]
    helps = [Block("heading", words.helps), *steps] if steps else []
    return [*helps, *([Block("heading", words.doctor), *checks] if checks else [])]


def _steps(advice: Iterable[Advice]) -> tuple[Block, ...]:
    return tuple(Block("step", one.text) for one in advice)


def match_in_words(words: ResultWords, match: str) -> str:
    """How well a cause matches (`strong`, `moderate`, `slight`), or that a mimic `fits`."""
    return str(getattr(words, match))


def certainty(words: ResultWords, grade: str) -> str:
    """How certain a statement is."""
    return str(getattr(words, f"certainty_{grade}"))
