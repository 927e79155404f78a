"""A lesson made of what happened: told in steps, worded, cut and ordered by a person."""
