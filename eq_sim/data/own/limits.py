"""How much a file may hold. Each is said in the sentence that refuses more."""

MOST_BYTES = 200_000_000
"""Of a file: about a minute of reading."""
MOST_ROWS = 2_000_000
MOST_COLUMNS = 4_096
MOST_CELLS = 20_000_000
"""Of a table. In a session each takes some 50 bytes, and a session may take 2 GB."""
MOST_IN_LINE = 125_000
"""Characters: 4,096 columns with 30 in each."""
MOST_KINDS = 1_000
"""Of a text that becomes one input for each."""
MOST_CLASSES = 100
"""Of a target: each is an output neuron."""
