"""Data for other programs: JSON, FHIR, CDS Hooks, XLSForm.

Pure: it makes values and text, and leaves files and connections to its callers.

May import: `reports`, `triage`, `pack`.
"""
