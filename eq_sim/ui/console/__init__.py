"""The console: one canvas with every knob of a bank on it.

Where knobs are: ``geometry`` and ``arrange`` lay them out, ``canvas_map`` finds them in the view,
``canvas_view`` keeps the map up to date. How they look: ``scene`` draws a frame from ``backdrop``
(what stands still), ``painting`` with ``rasters`` and ``sprites`` (the knobs), ``state_marks`` and
``highlights`` (what is lit); ``scales`` says what the top of a fader means. What is done to them:
``input`` and ``gestures``. ``console`` puts these together, ``live`` puts it over a session, and
``accessible`` with the ``tree_`` files is the console for those who do not see it.
"""
