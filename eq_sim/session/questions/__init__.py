"""What one can ask of an experiment without changing it: what a knob is, does and is worth."""
