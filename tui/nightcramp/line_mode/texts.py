"""The texts of line mode, as pure functions of the interview's state."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from nightcramp.answering.choice import Choice
from nightcramp.answering.search import search
from nightcramp.answering.typed_line import numbered
from nightcramp.pack import Question
from nightcramp.pack.model import Option
from nightcramp.pack.words import LineWords, Words
from nightcramp.reports.answered import answer_text, answered
from nightcramp.reports.blocks import GAP, Block
from nightcramp.reports.explanations import explain_topic
from nightcramp.reports.plain import render_blocks, render_headline, render_plain, render_topic
from nightcramp.reports.result import STEPS, Result, build_result
from nightcramp.reports.signers import pack_line
from nightcramp.reports.topics import COME_BACK, Topic
from nightcramp.triage import Interview, assess

_ROWS = 20
"""Rows of a part that is read before the next one: a screen has 24."""


def sentence(text: str) -> str:
    """A sentence, wrapped."""
    return render_blocks([Block("text", text)])


def help_text(words: LineWords) -> str:
    """What can be typed, and the commands."""
    return f"{render_blocks([Block('text', words.help), Block('text', words.commands)])}\n"


def question_text(interview: Interview, question: Question, choice: Choice) -> str:
    """A question: the progress, the question itself, and the options with their numbers.

    Args:
        interview: the answers so far.
        question: the question.
        choice: the state of its choice.
    """
    progress, line = interview.progress, interview.pack.words.line
    place = line.where.format(
        section=progress.section, number=progress.number, about=progress.about
    )
    blocks = [Block("text", place), GAP, Block("text", question.text)]
    if question.hint:
        blocks.append(Block("text", question.hint))
    blocks += [GAP, *_options(choice, line), GAP]
    if question.id in interview.answers:
        answer = answer_to(interview, question)
        blocks += [Block("text", line.earlier.format(answer=answer)), GAP]
    return f"\n{render_blocks(blocks)}"


def prompt_text(choice: Choice, words: LineWords) -> str:
    """What stands before the line that is typed."""
    return f"{getattr(words, f'prompt_{choice.kind}', words.prompt_several)} "


def result_prompt(words: LineWords, unread: Sequence[str], *, named: bool) -> str:
    """What stands before the line typed at a result.

    Args:
        words: line mode's.
        unread: the parts that Enter brings.
        named: whether what else can be typed was said already.
    """
    more = words.prompt_more if unread else ""
    named = named and bool(unread)
    lines = [more, "" if named else words.prompt_result]
    return f"{''.join(sentence(line) for line in lines if line).rstrip()} "


def reply_text(choice: Choice, words: Words) -> str:
    """The reply to a line that did not answer the question: a sentence, or what was found."""
    if choice.message:
        message: str = getattr(words.line, choice.message, "")
        message = message or getattr(words.question, choice.message)
        return sentence(message.format(**choice.details))
    if choice.typed:
        return _found(choice, words.line)
    labels = {option.id: choice.label(option) for option in choice.options}
    chosen = "; ".join(labels[name] for name in choice.chosen)
    return sentence(words.line.chosen.format(answer=chosen or "-"))


def review_text(interview: Interview) -> str:
    """All answers, each with the number that goes to its question."""
    words = interview.pack.words
    items = answered(interview)
    blocks = [
        Block("text", f"{item.question} {item.answer}", term=f"{number}.")
        for number, item in enumerate(items, 1)
    ]
    lead = words.line.review if items else words.review.empty
    return f"\n{render_blocks([*blocks, GAP, Block('text', lead)])}"


def result_text(interview: Interview) -> str:
    """The result, and the version of the pack."""
    return f"\n{render_plain(_result(interview))}\n{_below(interview)}\n"


def result_parts(interview: Interview, said: str) -> list[str]:
    """The result in parts of a screen at most: first what to do, and that once more at the end.

    What to do and how soon; why; what may be behind it; what helps; when to come back; the rest.

    Args:
        interview: the answers.
        said: what was answered last, which stands above it.
    """
    result = _result(interview)
    headline = f"{render_headline(result)}\n"
    reasons, topics = list(result.reasons), list(result.topics)
    first = [reason for reason in reasons if reason.id == STEPS and not topics]
    ranked = [topic for topic in topics if topic.ranked]
    back = [topic for topic in topics if topic.id == COME_BACK]
    at = topics.index(back[0]) if back else len(topics)
    groups = [
        [
            *([said.strip("\n") + "\n"] if said else []),
            headline,
            sentence(result.lead),
            sentence(result.note),
            *map(_shown, first),
        ],
        [_shown(reason) for reason in reasons if reason not in first],
        [_shown(topic) for topic in ranked],
        [_shown(topic) for topic in topics[len(ranked) : at]],
        [_shown(topic) for topic in back],
        [_shown(topic) for topic in topics[at + 1 :]],
    ]
    if ranked:
        groups[2].insert(0, sentence(interview.pack.words.result.behind))
    parts = [part for group in groups for part in screenfuls("\n".join(group))]
    return [*parts, f"\n{headline}\n{_below(interview)}\n"]


def screenfuls(text: str) -> list[str]:
    """A text in pieces that a screen shows whole, broken at blank lines where there are some."""
    pieces, piece = [], ""
    for paragraph in text.strip("\n").split("\n\n"):
        lines = paragraph.split("\n")
        for start in range(0, len(lines), _ROWS):
            more = "\n".join(lines[start : start + _ROWS])
            if piece and piece.count("\n") + more.count("\n") + 2 > _ROWS:
                pieces.append(f"\n{piece}\n\n")
                piece = ""
            piece = f"{piece}\n\n{more}" if piece else more
    return [*pieces, f"\n{piece}\n\n"] if piece else pieces


def _result(interview: Interview) -> Result:
    pack = interview.pack
    return build_result(pack, assess(pack, interview.answers))


def _shown(topic: Topic) -> str:
    return f"{render_topic(topic)}\n"


def _below(interview: Interview) -> str:
    """What stands below a result: the offer of more questions, and the pack."""
    pack = interview.pack
    offer = sentence(pack.words.line.while_you_wait) if interview.while_you_wait else ""
    return f"{offer}{pack_line(pack)}\n"


def menu_text(question: str, labels: Sequence[str], words: LineWords) -> str:
    """A question and what can be chosen, each with its number."""
    blocks = [Block("text", label, term=f"{n}.") for n, label in enumerate(labels, 1)]
    return f"\n{render_blocks([Block('text', question), GAP, *blocks, GAP])}{words.prompt_menu} "


def grounds_text(interview: Interview) -> str:
    """Why: the grounds of each topic of the result."""
    pack = interview.pack
    assessment = assess(pack, interview.answers)
    result = build_result(pack, assessment)
    blocks: list[Block] = []
    for topic in (*result.reasons[:1], *result.topics):
        grounds = explain_topic(pack, assessment, topic.id)
        blocks += [GAP, Block("heading", topic.title), *grounds]
    return f"{render_blocks(blocks)}\n"


def answer_to(interview: Interview, question: Question) -> str:
    """An answer in words."""
    return answer_text(interview.pack, question, interview.answers)


def list_text(choice: Choice, words: LineWords) -> str:
    """A whole list with its numbers; a list too long to be heard is searched."""
    every = _whole_list(choice)
    if not every:
        return sentence(words.search_first)
    return render_blocks([_numbered(n, choice.label(option)) for n, option in every.items()])


def _options(choice: Choice, words: LineWords) -> list[Block]:
    """The options with their numbers; of a list to search, only those beside it."""
    if choice.kind == "number":
        return [Block("text", option.label, term="n.") for option in choice.apart]
    if choice.kind != "pick":
        return [_numbered(digit, o.label) for o, digit in choice.numbered if digit is not None]
    own = {choice.digits[o.id]: o.label for o in choice.apart if o.id in choice.digits}
    blocks = [_numbered(number, label) for number, label in own.items()]
    if every := _whole_list(choice):
        blocks += [GAP, Block("text", words.hear_list.format(count=len(every)))]
    return blocks


def _whole_list(choice: Choice) -> dict[int, Option]:
    return numbered(replace(choice, typed=""), listed=True)


def _numbered(number: int, label: str) -> Block:
    return Block("text", label, term=f"{number}.")


def _found(choice: Choice, words: LineWords) -> str:
    options = numbered(choice)
    more = len(search(choice.options, choice.typed)) - len(options)
    alone = len(options) == 1 and more <= 0
    blocks = [Block("text", words.found_one if alone else words.found)]
    blocks += [_numbered(n, choice.label(option)) for n, option in options.items()]
    if more > 0:
        blocks.append(Block("text", words.found_more.format(count=more)))
    return render_blocks(blocks)
