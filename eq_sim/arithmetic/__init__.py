"""Arithmetic that a person types, read by a grammar of its own: of lessons, and of curves."""
