"""An assessment as something to read: result, leaflet, handover, diary, plain text.

Pure: no file, no terminal, no clock.

May import: `triage`, `pack`.
"""
