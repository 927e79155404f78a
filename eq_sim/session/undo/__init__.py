"""Undo and redo: what an experiment was before each thing that a hand or training did."""
