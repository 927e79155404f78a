"""Networks far larger than any that runs here: their published sizes, and what those come to."""
