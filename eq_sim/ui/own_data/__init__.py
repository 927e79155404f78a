"""Opening a table of a person's own: the dialog, its preview, and what is chosen in it."""
