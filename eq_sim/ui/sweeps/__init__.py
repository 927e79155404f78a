"""Sweeps in the window: what is varied, how far it is, and the curve that comes of it."""
