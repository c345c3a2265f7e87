"""The widgets: each draws rows of text from what it was given, and decides nothing."""
