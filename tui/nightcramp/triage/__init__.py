"""The rules engine: answers in, one explained assessment out.

Pure: no file, no terminal, no clock; the same pack and answers always give the same result.

May import: `pack`.
"""

from nightcramp.triage.answers import read_answers
from nightcramp.triage.assess import assess
from nightcramp.triage.assessment import Assessment
from nightcramp.triage.interview import Interview
from nightcramp.triage.values import Answers, Value

__all__ = ["Answers", "Assessment", "Interview", "Value", "assess", "read_answers"]
