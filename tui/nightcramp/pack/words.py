"""The program's own words: what screens, keys and prompts say, from `words.toml`."""

from __future__ import annotations

import msgspec


class ResultWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Headings and short words of a result."""

    heading: str
    told: str
    means: str
    do_until: str
    not_a_diagnosis: str
    behind: str
    no_clear_cause: str
    no_clear_cause_text: str
    weak_hints: str
    strong: str
    moderate: str
    slight: str
    fits: str
    how: str
    why: str
    doubt: str
    helps: str
    doctor: str
    doctor_nothing: str
    instead: str
    during: str
    prevent: str
    talk: str
    safety_net: str
    not_asked: str
    not_asked_text: str
    unsure: str
    reasons: str
    certainty_high: str
    certainty_moderate: str
    certainty_low: str
    certainty_very_low: str
    certainty_opinion: str


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every table of `words.toml`."""

    result: ResultWords
