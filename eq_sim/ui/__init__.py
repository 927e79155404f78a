"""The window. Every view takes its model in the constructor, reads it, and never writes it.

What a hand does becomes an action for the session's door. One display timer, in ``app``, calls
``refresh`` of the visible views; a view returns at once when nothing it shows has changed.

window/         the window itself, and the registry: one entry makes a panel known everywhere
console/        the bank of knobs
panels/         what stands around it
lesson_view/    lessons on screen
knobs/          what can be done to knobs, and their menus
models/         what several views look at
"""
