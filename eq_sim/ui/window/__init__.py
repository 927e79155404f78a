"""The window: its registry of panels, its docks, its menus, and the hints of the first minute.

panel_spec.py     what is registered of a panel, and what a panel is made from
panels.py         the registry: every panel of the window, one entry each
made_panels.py    the panels of one window: made, refreshed in turns, dressed, found by name
docks.py          where panels stand, and the arrangement they come back to
placement.py      what is remembered of the window's place
menus.py          every action in a menu; training_, view_ and lessons_menu.py have one menu each,
                  kept_menu.py what is about checkpoints and scenes
menu_window.py    what menus need of the window
frame.py          the empty window, and what the screen tells of it
appearance.py     preferences put to use and remembered
onboarding.py     hints of the first minute; hint_words.py what they say, ramp.py the speed of
                  its first run
lesson_language.py in which language lessons are listed and begin
held_key.py       a key that shows something while it is held
main_window.py    the window itself
"""
