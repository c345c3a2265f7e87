"""The screens: each shows one thing, and says what the person decided."""
