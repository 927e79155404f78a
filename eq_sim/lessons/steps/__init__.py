"""The kinds of step: each a frozen description, which begins a running step when its time comes."""
