"""Painting on pictures in memory."""

from PySide6.QtGui import QPaintDevice, QPainter


class PicturePainter(QPainter):
    """Paints on a picture, which it keeps for as long as it lives itself.

    Where an error cuts short who paints, Python may let go of the picture before its painter, and
    a painter that ends without its picture ends the program.

    Args:
        picture: what is painted on.
    """

    _picture: QPaintDevice | None = None  # until it paints there

    def __init__(self, picture: QPaintDevice) -> None:
        super().__init__(picture)
        self._picture = picture

    def __del__(self) -> None:
        if self._picture is not None and self.isActive():
            self.end()
