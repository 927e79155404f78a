"""The panels around the console: transport, settings, the network's answer, the loss."""
