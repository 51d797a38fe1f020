"""The warm PyQGIS session: answers the host's calls one after the other until stdin closes.

The protocol is described in worker/domain/qgis/protocol.ts. The host's words arrive on a thread of their own, so
that a cancel is seen while QGIS works; QGIS itself is only touched from the main thread.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import importlib.util
import os
import signal
import sys
import time
import traceback

from channel import Channel, encode
from failure import Failure
from inbox import Inbox
from task import Task

PROGRESS_INTERVAL_S = 0.1


def main() -> None:
    parser = argparse.ArgumentParser(description="Answers QGIS calls on stdin, one JSON object a line.")
    parser.add_argument("--methods", help="a Python file with METHODS to answer instead of the built-in ones")
    arguments = parser.parse_args()
    channel = Channel.claim()
    die_with_parent()

    # Not before stdout is safe: importing QGIS may print.
    import application

    running = application.start()
    inbox = Inbox(channel)
    session = Session(channel, inbox, load_methods(arguments.methods))
    try:
        channel.send({"hello": application.describe()})
        inbox.open()
        session.serve(running)
        application.stop(running)
    except OSError:
        # The host is gone in the middle of a line: there is nobody to tell.
        pass
    sys.stderr.flush()
    # QGIS' static destructors crash now and then after exitQgis; nothing is left to be saved.
    os._exit(0)


def load_methods(path: str | None) -> dict:
    if path is None:
        from methods import METHODS

        return METHODS
    spec = importlib.util.spec_from_file_location("given_methods", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.METHODS


def die_with_parent() -> None:
    """
    On Linux the kernel ends us with the host, even inside a C++ call that holds Python's lock, where closing
    stdin is not noticed. On Windows the host's job object does that, on macOS the host's next start.
    """
    if sys.platform.startswith("linux"):
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, int(signal.SIGKILL), 0, 0, 0)


class Session:
    """Runs calls on the main thread and turns whatever comes out into one result or one error."""

    def __init__(self, channel: Channel, inbox: Inbox, methods: dict) -> None:
        from qgis.core import Qgis, QgsApplication

        self._channel = channel
        self._inbox = inbox
        self._methods = methods
        self._running: int | None = None
        self._progress_at = 0.0
        levels = getattr(Qgis, "MessageLevel", Qgis)
        self._levels = {levels.Warning: "warning", levels.Critical: "error"}
        QgsApplication.messageLog().messageReceived.connect(self._forward)

    def serve(self, application) -> None:
        """Until the host is gone. Raises OSError when it goes in the middle of an answer."""
        while True:
            call = self._inbox.take()
            if call is None:
                return
            self._channel.write(self._answer(call))
            self._inbox.done(call["id"])
            # What the call left to Qt to delete goes now, not in the middle of the next call.
            application.processEvents()
            gc.collect()

    def _answer(self, call: dict) -> bytes:
        call_id = call["id"]
        self._running = call_id
        try:
            # Without this word the host takes the session for hung in the call before.
            self._report("start", 0)
            if self._inbox.cancelled(call_id):
                return failed(call_id, "job.cancelled")
            result = self._methods[call["method"]](call["params"], self._task(call_id))
            return encode({"id": call_id, "result": result})
        except Failure as failure:
            return failed(call_id, failure.code, failure.params, failure.detail)
        except MemoryError:
            return failed(call_id, "qgis.outOfMemory", detail=traceback.format_exc())
        except KeyboardInterrupt:
            return failed(call_id, "job.cancelled")
        except Exception as error:
            why = traceback.format_exception_only(type(error), error)[-1].strip()
            return failed(call_id, "qgis.failed", {"why": why}, traceback.format_exc())
        finally:
            self._running = None

    def _task(self, call_id: int) -> Task:
        return Task(self._progress, self._log, lambda: self._inbox.cancelled(call_id))

    def _progress(self, step: str, value: float) -> None:
        if time.monotonic() - self._progress_at >= PROGRESS_INTERVAL_S:
            self._report(step, value)

    def _report(self, step: str, value: float) -> None:
        self._progress_at = time.monotonic()
        self._channel.send({"id": self._running, "progress": {"step": step, "value": value}})

    def _log(self, level: str, message: str) -> None:
        if self._running is not None:
            self._channel.send({"id": self._running, "log": {"level": level, "message": message}})

    def _forward(self, message: str, tag: str, level, *_later) -> None:
        """A line of QGIS' own message log; later versions pass more arguments."""
        self._log(self._levels.get(level, "info"), f"{tag}: {message}" if tag else message)


def failed(call_id: int, code: str, params: dict | None = None, detail: str | None = None) -> bytes:
    return encode({"id": call_id, "error": {"code": code, "params": params or {}, "detail": detail}})


if __name__ == "__main__":
    main()
