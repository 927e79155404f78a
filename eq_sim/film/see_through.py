"""Pictures that one sees through: their ground is gone, and what stands on it is whole.

The same picture is drawn over black and over white. Where both are alike it is opaque; where they
are as black and white are, there is nothing; between them, as at the edge of a letter, the
difference says how much is there, and of what colour. So no fringe of a ground is left.
"""

from typing import Final

import numpy as np

from eq_sim.film.pictures import Picture

BLACK: Final = "#000000"
WHITE: Final = "#ffffff"

_COLORS = np.uint32(0x00FFFFFF)
_OPAQUE = np.uint32(0xFF000000)
_NOTHING = np.uint32(0)


def see_through(over_black: Picture, over_white: Picture) -> Picture:
    """Returns a picture without its ground: blue, green, red, and how opaque, not premultiplied.

    Args:
        over_black: the picture on a black ground, of shape (height, width, 4).
        over_white: the same on a white one.
    """
    height, width = over_black.shape[:2]
    black = np.ascontiguousarray(over_black).view(np.uint32).reshape(height, width)
    white = np.ascontiguousarray(over_white).view(np.uint32).reshape(height, width)
    made = black | _OPAQUE
    differ = (black ^ white) & _COLORS
    made[differ == _COLORS] = _NOTHING  # all bits differ: black here is white there
    partly = np.flatnonzero((differ != 0) & (made != 0))
    if partly.size:
        dark, light = (
            each.ravel()[partly].view(np.uint8).reshape(-1, 4) for each in (black, white)
        )
        made.ravel()[partly] = _between(dark[:, :3], light[:, :3])
    made.flags.writeable = False  # so that nobody needs a copy of his own
    return made.view(np.uint8).reshape(height, width, 4)


def _between(dark: Picture, light: Picture) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    """Returns pixels of which a part of the ground is seen; both of shape (pixels, 3)."""
    ground = light.astype(np.int32) - dark
    alpha = np.clip(255 - (ground.sum(axis=1) + 1) // 3, 0, 255)
    part = np.maximum(alpha, 1)[:, np.newaxis]
    colors = np.minimum((dark.astype(np.int32) * 255 + part // 2) // part, 255)
    made = np.empty((len(dark), 4), np.uint8)
    made[:, :3], made[:, 3] = colors, alpha
    made[alpha == 0] = 0
    return made.view(np.uint32).ravel()


def over(picture: Picture, ground: int) -> Picture:
    """Returns a picture that one sees through, laid over an even grey.

    Args:
        picture: blue, green, red, and how opaque; any shape that ends in 4.
        ground: the grey, from 0 for black to 255 for white.
    """
    alpha = picture[..., 3:].astype(np.uint16)
    laid = np.full(picture.shape, 255, np.uint8)
    laid[..., :3] = (picture[..., :3] * alpha + ground * (255 - alpha) + 127) // 255
    return laid


def bled(picture: Picture) -> Picture:
    """Returns a picture whose edges have a colour on their outer side, too.

    Video keeps one colour for two by two pixels: black where nothing is would darken the edge.

    Args:
        picture: blue, green, red, and how opaque, with even sides.
    """
    height, width = picture.shape[:2]
    blocks = picture.reshape(height // 2, 2, width // 2, 2, 4).swapaxes(1, 2)
    alpha = blocks[..., 3]
    edges = np.nonzero((alpha == 0).any(axis=(2, 3)) & (alpha != 0).any(axis=(2, 3)))
    some = blocks[edges].astype(np.uint32)  # (blocks, 2, 2, 4)
    weights = some[..., 3:]
    mean = (some[..., :3] * weights).sum(axis=(1, 2)) // weights.sum(axis=(1, 2))
    empty = weights[..., 0] == 0
    some[..., :3] = np.where(empty[..., np.newaxis], mean[:, np.newaxis, np.newaxis], some[..., :3])
    made = picture.copy()
    made.reshape(height // 2, 2, width // 2, 2, 4).swapaxes(1, 2)[edges] = some
    return made
