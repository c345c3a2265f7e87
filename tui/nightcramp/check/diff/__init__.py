"""Two versions of a pack compared: who is told something else, proved or with a smallest patient.

`edits` reads the files, and `readers` says who reads a sentence. `together` says in formulas over
the same answers what both versions do, `apart` where they differ, `patients` whom that reaches;
`told` is what the engine says, `frequency` how many of a described population hear something else.
`compare` puts it together in the records of `records`; `as_text` and `as_html` are its forms.
"""
