"""An assessment as something to read: result, leaflet, handover, diary; text, Markdown, HTML.

Pure: no file, no terminal, no clock.

May import: `triage`, `pack`.
"""
