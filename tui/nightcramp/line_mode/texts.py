"""The texts of line mode, as pure functions of the interview's state."""

from __future__ import annotations

from nightcramp.answering.choice import Choice
from nightcramp.answering.search import search
from nightcramp.answering.typed_line import numbered
from nightcramp.pack import Question
from nightcramp.pack.words import LineWords, Words
from nightcramp.reports.answered import answer_text, answered
from nightcramp.reports.blocks import GAP, Block
from nightcramp.reports.explanations import explain_topic
from nightcramp.reports.plain import render_blocks, render_plain
from nightcramp.reports.result import build_result
from nightcramp.triage import Interview, assess


def sentence(text: str) -> str:
    """A sentence, wrapped."""
    return render_blocks([Block("text", text)])


def help_text(words: LineWords) -> str:
    """What can be typed, and the commands."""
    return f"{render_blocks([Block('text', words.help), Block('text', words.commands)])}\n"


def question_text(
    interview: Interview, question: Question, choice: Choice, words: Words, taken: str
) -> str:
    """A question: the progress, the question itself, and the options with their numbers.

    Args:
        interview: the answers so far.
        question: the question.
        choice: the state of its choice.
        words: the program's own words.
        taken: id of the question answered last, whose answer is repeated because a number
            is easily mistyped. Empty for none.
    """
    progress, line = interview.progress, words.line
    blocks: list[Block] = []
    if taken in interview.answers:
        answer = _answer_to(interview, interview.pack.question(taken), words)
        blocks += [Block("text", line.taken.format(answer=answer)), GAP]
    place = line.where.format(
        section=progress.section, number=progress.number, about=progress.about
    )
    blocks += [Block("text", place), GAP, Block("text", question.text)]
    if question.hint:
        blocks.append(Block("text", question.hint))
    blocks += [GAP, *_options(choice), GAP]
    if question.id in interview.answers:
        answer = _answer_to(interview, question, words)
        blocks += [Block("text", line.earlier.format(answer=answer)), GAP]
    return f"\n{render_blocks(blocks)}"


def prompt_text(choice: Choice, words: LineWords) -> str:
    """What stands before the line that is typed."""
    return f"{getattr(words, f'prompt_{choice.kind}', words.prompt_several)} "


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


def review_text(interview: Interview, words: Words) -> str:
    """All answers, each with the number that goes to its question."""
    items = answered(interview, words.question.not_sure)
    blocks = [
        Block("text", f"{item.question} {item.answer}", term=f"{number}.")
        for number, item in enumerate(items, 1)
    ]
    lead = words.line.review if items else words.review.empty
    return f"\n{render_blocks([*blocks, GAP, Block('text', lead)])}"


def result_text(interview: Interview, words: Words) -> str:
    """The result, and the version of the pack."""
    pack = interview.pack
    result = build_result(pack, words, assess(pack, interview.answers))
    version = words.results.pack.format(version=pack.about.version)
    note = version if pack.reviewed else f"{version}, {words.results.not_reviewed}."
    offer = sentence(words.line.while_you_wait) if interview.while_you_wait else ""
    return f"\n{render_plain(result)}\n{offer}{note}\n\n"


def grounds_text(interview: Interview, words: Words) -> str:
    """Why: the grounds of each topic of the result."""
    pack, answers = interview.pack, interview.answers
    assessment = assess(pack, answers)
    result = build_result(pack, words, assessment)
    blocks: list[Block] = []
    for topic in (*result.reasons[:1], *result.topics):
        grounds = explain_topic(pack, answers, assessment, topic.id, words)
        blocks += [GAP, Block("heading", topic.title), *grounds]
    return f"{render_blocks(blocks)}\n"


def _answer_to(interview: Interview, question: Question, words: Words) -> str:
    return answer_text(interview.pack, question, interview.answers, words.question.not_sure)


def _options(choice: Choice) -> list[Block]:
    """The options with their numbers; of a long list to search, only those beside it."""
    if choice.kind == "number":
        return [Block("text", option.label, term="n.") for option in choice.apart]
    if choice.kind != "pick":
        return [
            Block("text", option.label, term=f"{digit}.")
            for option, digit in choice.numbered
            if digit is not None
        ]
    offered = {n: option.label for n, option in numbered(choice).items()}
    own = {choice.digits[o.id]: o.label for o in choice.apart if o.id in choice.digits}
    return [Block("text", name, term=f"{n}.") for n, name in (*offered.items(), *own.items())]


def _found(choice: Choice, words: LineWords) -> str:
    options = numbered(choice)
    blocks = [Block("text", words.found)]
    blocks += [Block("text", choice.label(o), term=f"{n}.") for n, o in options.items()]
    more = len(search(choice.options, choice.typed)) - len(options)
    if more > 0:
        blocks.append(Block("text", words.found_more.format(count=more)))
    return render_blocks(blocks)
