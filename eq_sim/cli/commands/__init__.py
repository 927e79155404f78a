"""The commands: every file here has the one it is named after, as its ``COMMAND``.

The help reads them all, so they import Qt, lessons and films only when they run.
"""
