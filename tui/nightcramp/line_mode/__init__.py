"""The interview as lines of text, one below the other, for screen readers and slow terminals.

The same questions and the same result as the wizard, without Textual.

May import: `clinic`, `exchange`, `reports`, `answering`, `triage`, `pack`, `system`.
"""
