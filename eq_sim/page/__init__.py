"""A lesson as one HTML page in a folder, which needs no server and no network. No Qt.

make.py       make_page: pictures in, a whole page or nothing out
watching.py   looks on while the pictures are drawn: stills, questions, notes, and when
telling.py    what was seen, as a reader takes it in: parts with lines, questions and a picture
about.py      what a page is about
document.py   the whole page, its head and its policy
player.py     the film on it, with captions and chapters
parts.py      a part of it: a still, what was said, the questions
footer.py     where it is from; sources.py: where data and published numbers are from
markup.py     elements and text to HTML, all of it escaped
folder.py     whose folder it is, and how the finished page comes into it
page_error.py why a page was not made

``resources/page`` has its style and its script; both stand in the page itself, and its content
security policy lets no others run, and asks nobody for anything.
"""
