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

# Where a path may begin or end inside a data source: `a|layername=b`, `url=file:///a`, `NETCDF:"a":b`, `/vsizip/{a}/b`;
# not the colon of a drive.
_DELIMITER = re.compile(r'[|"\'?&=,;<>(){}\[\]\n\t]|(?<!\b[A-Za-z]):|:(?![\\/])|(?<!/)/vsi[a-z0-9_]+/')
_SCHEME = re.compile(r'\b(?!file:)[A-Za-z][A-Za-z0-9+.-]+://|\bfile:(?://(?=/))?')

# Of another computer, on Windows.
_SHARES = ('\\\\', '//') if os.name == 'nt' else ('\\\\',)

_LARGEST_VRT = 1024 * 1024


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
            return self._nowhere if self.leaves(text) else text
        except (OSError, ValueError):
            return self._nowhere

    def leaves(self, text):
        """Whether a path or data source names something that exists outside of the root."""
        if not text or text.startswith(('memory?', 'localized:')):
            return False
        if text.startswith('inbuilt:'):
            return '..' in text
        if any(self._is_outside(each) for each in {*candidates(text), *candidates(unquote(text))}):
            return True
        whole = os.path.normpath(os.path.join(self.base, text.split('|')[0]))
        return os.path.isdir(whole) and not self.holds(whole)

    def holds(self, path):
        """Whether an absolute path is in the root, by its name alone."""
        return _is_below(os.path.normpath(path), self.root)

    def admits(self, path):
        """Whether an absolute path may be opened: it is in the root and does not lead on to elsewhere."""
        return self.holds(path) and not self.leaves(path)

    def told(self, text, file):
        """Words of QGIS without our paths in them: `file` is what the project named."""
        return text.replace(self._nowhere, file or '').replace(self.root + os.sep, '')

    def _is_outside(self, candidate):
        if candidate.startswith(_SHARES) and not self.holds(candidate):
            # Even to look whether it is there would make a connection.
            return True
        return self._exists_outside(os.path.normpath(os.path.join(self.base, candidate)))

    def _exists_outside(self, path):
        if self.holds(path):
            return path.lower().endswith('.vrt') and self._leads_on(path)
        nearest = path
        while not os.path.lexists(nearest) and os.path.dirname(nearest) != nearest:
            nearest = os.path.dirname(nearest)
        if os.path.isdir(nearest):
            return nearest == path and not _is_below(self.root, path)
        # A file, or something inside one that is an archive.
        return os.path.lexists(nearest)

    def _leads_on(self, path):
        """A virtual dataset of GDAL is text that names other files."""
        try:
            with open(path, encoding='utf-8', errors='replace') as file:
                text = file.read(_LARGEST_VRT + 1)
        except OSError:
            return False
        inner = Jail(self.root, os.path.dirname(path))
        names = re.findall(r'>([^<>]+)<', text) + re.findall(r'="([^"]+)"', text)
        # One that names itself, or a ring of them, ends in GDAL too.
        return len(text) > _LARGEST_VRT or any(
            inner.leaves(name) for name in names if not name.strip().lower().endswith('.vrt')
        )


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
