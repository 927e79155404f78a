"""Chromium without a display and without a network, spoken to through a pipe."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import F_DUPFD, fcntl
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)

_ABOVE = 100  # descriptors that are neither of those two that Chromium reads and writes


class Browser:
    """One tab.

    Attributes:
        asked: every address that the tab has asked for.
        said: what its console has said: errors, refusals by its policy.
    """

    def __init__(self, sending: BinaryIO, receiving: BinaryIO) -> None:
        self._sending, self._receiving = sending, receiving
        self._numbers = count(1)
        self._session: str | None = None
        self.asked: list[str] = []
        self.said: list[str] = []
        target = self._do("Target.createTarget", url="about:blank")["targetId"]
        opened = self._do("Target.attachToTarget", targetId=target, flatten=True)
        self._session = opened["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self._do(f"{domain}.enable")

    def open(self, path: Path, width: int = 1280, *, theme: str = "dark") -> None:
        """Opens a file, in a window so wide and of that colour scheme."""
        self._do(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=900,
            deviceScaleFactor=1,
            mobile=False,
        )
        features = [{"name": "prefers-color-scheme", "value": theme}]
        self._do("Emulation.setEmulatedMedia", features=features)
        self._do("Page.navigate", url=path.as_uri())
        self.run(
            "document.readyState === 'complete' || new Promise(r => addEventListener('load', r))"
        )

    def run(self, script: str) -> Any:  # noqa: ANN401 - a script may come to anything
        """Returns what a script comes to, once that is there."""
        done = self._do(
            "Runtime.evaluate",
            expression=script,
            awaitPromise=True,
            returnByValue=True,
            userGesture=True,
        )
        assert "exceptionDetails" not in done, done
        return done["result"].get("value")

    def press(self, key: str) -> None:
        """Presses a key, as a person does."""
        text = {"text": key} if len(key) == 1 else {}
        codes = {" ": 32, "Tab": 9, "Enter": 13, "ArrowLeft": 37, "ArrowUp": 38}
        codes |= {"ArrowRight": 39, "ArrowDown": 40}
        words = {"key": key, "windowsVirtualKeyCode": codes[key]}
        self._do("Input.dispatchKeyEvent", type="keyDown", **words, **text)
        self._do("Input.dispatchKeyEvent", type="keyUp", **words)

    def _do(self, method: str, **what: object) -> dict[str, Any]:
        number = next(self._numbers)
        message: dict[str, object] = {"id": number, "method": method, "params": what}
        if self._session is not None:
            message["sessionId"] = self._session
        self._sending.write(json.dumps(message).encode() + b"\0")
        self._sending.flush()
        while True:
            answer = self._read()
            if answer.get("id") == number:
                assert "error" not in answer, answer
                return dict(answer["result"])
            self._note(answer)

    def _read(self) -> dict[str, Any]:
        text = bytearray()
        while (byte := self._receiving.read(1)) != b"\0":
            assert byte, "the browser is gone"
            text += byte
        return dict(json.loads(text))

    def _note(self, event: dict[str, Any]) -> None:
        match event.get("method"):
            case "Network.requestWillBeSent":
                self.asked.append(event["params"]["request"]["url"])
            case "Log.entryAdded":
                self.said.append(event["params"]["entry"]["text"])
            case "Runtime.exceptionThrown" | "Runtime.consoleAPICalled":
                self.said.append(json.dumps(event["params"]))


@contextmanager
def browser() -> Iterator[Browser]:
    """Starts a browser that finds no host in the world; ends it."""
    assert sys.platform != "win32"
    to_read, sending = os.pipe()
    receiving, to_write = os.pipe()
    theirs = fcntl(to_read, F_DUPFD, _ABOVE), fcntl(to_write, F_DUPFD, _ABOVE)
    os.close(to_read)
    os.close(to_write)

    def give() -> None:
        os.dup2(theirs[0], 3)
        os.dup2(theirs[1], 4)

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        process = subprocess.Popen(
            [
                CHROMIUM,
                *("--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe"),
                *("--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={home}"),
                *("--no-first-run", "--disable-background-networking", "--mute-audio"),
            ],
            pass_fds=(3, 4),
            preexec_fn=give,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for each in theirs:
            os.close(each)
        with os.fdopen(sending, "wb") as out, os.fdopen(receiving, "rb") as back:
            try:
                yield Browser(out, back)
            finally:
                process.kill()
                process.wait()
