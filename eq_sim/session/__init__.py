"""One experiment: what is true now, and the one door through which it changes. No Qt.

Read in this order:

* ``state``: what is true now, as one value: undo, fork, files and history keep it and go back.
* ``actions/``: everything that can happen. Rare actions are functions from a state to another one.
* ``session``: THE DOOR: ``apply``, ``advance``, ``fork``.
* ``commit``: how a rare action becomes true, whole or not at all; ``in_place``: turning, training.
* ``engine``: the memory in which a state runs; ``training/``: its parts, from batches to losses.
* ``undo/``: what can be undone, and what belongs to one gesture or one run.
* ``change``: what an action has changed; views decide by it whether to look.
* ``log``: what happened; ``files/``: recordings and parameters; ``saved_state``: a state in a file.
* ``settings/``: the one table of settings; ``scenario``: what an experiment is made of.
* ``questions/``: what one can ask without changing anything.
* ``knob_bank``: the knobs as views see them; ``knob_sets``: many of them in few bytes.
* ``messages``, ``words``, ``names``: what is said, and in which words; ``errors``: what is refused.
"""
