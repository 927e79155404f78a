"""Lessons: scripts of timed steps, and the player that turns time into actions. No Qt.

lesson.py      a lesson: what it opens on, and its steps
steps/         the kinds of step: knobs, ab, captions, training, checks; step.py has what all share
language/      names of knobs and panels, numbers, conditions, captions' lines
files/         the parser, the schema, and a recording written as a lesson
scene.py       what the audience sees beside the experiment
context.py     what a step works on: the session and the scene
schedule.py    when each step begins, ends, and waits for somebody
playhead.py    runs the steps up to a tick, and goes back
player.py      plays a lesson: play, pause, answer, next, back
recording.py   what happens to a live session, as a file
playback.py    plays a recording
show.py        what a lesson and a recording have in common when they play
check.py       plays a lesson without an audience, and says what did not hold
counting/      from how many other seeds what a lesson expects holds
wording/       rules that captions are read by: parts of the data, typed numbers, sums
lesson_error.py  the mistakes in a lesson's file
"""
