"""The state of an answer being given: a choice, a search, a typed line.

Shared by both front ends. Pure: it knows no terminal.

May import: `triage`, `pack`.
"""
