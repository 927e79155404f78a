"""Every text that a window paints, where it stands, and what is wrong with it."""
