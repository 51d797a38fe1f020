"""Files of a project that go into its package, and where they are found there."""

import os
import shutil

import disk

SQLITE = ('.gpkg', '.sqlite', '.db', '.mbtiles', '.spatialite')

_BLOCK = 8 * 1024 * 1024


class PackageFiles:
    """Files from the folder `root` in the folder `out`."""

    def __init__(self, root, out, kept):
        """`kept` are names in the package that nothing may take."""
        self._root = os.path.abspath(root)
        self.out = os.path.abspath(out)
        self._places = {}
        self._names = {name.casefold() for name in kept}

    def copy(self, planned, task):
        """Lays `{from, to}` into the package; a database comes as one file."""
        for each in planned:
            source, target = os.path.normpath(each['from']), os.path.join(self.out, *each['to'].split('/'))
            with disk.writing(target):
                os.makedirs(os.path.dirname(target), exist_ok=True)
                _copy(source, target, task)
            self._places[source] = target
            self._names.add(each['to'].casefold())

    def moved(self, text):
        """A path or a data source as it is in the package; None where it names nothing of the project's folder."""
        for source in sorted(self._places, key=len, reverse=True):
            if source in text:
                return text.replace(source, self._places[source])
        folders = [self._places_folder(source) for source in self._places]
        for source, target in filter(None, folders):
            if text.split('|')[0] == source:
                return text.replace(source, target)
        return None

    def carried(self, text):
        """For QgsPathResolver.setPathWriter: where the package has what a project file names, which may come along only now."""
        moved = self.moved(text)
        if moved is not None:
            return moved
        file, mark, rest = text.partition('|')
        path = os.path.normpath(file) if os.path.isabs(file) else ''
        if path.startswith(self._root + os.sep) and os.path.isfile(path):
            name = self._free(os.path.relpath(path, self._root).replace(os.sep, '/'))
            self.copy([{'from': path, 'to': name}], None)
            return self._places[path] + mark + rest
        return text

    def holds(self, text):
        """Whether a text names anything in the project's or the package's folder."""
        return self._root in text or self.out in text

    def relative(self, text):
        """The text with what it names in the package written from the project file."""
        moved = self.moved(text) or text
        return moved.replace(self.out + os.sep, './').replace(self.out, '.')

    def _places_folder(self, source):
        """A source that is a folder (File Geodatabase): `x.gdb/a.gdbtable` tells where `x.gdb` is."""
        head, target = os.path.dirname(source), os.path.dirname(self._places[source])
        return (head, target) if target != self.out and os.path.splitext(head)[1] else None

    def _free(self, name):
        stem, ending = os.path.splitext(name)
        names = [name, *(f'{stem}_{number}{ending}' for number in range(1, len(self._names) + 2))]
        return next(each for each in names if each.casefold() not in self._names)


def _copy(source, target, task):
    """Follows a link: large rasters may be links in the project's copy."""
    with open(source, 'rb') as old, open(target, 'wb') as new:
        while block := old.read(_BLOCK):
            new.write(block)
            if task is not None:
                task.check()
    wal = source + '-wal'
    if source.lower().endswith(SQLITE) and os.path.exists(wal) and os.path.getsize(wal):
        shutil.copyfile(wal, target + '-wal')
        disk.settle(target)
