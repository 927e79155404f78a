"""The console: one canvas with every knob of a bank on it.

Where knobs are: ``arrange`` with ``racks`` plans who stands beside whom, ``plan`` knows their
sizes from far to near, ``measures`` what a strip of a size is made of, ``geometry`` where all
that is; ``canvas_map`` finds knobs in the view, ``canvas_view`` keeps the map up to date and
zooms. How they look: ``scene`` draws a frame from ``backdrop`` (what stands still), ``painting``
with ``cell_bays``, ``bar_bays``, ``rasters`` and ``sprites`` (the knobs), ``overview``,
``state_marks`` and ``highlights`` (what is lit); ``scales`` says what the top of a fader means,
``reach`` how far it goes, ``outliers`` what is beyond. What is done to them: ``input`` and
``gestures``. ``console`` puts these together, ``live`` puts it over a session, and
``accessible`` with the ``tree_`` files is the console for those who do not see it.
"""
