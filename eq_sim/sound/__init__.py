"""What is heard: a loop of sound through the response that the knobs make, and the loss as a pitch.

NumPy alone, but for the files and the device, which ``miniaudio`` opens. Nothing here reads a
session while it sounds: it is given what to play, as values, and renders it block by block. The
same values give the same samples, from a loudspeaker, in a file and on film.
"""
