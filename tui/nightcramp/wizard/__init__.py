"""The full-screen wizard: the Textual app, its screens and widgets, its keys and its driver.

The only room that imports Textual or Rich. It holds no rule and no sentence: rules are in
`triage`, sentences in the pack.

May import: `exchange`, `clinic`, `reports`, `answering`, `triage`, `pack`, `system`.
"""
