"""The rules engine: answers in, one explained assessment out. Pure."""

from nightcramp.triage.answers import Answers, Value, read_answers
from nightcramp.triage.assess import Assessment, assess
from nightcramp.triage.interview import Interview

__all__ = ["Answers", "Assessment", "Interview", "Value", "assess", "read_answers"]
