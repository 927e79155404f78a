"""What's this? Every word on the screen explains itself."""
