"""Ways to damage a sound file: a few bytes, a few lines, a value somewhere in its structure."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

ODD: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2, 7, 2**31, -(2**31), 2**53, 2**63, -(2**70), 10**18, 10**30,
    0.5, -0.0, 1e12, 1e308, -1e308, 5e-324, "", "x", "0", "012", "é\u202e\u0000", "ring", "full",
    "a" * 300, "../../etc/passwd", "/dev/zero", "{loss}", "{", "x1 -> neuron 1", "layer 9",
    "all knobs", "smallest 50 %", [], [0], [0, 0], [1, 2, 3], [True], [[]], [0.7], {}, {"a": 1},
    {"as": "span", "first": 0, "count": 2**40}, {"as": "mask", "size": 2**50, "bits": "AA=="},
    {"as": "packed", "dtype": "float32", "data": "AAAA"}, [1e300] * 3, list(range(100)),
)  # fmt: skip
TOKENS = (
    b"9" * 5000, b"-1", b"1e999", b"nan", b"inf", b"-inf", b"Infinity", b"0x" + b"F" * 400,
    b"1e308", b"1_000", b"true", b"null", b'""', b'"x"', b"[]", b"{}", b"[[", b"}}", b"1979-05-27",
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n", b"'''", b'"""', b"\\u0000", b"\\ud800",
    b"=", b".", b"a.a.a.a.a.a", b"[a.b.c]", b"[[step]]", b"#", b",", b"x" * 400, b"[" * 3000,
)  # fmt: skip


def damaged(content: bytes, random: Random) -> bytes:
    """Returns a file with one to three things wrong."""
    for _ in range(random.choice((1, 1, 2, 3))):
        content = random.choice(_WAYS)(content, random)
    return content


def with_odd_value(document: Any, random: Random) -> Any:  # noqa: ANN401 - any JSON
    """Returns JSON with one value in it changed, taken out or given another name."""
    if isinstance(document, dict) and document and random.random() < 0.9:
        key = random.choice(list(document))
        way = random.random()
        if way < 0.1:
            return {name: value for name, value in document.items() if name != key}
        if way < 0.2:
            return {(f"{name}x" if name == key else name): v for name, v in document.items()}
        return {**document, key: with_odd_value(document[key], random)}
    if isinstance(document, list) and document and random.random() < 0.8:
        at = random.randrange(len(document))
        way = random.random()
        if way < 0.2:
            return [*document[:at], *document[at + 1 :]]
        if way < 0.4:
            return [*document, document[at]]
        return [*document[:at], with_odd_value(document[at], random), *document[at + 1 :]]
    return random.choice(ODD)


def with_odd_line(content: bytes, random: Random) -> bytes:
    """Returns a file of JSON lines with an odd value in one of them."""
    lines = content.split(b"\n")
    at = random.randrange(len(lines))
    try:
        document = json.loads(lines[at])
    except ValueError:
        return content
    lines[at] = json.dumps(with_odd_value(document, random)).encode()
    return b"\n".join(lines)


def _bytes(content: bytes, random: Random) -> bytes:
    at = random.randrange(len(content) + 1)
    junk = random.randbytes(random.choice((1, 1, 2, 8)))
    return content[:at] + junk + content[at + random.choice((0, len(junk))) :]


def _token(content: bytes, random: Random) -> bytes:
    at = random.randrange(len(content) + 1)
    return content[:at] + random.choice(TOKENS) + content[at + random.choice((0, 1, 5)) :]


def _number(content: bytes, random: Random) -> bytes:
    """Puts something in the place of a number."""
    places = [at for at in range(len(content)) if content[at : at + 1].isdigit()]
    if not places:
        return content
    at = end = random.choice(places)
    while content[end : end + 1].isdigit():
        end += 1
    return content[:at] + random.choice(TOKENS) + content[end:]


def _cut(content: bytes, random: Random) -> bytes:
    first, last = sorted(random.randrange(len(content) + 1) for _ in range(2))
    return random.choice((content[:first], content[:first] + content[last:]))


def _again(content: bytes, random: Random) -> bytes:
    first, last = sorted(random.randrange(len(content) + 1) for _ in range(2))
    return content[:last] + content[first : min(last, first + 400)] + content[last:]


def _lines(content: bytes, random: Random) -> bytes:
    """Changes the order of lines, or takes one out."""
    lines = content.split(b"\n")
    one, other = (random.randrange(len(lines)) for _ in range(2))
    if random.random() < 0.5:
        lines[one], lines[other] = lines[other], lines[one]
    else:
        del lines[one]
    return b"\n".join(lines)


_WAYS: tuple[Callable[[bytes, Random], bytes], ...] = (
    _bytes, _token, _token, _number, _number, _cut, _again, _lines,
)  # fmt: skip
