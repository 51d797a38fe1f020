"""What stands behind a failed write, and GeoPackages without leftovers."""

import contextlib
import os
import shutil
import sqlite3

from failure import Failure

# Less than this free, and a failed write is put down to the disk.
LITTLE_SPACE = 16 * 1024 * 1024

SIDECARS = ('-wal', '-shm', '-journal')


@contextlib.contextmanager
def writing(file, *errors):
    """Turns the given errors, and those of the file system, into `output.full`, `output.readonly` or `qgis.failed`."""
    try:
        yield
    except (OSError, *errors) as error:
        raise write_failed(file, str(error)) from error


def write_failed(file, detail):
    """The Failure for a file that could not be written."""
    folder = os.path.dirname(file)
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Failure('output.readonly', {'folder': folder}, f'{detail}\n{error}')
    if free < LITTLE_SPACE or 'disk is full' in detail or 'No space left' in detail:
        return Failure('output.full', {'folder': folder}, detail)
    if not os.access(folder, os.W_OK) or 'readonly' in detail:
        return Failure('output.readonly', {'folder': folder}, detail)
    return Failure('qgis.failed', {'why': 'write'}, f'{file}: {detail}')


def remove(file):
    """Removes a database with everything SQLite may have left beside it."""
    for name in (file, *(file + sidecar for sidecar in SIDECARS)):
        if os.path.exists(name):
            os.remove(name)


def settle(file):
    """Brings a GeoPackage back from WAL into the one file it is, after QGIS has closed it."""
    with writing(file, sqlite3.Error):
        connection = sqlite3.connect(file)
        try:
            connection.execute('pragma journal_mode = delete').fetchall()
        finally:
            connection.close()
    for sidecar in SIDECARS:
        if os.path.exists(file + sidecar):
            os.remove(file + sidecar)


def settle_all(folder):
    """Every GeoPackage of a folder in one file, and no backups of a project that QGIS wrote over."""
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if name.lower().endswith(('.gpkg', '.sqlite')) and os.path.isfile(path):
            settle(path)
        elif name.endswith(('.qgz~', '.qgs~')):
            os.remove(path)
