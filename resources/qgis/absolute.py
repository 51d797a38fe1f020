"""Paths that mean something on one computer only."""

import re

# A path from the root of a disk in a data source: /home…, C:\…, file:///….
_IN_SOURCE = re.compile(r'(^|[=>"\'])(/(?!vsi)|[A-Za-z]:[\\/]|file:(?!\.))')

_PATH = re.compile(r'^(file:/*)?(/(home|Users|root|tmp|mnt|media|var|opt|srv|data|Volumes)/|[A-Za-z]:[\\/]|\\\\[^\\]+\\)[^\n<>|"]*$')


def in_source(source):
    """Whether a layer's data source holds one; the address of tiles is none."""
    return _IN_SOURCE.search(source or '') is not None and 'type=xyz' not in source


def is_path(text):
    """Whether the whole text is one, in a place where it could be anything."""
    return _PATH.match(text) is not None


def name(path):
    """The file's own name."""
    return re.split(r'[\\/]', path.rstrip('\\/'))[-1]
