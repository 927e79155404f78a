"""The stage of a lesson: what it shows, as large as it says."""
