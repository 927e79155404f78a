"""The words of a lesson's file: names of knobs and panels, numbers, conditions, captions' lines."""
