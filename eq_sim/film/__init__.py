"""Fixed-step frames in, a film out: MP4, WebM, GIF, WebP or a folder of pictures. No Qt.

``film`` is the door: ``shoot`` takes pictures and leaves a whole film or nothing. ``pictures``
says what a picture is, ``formats`` what each kind of film is made with, ``subtitles`` what is
told beside it. ``conveyor`` carries pictures from the drawing to a recorder in a thread of its
own; the recorders are ``video`` (MP4, WebM; ``assembly`` and ``sound`` add the other tracks),
``palette`` (GIF), ``patches`` (WebP) and ``png``. ``errors`` is what can be refused.

Only ``video``, ``assembly``, ``sound``, ``palette`` and ``patches`` need PyAV, and nothing imports
them before a film of such a kind is asked for.
"""
