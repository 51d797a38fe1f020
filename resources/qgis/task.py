"""What a running method may tell and ask the session."""

from failure import Failure


class Task:
    """One running call. The session hands in how to report and how to ask for a stop.

    `on_progress(step, value)` with value 0..1; the session decides how often it is sent.
    `on_log(level, message)` with level `debug`, `info`, `warning` or `error`.
    `is_cancelled()` answers True once somebody asked for a stop.
    """

    def __init__(self, on_progress, on_log, is_cancelled):
        self._on_progress = on_progress
        self._on_log = on_log
        self._is_cancelled = is_cancelled

    def progress(self, step, value):
        self._on_progress(step, min(max(float(value), 0.0), 1.0))

    def log(self, level, message):
        self._on_log(level, message)

    def cancelled(self):
        return self._is_cancelled()

    def check(self):
        """Raises `job.cancelled` when the call was cancelled: to be asked between batches."""
        if self._is_cancelled():
            raise Failure('job.cancelled')
