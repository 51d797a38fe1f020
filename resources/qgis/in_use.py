"""Which files another program has open, as far as SQLite can tell; none of them is changed."""

import contextlib
import os
import sqlite3
from urllib.parse import quote

import disk


def in_use(params, task):
    """SessionCalls['inUse']."""
    return {'files': [file for file in params['files'] if is_in_use(file)]}


def is_in_use(file):
    """Whether a journal stands beside it, or nobody else may lock it now."""
    if any(os.path.exists(file + sidecar) for sidecar in disk.SIDECARS):
        return True
    # In WAL mode whoever has it open has a -wal beside it; asking SQLite would leave one, too.
    return is_database(file) and not is_wal(file) and not may_lock(file)


def is_database(file):
    return _header(file).startswith(b'SQLite format 3\0')


def is_wal(file):
    return 2 in _header(file)[18:20]


def _header(file):
    try:
        with open(file, 'rb') as opened:
            return opened.read(20)
    except OSError:
        return b''


def may_lock(file):
    uri = f'file:{quote(os.path.abspath(file))}?mode=rw'
    try:
        with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=0, isolation_level=None)) as connection:
            connection.execute('begin exclusive')
            connection.execute('rollback')
        return True
    except sqlite3.OperationalError as error:
        return 'locked' not in str(error)
