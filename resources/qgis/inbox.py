"""What the host says, read on a thread of its own."""

from __future__ import annotations

import os
import queue
import threading
import time
import traceback

from channel import Channel

GRACE_AFTER_EOF_S = 3


class Inbox:
    """What the host asked, in order, and which of it the host no longer wants."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._calls: queue.Queue = queue.Queue()
        self._cancels: dict = {}

    def open(self) -> None:
        threading.Thread(target=self._fill, name="inbox", daemon=True).start()

    def take(self) -> dict | None:
        """The next call; None once the host is gone."""
        return self._calls.get()

    def cancelled(self, call_id: int) -> bool:
        cancel = self._cancels.get(call_id)
        return cancel is not None and cancel.is_set()

    def done(self, call_id: int) -> None:
        self._cancels.pop(call_id, None)

    def _fill(self) -> None:
        try:
            for message in self._channel.lines():
                self._sort(message)
        except (OSError, ValueError, KeyError):
            traceback.print_exc()
        # The host closed its end or talks nonsense: the session ends, by force if the running call does not notice.
        for cancel in list(self._cancels.values()):
            cancel.set()
        self._calls.put(None)
        time.sleep(GRACE_AFTER_EOF_S)
        os._exit(1)

    def _sort(self, message: dict) -> None:
        if "cancel" in message:
            cancel = self._cancels.get(message["cancel"])
            if cancel is not None:
                cancel.set()
        else:
            self._cancels[message["id"]] = threading.Event()
            self._calls.put(message)
