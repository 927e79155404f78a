"""What leaves the program for others to use: scripts, tables, and a model's answers. No Qt."""
