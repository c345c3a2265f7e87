"""The vignettes of a pack, played: whether each gets the result expected, and how often."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from nightcramp.check.finding import Finding
from nightcramp.errors import AnswerError, PackError
from nightcramp.pack import Pack, Urgency
from nightcramp.pack.folder import PackFolder
from nightcramp.pack.load import read_document
from nightcramp.pack.vignettes import Patient, Vignette, load_vignettes, read_patients
from nightcramp.text import clean
from nightcramp.triage import Answers, Assessment, Interview, assess, read_answers

if TYPE_CHECKING:
    from nightcramp.pack.folder import AnyFolder


MOST_URGENT_FIRST = tuple(u for u in reversed(Urgency) if u is not Urgency.incomplete)
"""Every urgency that a result can say."""


def check_patients(pack: Pack, folder: AnyFolder) -> Iterator[Finding]:
    """A finding for each patient that cannot be read or played, or gets another result.

    A patient from outside may get any result: what the raters accept is reported, not enforced.
    """
    folder = PackFolder.of(folder)
    try:
        patients = list(read_patients(folder))
    except PackError as error:
        yield Finding(error.file, error.line, error.rule, "error", error.problem)
        return
    for name, patient in patients:
        file = clean(name)
        try:
            found = play(pack, patient)
        except AnswerError as error:
            if isinstance(patient, Vignette):
                problem = f"The interview does not take these answers: {error}"
                yield Finding(file, 1, "vignette-fails", "error", problem)
            else:
                line = read_document(folder, name).line(("answers", error.question))
                problem = f"The questions have changed since this patient was played: {error}"
                yield Finding(file, line, "vignette-stale", "error", problem)
            continue
        for problem in failures(patient, found) if isinstance(patient, Vignette) else ():
            yield Finding(file, 1, "vignette-fails", "error", problem)


def play(pack: Pack, patient: Patient) -> Assessment:
    """The assessment of a patient, who is asked one question after the other.

    Answers that are never asked for are an error in a patient of our own. In one from outside
    they are ignored: the questions may have changed since it was played, and the players must
    not see the result. Whoever tells more than is asked goes on while waiting.

    Raises:
        AnswerError: an answer is missing, not accepted, or never asked for.
    """
    answers = read_answers(pack, patient.answers)
    interview = _asked(Interview.begin(pack), answers)
    ours = isinstance(patient, Vignette)
    while interview.finished and any(q.id in answers for q in interview.while_you_wait):
        interview = _asked(interview.wait(), answers)
    for name in answers if ours else ():
        if name not in interview.answers:
            raise AnswerError(name, "is not asked of this patient; take it out.")
    return assess(pack, interview.answers)


def _asked(interview: Interview, answers: Answers) -> Interview:
    while (question := interview.question) is not None:
        if question.id not in answers and interview.waiting:
            break  # whoever waits for help may stop at any question
        if question.id not in answers:
            raise AnswerError(question.id, "is asked, and has no answer here.")
        interview = interview.answer(answers[question.id])
    return interview


def failures(vignette: Vignette, found: Assessment) -> list[str]:
    """The differences from the expected result, one sentence each."""
    expected = vignette.expected
    problems = []
    if not Urgency[expected.at_least] <= found.urgency <= Urgency[expected.at_most]:
        limits = f"{expected.at_least} to {expected.at_most}"
        problems.append(f"The urgency is {found.urgency.name}; expected {limits}.")
    if not leads(found) & set(expected.first):
        problems.append(f"'{found.leading}' leads; expected {' or '.join(expected.first)}.")
    advised = given(found)
    wrong = {
        "Not named": set(expected.names) - named(found),
        "Not advised": set() if found.urgent else set(expected.advise) - advised,
        "Advised, and must not be": set(expected.never_advise) & advised,
    }
    problems += [f"{what}: {', '.join(sorted(ids))}." for what, ids in wrong.items() if ids]
    if found.urgency is Urgency.routine and found.within_days > (expected.within_days or 999):
        problems.append(f"Within {found.within_days} days; expected {expected.within_days}.")
    return problems


def leads(found: Assessment) -> set[str]:
    """The id of what leads, and its group; `urgent` if it is an urgent red flag."""
    names = {found.leading, "urgent"} if found.urgent else {found.leading}
    return names | {c.cause.group for c in found.causes if c.cause.id == found.leading}


def named(found: Assessment) -> set[str]:
    """Every flag, suspect, mimic and cause of an assessment; of a cause, its group as well."""
    names = {name for item in found.flags for name in (item.flag.id, *item.flag.suspects)}
    names |= {item.mimic.id for item in found.mimics}
    return names.union(*({item.cause.id, item.cause.group} for item in found.causes))


def given(found: Assessment) -> set[str]:
    """Ids and topics of all advice given."""
    lines = [
        *found.advice,
        *(line for item in found.causes for line in item.advice),
        *(line for item in found.mimics for line in item.advice),
    ]
    return {name for line in lines for name in (line.id, *line.recommends)}


class Share(Struct, frozen=True):
    """A proportion with its 95 % confidence interval, in percent.

    Source: Wilson EB. Probable inference, the law of succession, and statistical inference.
    J Am Stat Assoc 1927;22:209-12.
    """

    part: int
    whole: int

    def __str__(self) -> str:
        """The share in words: "3/4 = 75 % (30-95)"."""
        if not self.whole:
            return "none"
        z, n, p = 1.96, self.whole, self.part / self.whole
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        reach = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        low, high = max(0.0, middle - reach), min(1.0, middle + reach)
        return f"{self.part}/{n} = {100 * p:.0f} % ({100 * low:.0f}-{100 * high:.0f})"


_PUBLISHED = """
Published, on other patients, for comparison (not the same test):
  Semigran 2015, 23 tools: right cause first 34 %, right urgency 57 %
    (emergencies 80 %, self-care 33 %)
  Hill 2020, 36 tools: right cause first 36 %, right urgency 49 %
  Gilbert 2020: cause in top three, GPs 82 %, apps 24-71 %;
    safe urgency, GPs 97 %, apps 80-98 %
These patients were written by those who wrote the rules. A high figure shows that the
rules do what was meant, not that they are right."""


def report(pack: Pack, folder: AnyFolder) -> str:
    """Results of the pack's own patients, beside published figures.

    Raises:
        PackError: a vignette cannot be read.
        AnswerError: a vignette's answers do not fit the interview.
    """
    played = [(v, play(pack, v)) for v in load_vignettes(folder)]
    lines = [f"{len(played)} patients; share and 95 % interval", ""]
    lines.append(f"{'urgency':<12}{'exact':<24}{'under':<8}{'over':<8}")
    for urgency in MOST_URGENT_FIRST:
        rows = [(v, a) for v, a in played if v.expected.urgency == urgency.name]
        exact = sum(a.urgency is urgency for _, a in rows)
        under = sum(a.urgency < Urgency[v.expected.at_least] for v, a in rows)
        over = sum(a.urgency > Urgency[v.expected.at_most] for v, a in rows)
        lines.append(f"{urgency.name:<12}{Share(exact, len(rows))!s:<24}{under:<8}{over:<8}")
    safe = sum(a.urgency >= Urgency[v.expected.at_least] for v, a in played)
    first = sum(bool(leads(a) & set(v.expected.first)) for v, a in played)
    top = sum(bool(_top_three(a) & set(v.expected.first)) for v, a in played)
    lines += [
        "",
        f"safe urgency             {Share(safe, len(played))}",
        f"expected cause first     {Share(first, len(played))}",
        f"expected cause in three  {Share(top, len(played))}",
        _PUBLISHED,
    ]
    return "\n".join(lines)


def _top_three(found: Assessment) -> set[str]:
    ranked = [{m.mimic.id} for m in found.mimics]
    ranked += [{c.cause.id, c.cause.group} for c in found.causes]
    return leads(found).union(*ranked[:3])
