"""What can be done to knobs beside turning them, and the menus that offer it."""
