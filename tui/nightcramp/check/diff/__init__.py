"""Two versions of a pack compared: who is told something else, proved or with a smallest patient.

`edits` reads the files, `together` says in formulas over the same answers what both versions do,
`witness` finds whom a difference reaches, `frequency` how many of a described population.
`compare` puts it together in the records of `records`; `as_text` and `as_html` are its forms.
"""
