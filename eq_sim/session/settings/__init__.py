"""Settings: the one table, how a value is typed, and what has to fit what."""
