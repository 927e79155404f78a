"""A person's own data: a file of text becomes a table, and a table samples. NumPy alone.

A file
    has a row of cells a line, with commas, semicolons or tabs between them, or one cell. Cells may
    be quoted, and then hold separators, line breaks and quotation marks written twice. Lines end
    as on Unix, Windows or old Macs. Blank rows are skipped; a first line ``sep=;`` is obeyed.
Its letters
    are UTF-8, with a byte order mark or none, UTF-16 of either order, or Latin-1 as Windows has it.
Its numbers
    have a decimal point or a decimal comma, throughout. Separators of thousands (spaces,
    apostrophes, and the one of point and comma that is not the decimal sign) are read past, and
    that is said. Infinite ones, and those beyond 1e30, are none.
Missing
    is what is empty, NA, N/A, #N/A, nan, NULL, ? or -, in large or small letters.
Names
    stand in the first row, if a text stands there over numbers, or years over what is no year, or,
    without any number, what does not come again below. Same and empty ones are made to differ.
A column
    is of numbers where nine of ten of its known cells are; the others are then missing, and said,
    by row and column. Else it is of texts; how many of them are numbers is said.
It is refused, in a sentence,
    if it is no text, no regular file, changes while it is read, has rows of different lengths or
    quotation marks that do not fit; or has more than 200 MB, 2,000,000 rows, 4,096 columns,
    20,000,000 cells, or 125,000 characters in a line. Nothing is read as a whole before that is
    known.

``looking`` shows the first rows and how the file seems to be written (``formats``); ``reading``
reads it a few milliseconds at a time; ``table`` is what comes of it, named by its hash
(``canonical``). ``facts`` and ``guess`` say what one sees of it, and what may be meant; ``choice``
is what is to be learned; ``planning`` refuses what cannot be, and counts; ``making`` makes the
samples.
"""
