"""Lessons: scripts of timed actions and captions, and the player that turns time into actions.

errors.py       a mistake and its place; all of a script's mistakes at once
script.py       a lesson as it stands in its file
reading.py      from a table in the file to a step, naming each mistake with its line
step.py         what every kind of step has; the kinds: talking, handling, learning, testing
ground.py       what a script can speak of at each place: knobs, settings, names
names.py        "x1 -> neuron 3": the knobs that words mean
quantities.py   the numbers that captions and conditions can name
expressions.py  "{loss} < 0.1", and captions with numbers in them
stage.py        what the audience sees
player.py       plays: a whole number of ticks in, the stage and the session after it
check.py        plays without an audience, and says what did not hold
"""
