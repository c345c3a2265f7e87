"""What surrounds an interview on a clinic's machine: idle clock, audit, kept session, checks.

It knows no screen. Answers are written only to the kept session, and only when asked for.

May import: `triage`, `pack`, `system`.
"""
