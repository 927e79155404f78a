"""Fixed-step frames in, a film out: MP4, WebM, GIF, WebP or a folder of PNG pictures. No Qt.

film.py            make_film: pictures in, a whole film or nothing out
pictures.py        what a frame is, and which sizes and rates are possible
formats.py         the five formats and their settings
encoder_thread.py  runs an encoder in a thread beside the drawing
encoders.py        chooses the encoder of a format
video.py           MP4 and WebM; muxing.py and sound.py add captions, chapters, narration
gif.py, webp.py, png.py   the other formats
subtitles.py       captions and chapters, as tracks and as text files
see_through.py     pictures without their ground, from what is drawn over black and over white
flashes.py         where a film flashes more often than is safe to look at
tracks.py          what a film's file holds besides the pictures
output_files.py    moves the finished files to their places
film_error.py      why a film was not made

Only video, muxing, sound, gif and webp need PyAV; nothing imports them before such a film is made.
"""
