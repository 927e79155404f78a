"""Many runs that differ in one thing: planned, run, and what they found as a curve. No Qt."""
