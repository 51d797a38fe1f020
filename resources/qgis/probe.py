"""Says in one JSON line which QGIS this Python belongs to. Exit code 1 and a traceback when to none."""

from __future__ import annotations

import os

from channel import Channel

if __name__ == "__main__":
    channel = Channel.claim()
    import application

    running = application.start()
    channel.send(application.describe())
    application.stop(running)
    # QGIS' static destructors crash now and then after exitQgis; nothing is left to be saved.
    os._exit(0)
