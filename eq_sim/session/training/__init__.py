"""Training on one engine: θ's owner, batches, steps, penalties, and what the network answers."""
