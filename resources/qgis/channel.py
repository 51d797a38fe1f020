"""The wire to the host: JSON lines on private copies of stdin and stdout."""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import Iterator


def encode(message: dict) -> bytes:
    """
    One line. ASCII only, so that a lone surrogate (a file name of another encoding) passes.

    Raises ValueError for NaN and infinities, which JSON has no words for, and TypeError for what is not JSON.
    """
    return json.dumps(message, allow_nan=False, separators=(",", ":")).encode("ascii") + b"\n"


class Channel:
    """Owns the protocol's two file descriptors. `send` may be called from any thread."""

    def __init__(self, source: int, sink: int) -> None:
        self._source = os.fdopen(source, "rb")
        self._sink = os.fdopen(sink, "wb", buffering=0)
        self._lock = threading.Lock()

    @classmethod
    def claim(cls) -> Channel:
        """
        Takes fd 0 and fd 1 away from everybody else: what QGIS, GDAL, C++ or a child process prints goes to
        stderr and cannot break a line, and nobody can read the host's requests away.
        """
        source, sink = os.dup(0), os.dup(1)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)
        sys.stdout = sys.stderr
        return cls(source, sink)

    def send(self, message: dict) -> None:
        """Writes one message. Raises as `encode` does, and OSError when the host is gone."""
        self.write(encode(message))

    def write(self, line: bytes) -> None:
        view = memoryview(line)
        with self._lock:
            while view:
                view = view[self._sink.write(view):]

    def lines(self) -> Iterator[dict]:
        """Requests until the host closes its end."""
        for line in self._source:
            if line.strip():
                yield json.loads(line)
