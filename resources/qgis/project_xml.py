"""What a project file says, read as a stream of XML: nothing is opened, unpacked or run."""

import contextlib
import os
import re
import zipfile
from xml.parsers import expat

from failure import Failure

MIB = 1024 * 1024
LARGEST_PROJECT = 512 * MIB
LARGEST_ARCHIVE = 2048 * MIB
LARGEST_RATIO = 200
HARMLESS = 64 * MIB
"""Up to here a high ratio is nothing to fear: XML packs well."""

IMAGE = re.compile(r'\.(?:svg|png|jpe?g|gif|webp|bmp|tiff?)$', re.I)
_STYLE = ('Option', 'prop', 'background')
"""Elements that describe symbols and labels; `prop` until 3.26."""
_BLOCK = 256 * 1024


@contextlib.contextmanager
def opened(path):
    """The project's XML as a binary file. Raises `project.notArchive`, `zipBomb`, `unsafeArchive`, `unreadable`."""
    name = os.path.basename(path)
    try:
        if not path.lower().endswith('.qgz'):
            with open(path, 'rb') as file:
                yield file
            return
        with zipfile.ZipFile(path) as archive:
            with archive.open(_checked(archive.infolist(), name)) as file:
                yield file
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zipfile.zlib.error) as error:
        raise Failure('project.notArchive', {'file': name}, str(error)) from error
    except OSError as error:
        raise Failure('project.unreadable', {'file': name}, str(error)) from error


def _checked(entries, name):
    """The .qgs among an archive's entries, once all of them are known to be harmless."""
    for entry in entries:
        parts = re.split(r'[\\/]', entry.filename)
        if '..' in parts or parts[0] == '' or ':' in parts[0] or entry.flag_bits & 1:
            raise Failure('project.unsafeArchive', {'file': name}, entry.filename)
    projects = [entry for entry in entries if entry.filename.lower().endswith('.qgs')]
    if not projects:
        raise Failure('project.notArchive', {'file': name}, 'the archive holds no .qgs')
    total, packed = (sum(getattr(entry, size) for entry in entries) for size in ('file_size', 'compress_size'))
    for size, limit in ((projects[0].file_size, LARGEST_PROJECT), (total, LARGEST_ARCHIVE)):
        if size > limit:
            raise Failure('project.zipBomb', {'file': name, 'megabytes': limit // MIB})
    if total > HARMLESS and total > packed * LARGEST_RATIO:
        raise Failure('project.zipBomb', {'file': name, 'megabytes': total // MIB}, f'from {packed} bytes')
    return projects[0]


def read(path):
    """ProjectXml of a .qgs or .qgz. Raises as `opened` does, and `project.brokenXml`."""
    found = ProjectXml()
    name = os.path.basename(path)
    with opened(path) as file:
        try:
            while block := file.read(_BLOCK):
                found.feed(block, False)
            found.feed(b'', True)
        except expat.ExpatError as error:
            at = {'file': name, 'line': error.lineno, 'column': error.offset + 1}
            raise Failure('project.brokenXml', at, str(error)) from error
        except _Entity as error:
            at = {'file': name, 'line': found.parser.CurrentLineNumber, 'column': found.parser.CurrentColumnNumber + 1}
            raise Failure('project.brokenXml', at, f'declares the entity {error}') from error
    if found.root != 'qgis':
        raise Failure('project.brokenXml', {'file': name, 'line': 1, 'column': 1}, f'starts with <{found.root}>')
    return found


class _Entity(Exception):
    """QGIS declares none, and some blow a small file up to gigabytes."""


class ProjectXml:
    """
    `root` name of the outermost element, `version` and `title` of the project, `entries` {(scope, key): text or list
    of texts}, `layers` {id: {id, name, provider, source, isReadOnly, isLocalized}} in the file's order,
    `extent` (xmin, ymin, xmax, ymax) of the map canvas or None, `images` files that symbols and decorations name,
    `shows_counts` whether a layer has its feature count in the legend.
    """

    def __init__(self):
        self.root, self.version, self.title = '', '', ''
        self.entries, self.layers, self.images = {}, {}, {}
        self.shows_counts = False
        self._canvas = {}
        self._path, self._layer, self._text, self._values, self._in_canvas = [], None, [], [], False
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text.append
        self.parser.EntityDeclHandler = self._refuse

    def feed(self, block, is_last):
        self.parser.Parse(block, is_last)

    @property
    def extent(self):
        try:
            return tuple(float(self._canvas[side]) for side in ('xmin', 'ymin', 'xmax', 'ymax'))
        except (KeyError, ValueError):
            return None

    @property
    def has_macros(self):
        return bool(str(self.entries.get(('Macros', 'pythonCode'), '')).strip())

    def entry(self, key, default):
        """Of QFieldSync, which writes its scope in either spelling."""
        for scope in ('qfieldsync', 'QFieldSync'):
            if (scope, key) in self.entries:
                return self.entries[scope, key]
        return default

    def entry_list(self, key, default):
        found = self.entry(key, default)
        return found if isinstance(found, list) else [found] if found else default

    def _refuse(self, name, *_):
        raise _Entity(name)

    def _start(self, tag, attributes):
        self._path.append(attributes.get('name', tag) if tag == 'properties' else tag)
        self._text.clear()
        depth = len(self._path)
        if depth == 1:
            self.root, self.version = tag, attributes.get('version', '')
        elif tag == 'maplayer' and self._path[1] == 'projectlayers' and depth == 3:
            self._layer = {
                'id': attributes.get('id', ''),
                'name': attributes.get('name', ''),
                'provider': '',
                'source': '',
                'isReadOnly': attributes.get('readOnly') == '1',
            }
        elif tag == 'mapcanvas':
            self._in_canvas = attributes.get('name') == 'theMapCanvas'
        elif attributes.get('showFeatureCount') == '1' or (
            'showFeatureCount' in (attributes.get('name'), attributes.get('key')) and attributes.get('value') == '1'
        ):
            self.shows_counts = True
        if tag in _STYLE and attributes.get('name') != 'LayerSource':
            self.images |= {value: None for value in attributes.values() if IMAGE.search(value)}

    def _end(self, tag):
        text, depth = ''.join(self._text), len(self._path)
        if depth == 2 and tag == 'title':
            self.title = text
        elif self._layer is not None and depth == 4:
            key = {'id': 'id', 'layername': 'name', 'provider': 'provider', 'datasource': 'source'}.get(tag)
            if key is not None:
                self._layer[key] = text
        elif tag == 'maplayer' and depth == 3 and self._layer is not None:
            self.layers[self._layer['id']] = self._layer
            self._layer = None
        elif tag == 'mapcanvas':
            self._in_canvas = False
        elif self._in_canvas and self._path[-2] == 'extent':
            self._canvas[tag] = text
        elif self._path[1:2] == ['properties'] and depth >= 4:
            self._end_entry(tag, text)
        self._path.pop()
        self._text.clear()

    def _end_entry(self, tag, text):
        if tag == 'value':
            self._values.append(text)
            return
        where = (self._path[2], '/'.join(self._path[3:]))
        self.entries[where] = self._values if self._values else text
        self._values = []
        if IMAGE.search(text):
            self.images[text] = None
