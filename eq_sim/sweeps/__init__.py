"""Sweeps: the same experiment many times, with one setting and the seed varied. No Qt."""
