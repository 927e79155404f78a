"""A screen reader without a voice: a display, two buses, and a client that walks the tree.

Everything is private: the display has a number of its own, the buses have addresses of their own,
and all of it ends with the test.
"""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage, QDBusVariant

LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
REGISTRY = "/usr/libexec/at-spi2-registryd"

FOCUSABLE, FOCUSED, SHOWING = 11, 12, 25  # numbers of AT-SPI's states

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_VALUE = "org.a11y.atspi.Value"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_OBJECT_EVENT = "org.a11y.atspi.Event.Object"
_Answer = TypeVar("_Answer")
_PAIR = re.compile(r'"([^"]*)", \[ObjectPath: ([^\]]*)\]')


def missing() -> list[str]:
    """Which of the system's programs are not there."""
    programs = ("Xvfb", "dbus-daemon", LAUNCHER, REGISTRY)
    return [name for name in programs if not shutil.which(name)]


class RefusedError(Exception):
    """The other side answered with an error."""


def wait_for(condition: Callable[[], _Answer], what: str, seconds: float = 60.0) -> _Answer:
    """Asks until there is an answer, and returns it; what is refused is asked again."""
    end, refused = time.monotonic() + seconds, ""
    while True:
        try:
            if answer := condition():
                return answer
        except RefusedError as error:  # a program that is just coming may not answer yet
            refused = f" ({error})"
        assert time.monotonic() < end, f"waited in vain for {what}{refused}"
        time.sleep(0.05)


@contextmanager
def process(*command: str, **options: object) -> Iterator[subprocess.Popen[str]]:
    """Runs a program; at the end there is nothing left of it, nor of what it started."""
    running = subprocess.Popen(command, text=True, start_new_session=True, **options)
    try:
        yield running
    finally:
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(running.pid, number)
                running.wait(5)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue
        running.wait()
        for stream in (running.stdin, running.stdout):
            if stream:
                stream.close()


@contextmanager
def _announcing(*command: str, **options: object) -> Iterator[str]:
    """Runs a program that writes where it can be reached to the number that ``{}`` becomes."""
    reads, writes = os.pipe()
    with os.fdopen(reads) as answer:
        filled = [part.format(writes) for part in command]
        with process(*filled, pass_fds=[writes], stderr=subprocess.DEVNULL, **options):
            os.close(writes)
            yield answer.readline().strip()


@contextmanager
def desk(home: Path) -> Iterator[dict[str, str]]:
    """Starts a display and both buses; gives the environment of a program that uses them."""
    home.chmod(0o700)
    env = {**os.environ, "XDG_RUNTIME_DIR": str(home), "XDG_CACHE_HOME": str(home)}
    screen = ("Xvfb", "-displayfd", "{}", "-screen", "0", "1400x900x24", "-nolisten", "tcp")
    bus = ("dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address={}")
    with _announcing(*screen) as number:
        env["DISPLAY"] = f":{number}"
        with _announcing(*bus, env=env) as address:
            env["DBUS_SESSION_BUS_ADDRESS"] = address
            launch = (LAUNCHER, "--launch-immediately")
            with process(*launch, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
                env.update(QT_QPA_PLATFORM="xcb", QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1")
                yield env


@contextmanager
def client(env: dict[str, str]) -> Iterator["Client"]:
    """Connects a client; at the end it leaves both buses."""
    made = Client(env)
    try:
        yield made
    finally:
        made.close()


class Client(QObject):
    """What speaks AT-SPI with a program.

    Attributes:
        events: (path, name of the event, what of it) in the order in which they came.
    """

    def __init__(self, env: dict[str, str]) -> None:
        super().__init__()
        self.events: list[tuple[str, str, str]] = []
        self._names = ["atspi-test-session", "atspi-test"]
        self._bus = QDBusConnection.connectToBus(env["DBUS_SESSION_BUS_ADDRESS"], self._names[0])
        address = wait_for(self._address, "the accessibility bus")
        self._bus = QDBusConnection.connectToBus(address, self._names[1])
        assert self._bus.isConnected()
        self.desktop = Thing(self, "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
        # The first question starts the registry; two at once, by a client and a program, start
        # two, of which one goes away again with what it was asked.
        wait_for(lambda: self.desktop.name, "the registry")

    def _address(self) -> str:
        return self.call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")[0]

    def close(self) -> None:
        """Leaves both buses."""
        for name in self._names:
            QDBusConnection.disconnectFromBus(name)

    def listen(self, event: str) -> None:
        """Hears of "object:state-changed" or the like from now on."""
        registry = ("org.a11y.atspi.Registry", "/org/a11y/atspi/registry")
        self.call(*registry, "org.a11y.atspi.Registry", "RegisterEvent", event)
        member = "".join(word.capitalize() for word in event.split(":")[1].split("-"))
        slot = SLOT("heard(QDBusMessage)")
        assert self._bus.connect("", "", _OBJECT_EVENT, member, self, slot)

    @Slot(QDBusMessage)
    def heard(self, message: QDBusMessage) -> None:
        self.events.append((message.path(), message.member(), str(message.arguments()[0])))

    def call(
        self, service: str, path: str, interface: str, method: str, *values: object
    ) -> list[Any]:
        """Returns what a method answers."""
        return self._ask(service, path, interface, method, *values).arguments()

    def pairs(self, *question: object) -> list[tuple[str, str]]:
        """Returns the (service, path) pairs of an answer.

        PySide6 does not take structures apart, but it writes them out.
        """
        return _PAIR.findall(repr(self._ask(*question)))

    def numbers(self, *question: object) -> list[int]:
        """Returns the whole numbers of an answer."""
        text = repr(self._ask(*question)).split("contents=")[1]
        return [int(word) for word in re.findall(r"-?\b\d+\b", text.split(") at ")[0])]

    def _ask(
        self, service: str, path: str, interface: str, method: str, *values: object
    ) -> QDBusMessage:
        question = QDBusMessage.createMethodCall(service, path, interface, method)
        question.setArguments(list(values))
        answer = self._bus.call(question, QDBus.CallMode.Block, 5000)
        if answer.type() == QDBusMessage.MessageType.ErrorMessage:
            raise RefusedError(f"{answer.errorName()}: {answer.errorMessage()}")
        return answer


@dataclass(frozen=True)
class Thing:
    """An object of a program, as it appears on the bus."""

    client: Client
    service: str
    path: str

    @property
    def name(self) -> str:
        return self.read(_ACCESSIBLE, "Name")

    @property
    def description(self) -> str:
        return self.read(_ACCESSIBLE, "Description")

    @property
    def role(self) -> str:
        return self.call(_ACCESSIBLE, "GetRoleName")[0]

    @property
    def children(self) -> list["Thing"]:
        pairs = self.client.pairs(self.service, self.path, _ACCESSIBLE, "GetChildren")
        return [Thing(self.client, *pair) for pair in pairs]

    def child(self, index: int) -> "Thing":
        where = (self.service, self.path, _ACCESSIBLE)
        return Thing(self.client, *self.client.pairs(*where, "GetChildAtIndex", index)[0])

    @property
    def parent(self) -> "Thing":
        where = (self.service, self.path, _PROPERTIES)
        return Thing(self.client, *self.client.pairs(*where, "Get", _ACCESSIBLE, "Parent")[0])

    @property
    def states(self) -> set[int]:
        low, high = self.client.numbers(self.service, self.path, _ACCESSIBLE, "GetState")[-2:]
        return {bit for bit in range(64) if (low | high << 32) >> bit & 1}

    def box(self) -> list[int]:
        """Returns [x, y, width, height] on the screen."""
        where = (self.service, self.path, "org.a11y.atspi.Component")
        return self.client.numbers(*where, "GetExtents", 0)[-4:]

    @property
    def value(self) -> float:
        return self.read(_VALUE, "CurrentValue")

    def range(self) -> tuple[float, float, float]:
        """Returns (lowest, highest, smallest step)."""
        names = ("MinimumValue", "MaximumValue", "MinimumIncrement")
        return tuple(self.read(_VALUE, name) for name in names)

    def put(self, value: float) -> None:
        """Sets the value."""
        self.call(_PROPERTIES, "Set", _VALUE, "CurrentValue", QDBusVariant(value))

    def act(self, index: int) -> None:
        """Does one of the actions."""
        self.call("org.a11y.atspi.Action", "DoAction", index)

    def grab_focus(self) -> None:
        self.call("org.a11y.atspi.Component", "GrabFocus")

    def read(self, interface: str, name: str) -> Any:  # noqa: ANN401 - properties are of all types
        return self.call(_PROPERTIES, "Get", interface, name)[0].variant()

    def call(self, interface: str, method: str, *values: object) -> list[Any]:
        return self.client.call(self.service, self.path, interface, method, *values)

    def find(self, name: str) -> "Thing | None":
        """Returns the first thing of that name at or below this one."""
        if self.name == name:
            return self
        return next((found for child in self.children if (found := child.find(name))), None)
