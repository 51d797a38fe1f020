"""What a project names outside its own folder is never opened: it could be any file of this computer.

QGIS hands every path and every data source of a project to a preprocessor before it opens anything. One that leads
outside becomes a path that does not exist, so that such a layer is as missing here as on QFieldCloud's server.
"""

import contextlib
import os
import re
import secrets
from urllib.parse import unquote

from qgis.core import QgsPathResolver

import virtual_dataset

# Where a path may begin or end inside a data source: `a|layername=b`, `url=file:///a`, `NETCDF:"a":b`, `/vsizip/{a}/b`;
# not the colon of a drive.
_DELIMITER = re.compile(r'[|"\'?&=,;<>(){}\[\]\n\t]|(?<!\b[A-Za-z]):|:(?![\\/])|(?<!/)/vsi[a-z0-9_]+/')
_SCHEME = re.compile(r'\b(?!file:)[A-Za-z][A-Za-z0-9+.-]+://|\bfile:(?://(?=/))?')

# Of another computer, on Windows.
_SHARES = ('\\\\', '//') if os.name == 'nt' else ('\\\\',)

# GDAL's ways to what is no plain file: archives here, and what is on other computers. Any other might put a file together.
_VSI = re.compile(r'(?:^|[|"\'=,;:{(\s/])/vsi([a-z0-9_]+)(?=/)')
_ARCHIVES = ('zip', 'tar', 'gzip')
_PACKED = ('.zip', '.kmz', '.tar', '.tgz', '.gz')
_ADDRESS = re.compile(r'\s*(?:https?|ftp)://', re.I)
_REMOTE = ('curl', 's3', 'gs', 'az', 'adls', 'oss', 'swift', 'hdfs', 'webhdfs')


@contextlib.contextmanager
def around(root, base=None):
    """Inside, QGIS opens only what is in `root` or below, and what needs a connection. `base` is the folder that
    relative paths start from: the project's; default `root`."""
    jail = Jail(root, base)
    here = os.getcwd()
    token = QgsPathResolver.setPathPreprocessor(jail.safe)
    # A plain name would be looked for where the process stands.
    os.chdir(jail.base)
    try:
        yield jail
    finally:
        os.chdir(here)
        QgsPathResolver.removePathPreprocessor(token)


class Jail:
    def __init__(self, root, base=None):
        self.root = os.path.abspath(root)
        self.base = os.path.abspath(base or root)
        # Cannot be there, and tells whoever reads a log why.
        self._nowhere = os.path.join(self.base, f'outside-the-project-{secrets.token_hex(4)}')

    def safe(self, text):
        """`text` where nothing in it leads outside, else a path to nowhere. For QgsPathResolver: never raises."""
        try:
            if _is_remote(text) and not virtual_dataset.never_again():
                return self._nowhere
            return self._nowhere if self.leaves(text) else text
        except (OSError, ValueError):
            return self._nowhere

    def leaves(self, text):
        """Whether a path or data source names something that exists outside of the root."""
        return self._leaves(text, (self.base,), set())

    def _leaves(self, text, bases, seen):
        """`bases` are folders that a relative path may start from, `seen` virtual datasets that were looked into."""
        if not text or text.startswith(('memory?', 'localized:')):
            return False
        if text.startswith('inbuilt:'):
            return '..' in text
        for each in {text, unquote(text)}:
            if _is_odd(each) or (virtual_dataset.is_one(each) and self._names_outside(each, bases, seen)):
                return True
            if any(self._is_outside(part, base, seen) for part in {*candidates(each)} for base in bases):
                return True
        wholes = [os.path.normpath(os.path.join(base, text.split('|')[0])) for base in bases]
        return any(os.path.isdir(whole) and not self.holds(whole) for whole in wholes)

    def holds(self, path):
        """Whether an absolute path is in the root, by its name alone."""
        return _is_below(os.path.normpath(path), self.root)

    def resolved(self, path):
        """The same path with all links followed, below `root` as that is called here; None where they lead out of it."""
        real, root = os.path.realpath(path), os.path.realpath(self.root)
        return os.path.join(self.root, os.path.relpath(real, root)) if _is_below(real, root) else None

    def admits(self, path):
        """Whether an absolute path may be opened: it is in the root and does not lead on to elsewhere."""
        return self.holds(path) and not self.leaves(path)

    def told(self, text, file):
        """Words of QGIS without our paths in them: `file` is what the project named."""
        return text.replace(self._nowhere, file or '').replace(self.root + os.sep, '')

    def _is_outside(self, candidate, base, seen):
        if candidate.startswith(_SHARES) and not self.holds(candidate):
            # Even to look whether it is there would make a connection.
            return True
        path = os.path.normpath(os.path.join(base, candidate))
        nearest = path
        while not os.path.lexists(nearest) and os.path.dirname(nearest) != nearest:
            nearest = os.path.dirname(nearest)
        if self.holds(nearest):
            return os.path.isfile(nearest) and self._leads_on(nearest, nearest != path, seen)
        if os.path.isdir(nearest):
            return nearest == path and not _is_below(self.root, path)
        # A file, or something inside one that is an archive.
        return os.path.lexists(nearest)

    def _leads_on(self, file, is_archive, seen):
        """Whether a file of the root is a virtual dataset that names one outside; in an archive, whether it is any."""
        if file in seen:
            # Those that name each other end in GDAL too.
            return False
        try:
            text = virtual_dataset.of_file(file)
            if text is None:
                return (is_archive or file.lower().endswith(_PACKED)) and virtual_dataset.is_packed(file)
        except OSError:
            return False
        seen.add(file)
        return self._names_outside(text, (os.path.dirname(file), self.base), seen)

    def _names_outside(self, text, bases, seen):
        """Of a virtual dataset's text; what it names may be meant from its own folder or from the project's."""
        named = virtual_dataset.names(text)
        return named is None or any(self._leaves(name, bases, seen) for name in named)


def _is_odd(text):
    ways = [way.removesuffix('_streaming') for way in _VSI.findall(text)]
    return sum(way in _ARCHIVES for way in ways) > 1 or any(way not in _ARCHIVES + _REMOTE for way in ways)


def _is_remote(text):
    """Whether GDAL itself would fetch it: what comes may be a virtual dataset, which names files of this computer."""
    ways = [way.removesuffix('_streaming') for each in {text, unquote(text)} for way in _VSI.findall(each)]
    return bool(_ADDRESS.match(text)) or any(way in _REMOTE for way in ways)


def candidates(text):
    """Every part of a data source that could be a path."""
    yield text
    for part in _DELIMITER.split(_SCHEME.sub('|', text)):
        part = part.strip()
        if part.strip('./\\ ') or part.startswith('..'):
            yield part
            # A URI's parts may be separated by blanks, but a path may hold some, too.
            yield from (piece for piece in part.split() if '/' in piece or '\\' in piece)


def _is_below(path, folder):
    path, folder = os.path.normcase(path), os.path.normcase(folder)
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
