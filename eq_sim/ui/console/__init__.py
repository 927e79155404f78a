"""The console: one canvas with every knob of the network on it.

``geometry`` says where a knob is, ``scales`` what the top of its fader means, ``sprites`` and
``banks`` paint all knobs at once, ``backdrop`` what stands still, ``overlay`` what a hand lights,
and ``console`` puts them together and listens to the hand.
"""
