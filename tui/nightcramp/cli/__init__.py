"""The command line: options, commands, and what they print.

Each command is a module in `commands/`, imported when it is asked for: help, the content
check and an assessment load no screen. Nothing imports this room.

May import: `wizard`, `line_mode`, `check`, `exchange`, `clinic`, `reports`, `triage`,
`pack`, `system`, `library`.
"""
