"""Methods of a session for tests: harmless ones, and one for each way to misbehave."""

import ctypes
import gc
import os
import signal
import subprocess
import time

from channel import Channel
from failure import Failure


def protocol_fd():
    """The session's private copy of stdout: nobody gets at it by accident."""
    return next(found for found in gc.get_objects() if isinstance(found, Channel))._sink.fileno()


def echo(params, task):
    return params


def about(params, task):
    return {"pid": os.getpid(), "env": dict(os.environ)}


def count(params, task):
    for step in range(params["steps"]):
        task.check()
        task.progress("count", step / params["steps"])
        time.sleep(params.get("pause", 0))
    return params["steps"]


def log(params, task):
    from qgis.core import Qgis, QgsApplication

    levels = getattr(Qgis, "MessageLevel", Qgis)
    task.log("info", "postgres://me:geheim@db/field")
    QgsApplication.messageLog().logMessage("odd", "Provider", levels.Warning)
    QgsApplication.messageLog().logMessage("bad", "Provider", levels.Critical)
    return None


def print_noise(params, task):
    print("noise from Python")
    os.system("echo noise from a child")
    os.write(1, b"noise from C\n")
    return "clean"


def child_reads_stdin(params, task):
    return subprocess.run(["cat"], stdout=subprocess.PIPE).stdout.decode()


def big_stderr(params, task):
    line = b"x" * 1023 + b"\n"
    for _ in range(params["kib"]):
        os.write(2, line)
    return params["kib"]


def half_line(params, task):
    os.write(protocol_fd(), b'{"id": 1, "res')
    return None


def half_line_and_end(params, task):
    os.write(protocol_fd(), b'{"id": 1, "res')
    os._exit(0)


def garbage_line(params, task):
    os.write(protocol_fd(), b"password=geheim is no JSON\n")
    time.sleep(600)


def endless_line(params, task):
    block = b"x" * 1_000_000
    while True:
        os.write(protocol_fd(), block)


def segfault(params, task):
    print("last words, token=abc123", flush=True)
    os.kill(os.getpid(), signal.SIGSEGV)


def leave(params, task):
    os._exit(params["code"])


def hang(params, task):
    """Deaf to cancel; with a grandchild that must go too."""
    grandchild = subprocess.Popen(["sleep", "600"])
    task.log("info", str(grandchild.pid))
    time.sleep(600)


def hang_in_c(params, task):
    """Holds Python's lock, so that no other thread notices anything."""
    task.log("info", "stuck")
    ctypes.PyDLL(None).sleep(600)


def hang_after_result(params, task):
    # The session collects garbage between two calls: that is where this one gets stuck.
    gc.callbacks.append(lambda *_: time.sleep(600))
    return "done"


def crash_with_child(params, task):
    grandchild = subprocess.Popen(["sleep", "600"])
    task.log("info", str(grandchild.pid))
    os.kill(os.getpid(), signal.SIGKILL)


def memory(params, task):
    raise MemoryError()


def failure(params, task):
    raise Failure(params["code"], {"name": "x", "count": 2}, "password=geheim")


def traceback(params, task):
    raise ValueError("Größe")


def not_json(params, task):
    return float("nan")


def surrogate(params, task):
    return "a\udcffb"


def large(params, task):
    return "x" * params["size"]


METHODS = {name: value for name, value in list(globals().items()) if isinstance(value, type(echo))}
