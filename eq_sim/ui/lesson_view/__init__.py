"""A lesson or a recording in the window: caption, controls, highlight, full screen, notes, film."""
