"""What surrounds an interview on a clinic's machine: idle clock, audit, kept session, checks.

It knows no screen. It writes answers to the kept session only, and to that only when asked.

May import: `triage`, `pack`, `system`.
"""
