"""How often what a lesson expects holds, from seeds that nobody has tuned on.

counted.py      "19 of 20, seeds 1000-1019": a count, as a lesson's file has it
reseeding.py    a lesson with other seeds
tally.py        each expectation of a lesson, and from how many seeds it held
playing.py      one lesson played from one seed; from many, here
processes.py    the same in processes of its own
"""
