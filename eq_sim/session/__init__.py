"""One experiment: what is true now, and the one door through which it changes. No Qt.

``session`` is the door, ``actions`` is everything that can go through it, ``parameters`` owns θ,
``trainer`` turns θ downhill, ``log`` remembers what happened, ``scenario`` says what an
experiment is made of, ``checkpoints`` keeps θ in files, ``errors`` is what can be refused.
"""
