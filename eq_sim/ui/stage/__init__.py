"""Lessons on screen: caption, spotlight, the presenter's own window."""
