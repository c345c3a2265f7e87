"""The review book: one page from which a clinician reviews a pack, doubts it, and signs it.

A chapter is a function from the pack to HTML; what it shows is computed in modules of its own.

May import: `check`, `triage`, `pack`.
"""
