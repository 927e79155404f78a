"""Elements and text to HTML. A text stays a text: whatever stands in it, no markup comes of it."""

import re
from collections.abc import Mapping
from json import dumps
from xml.etree.ElementTree import Element, tostring

_NO_TEXT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What HTML has no place for, written or escaped."""


def element(
    tag: str,
    *children: Element | str | None,
    attributes: Mapping[str, str | None] | None = None,
    **named: str | None,
) -> Element:
    """Returns an element.

    Args:
        tag: of what kind.
        children: elements and texts, in order; None stands for nothing.
        attributes: by name; one that is None is left out.
        named: those whose names are words of Python; ``class_`` is "class".
    """
    made = Element(tag)
    for name, value in ({**(attributes or {}), **named}).items():
        if value is not None:
            made.set(name.rstrip("_").replace("_", "-"), _text(value))
    last: Element | None = None
    for child in children:
        if isinstance(child, str):
            if last is None:
                made.text = (made.text or "") + _text(child)
            else:
                last.tail = (last.tail or "") + _text(child)
        elif child is not None:
            made.append(child)
            last = child
    return made


def html(root: Element) -> str:
    """Returns a whole document as text."""
    return "<!DOCTYPE html>\n" + tostring(root, encoding="unicode", method="html") + "\n"


def data(value: object) -> str:
    """Returns a value as JSON that can stand in a script element: nothing in it ends that."""
    return dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def _text(text: str) -> str:
    return _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", text)
