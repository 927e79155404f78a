"""A list of values as a person types it, with the decimal sign that the person has."""

import re
from collections.abc import Sequence

from eq_sim.session.errors import SettingError
from eq_sim.session.settings.setting import Kind, Setting, Value
from eq_sim.sweeps import plan
from eq_sim.ui.panels.fields import shown, understood
from eq_sim.ui.style.preferences import current

_LOOSE = re.compile(r"[,;] +|;| +")  # a plain space: another one may stand between thousands

_THOUSANDS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")

_DECIMALS = re.compile(r",0[0-9]")  # "0,01" is no list of 0 and 1


def values_of(setting: Setting, text: str) -> tuple[Value, ...]:
    """Returns the values in a list, each once, in its order.

    Between them stands a semicolon, a space, or a comma; where decimals follow a comma, that needs
    a space after it. Where a semicolon stands, no comma without a space parts values: "0,01; 0,1"
    are two, whatever decimal sign the window has. Several layers are joined by hyphens, "16-16",
    as in the name of a network.

    Raises:
        SettingError: one of them is not of the setting's kind, or there is none.
    """
    text = text.strip()
    split = _LOOSE.split(text)
    if not current().comma and ";" not in text:
        split = [piece for part in split for piece in _parted(setting, part)]
    found: list[Value] = []
    for part in filter(None, (part.strip(" ,;") for part in split)):
        value = _value(setting, part)
        if value not in found:
            found.append(value)
    if not found:
        raise setting.refusal(text)
    return tuple(found)


def as_typed(setting: Setting, values: Sequence[Value]) -> str:
    """Returns values as ``values_of`` takes them."""
    between = "; " if current().comma else ", "
    # Without a comma between thousands: it would part two values.
    plain = (str(one) if isinstance(one, int) else in_words(setting, one) for one in values)
    return between.join(plain)


def in_words(setting: Setting, value: Value) -> str:
    """Returns one value as a person reads and types it."""
    if setting.kind in (Kind.SIZES, Kind.CHOICES):
        return plan.shown(setting.name, value)
    return shown(setting, value)


def _parted(setting: Setting, text: str) -> list[str]:
    """Parts values at commas, but for those between thousands.

    Raises:
        SettingError: a comma is meant to be a decimal sign, as it seems.
    """
    if _THOUSANDS.fullmatch(text):
        return [text]
    if _DECIMALS.search(text):
        raise setting.refusal(text)
    return text.split(",")


def _value(setting: Setting, text: str) -> Value:
    if setting.kind not in (Kind.SIZES, Kind.CHOICES):
        return understood(setting, text)
    read = plan.read(setting.name, text)
    if len(read) != 1:
        raise SettingError("“{text}” is not one value", text=text)
    return read[0]
