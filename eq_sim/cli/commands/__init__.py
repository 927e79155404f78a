"""The commands: every file here has one, as its ``COMMAND``.

Each is read when the program starts, so it imports Qt, lessons and films only when it runs.
"""
