"""A person's own data: a file of text becomes a table, and a table becomes samples."""
