"""How everything looks: colours, fonts and sizes, icons, numbers, and what a person prefers."""
