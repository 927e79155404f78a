"""A lesson's file: parsed with every mistake in its place, described by a schema, written."""
