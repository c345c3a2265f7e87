"""What was answered, said back: a number is easily mistyped, and an alarm must not stand alone."""

from __future__ import annotations

from nightcramp.line_mode.texts import answer_to, sentence
from nightcramp.triage import Interview, assess
from nightcramp.triage.assessment import Assessment


def echo_text(interview: Interview, taken: str, shown: Interview | None) -> str:
    """The answer taken, and what it does to the advice.

    Args:
        interview: the answers so far.
        taken: id of the question answered last.
        shown: the answers of the last result, if there was one.
    """
    line = interview.pack.words.line
    answer = answer_to(interview, interview.pack.question(taken))
    said = [line.taken.format(answer=answer)]
    if shown and (interview.finished or withdraws(shown, interview)):
        said.append(_become_of(shown, interview))
    if interview.finished and _is_urgent(interview):
        back = interview.take_back().question
        said += [line.slip] if back and back.id == taken else []
    return f"\n{sentence(' '.join(said))}"


def _become_of(shown: Interview, interview: Interview) -> str:
    """What has become of the advice shown before."""
    line = interview.pack.words.line
    before, now = (assess(one.pack, one.answers) for one in (shown, interview))
    title = shown.pack.headline(before.urgency.name, before.contact).title
    if withdraws(shown, interview):
        return line.no_longer.format(text=title)
    if _advice(before) == _advice(now):
        return line.same_advice
    if now.urgent and (before.urgency, before.contact) == (now.urgency, now.contact):
        return line.still_holds.format(text=title)
    return line.new_advice


def _is_urgent(interview: Interview) -> bool:
    return assess(interview.pack, interview.answers).urgent


def withdraws(shown: Interview, interview: Interview) -> bool:
    """Whether an urgent result that was shown is not so urgent with the answers now."""
    before = assess(shown.pack, shown.answers)
    return before.urgent and assess(interview.pack, interview.answers).urgency < before.urgency


def _advice(found: Assessment) -> tuple[object, ...]:
    """All that is advised, in no language; where it is urgent, only what to do first."""
    urgent = found.urgent
    flags = [one.flag for one in found.flags]
    what_first = (
        found.urgency,
        found.within_days,
        found.contact,
        [flag.id for flag in flags if not urgent or flag.urgency == found.urgency.name],
        [one.note.id for one in found.notes if not urgent or one.note.always],
    )
    if urgent:
        return what_first
    return (
        *what_first,
        found.leading,
        found.missing,
        [one.medicine.id for one in found.medicines],
        [one.id for one in found.advice],
        [(one.cause.id, one.band, one.advice, one.tests) for one in found.causes],
        [(one.mimic.id, one.advice, one.tests) for one in found.mimics],
    )
