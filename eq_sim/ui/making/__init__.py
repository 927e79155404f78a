"""The window in which a lesson is made of what happened."""
