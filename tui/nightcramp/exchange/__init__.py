"""Data for other programs, in and out: JSON, tables, FHIR, CDS Hooks, XLSForm.

Pure: it makes values and text, reads from streams that are open, and leaves files and connections
to its callers.

May import: `reports`, `triage`, `pack`.
"""
