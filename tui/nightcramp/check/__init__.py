"""A pack reviewed: mistakes, contradictions, wording, and what its patients are told.

What it finds is a list of findings; printing them is the command line's.

May import: `reports`, `triage`, `pack`.
"""
