"""Where a source really is, in a way that GDAL can read it and nobody writes beside it."""

import contextlib
import os
import shutil
import tempfile
import zipfile

from failure import Failure

# What is looked for inside a .zip, in this order.
INNER = ('.shp', '.gpkg', '.geojson', '.json', '.kml', '.csv', '.fgb', '.gml', '.gpx')

# Formats whose readers write beside the file: GML leaves a .gfs.
COPIED = ('.gml', '.xml')


@contextlib.contextmanager
def located(path, copy_all=False):
    """Yields the path that GDAL shall open: the file, the member of a .zip, or a private copy that goes afterwards.

    A GeoPackage in WAL mode is copied, since even a reader writes -wal and -shm beside it.
    Raises `features.unreadable`.
    """
    if not os.path.exists(path):
        raise unreadable(path, 'no such file')
    if os.path.isfile(path) and os.path.getsize(path) == 0:
        raise unreadable(path, 'the file is empty')
    inner = inside_zip(path)
    if inner is not None:
        yield inner
    elif os.path.isfile(path) and (copy_all or path.lower().endswith(COPIED) or is_wal_database(path)):
        with tempfile.TemporaryDirectory(prefix='fieldpack-source-') as folder:
            yield copied(path, folder)
    else:
        yield path


def inside_zip(path):
    """`/vsizip/{…}/member` of a zipped source; None for anything that is no .zip (or is one by nature, as .kmz)."""
    if not os.path.isfile(path) or path.lower().endswith(('.kmz', '.xlsx', '.ods')) or not zipfile.is_zipfile(path):
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            members = [name for name in archive.namelist() if not name.startswith('__MACOSX/')]
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise unreadable(path, str(error)) from error
    for ending in INNER:
        for name in members:
            if name.lower().endswith(ending):
                return f'/vsizip/{{{path}}}/{name}'
    raise unreadable(path, 'the archive holds no file of features: ' + ', '.join(members[:10]))


def is_wal_database(path):
    """Bytes 18 and 19 of a SQLite header are 2 in WAL mode; a hot journal has to be played back, too."""
    with open(path, 'rb') as file:
        header = file.read(20)
    if not header.startswith(b'SQLite format 3\0'):
        return False
    return 2 in header[18:20] or os.path.exists(path + '-journal')


def copied(path, folder):
    """Copies a file with everything that belongs to it: same stem, or the database's own sidecars."""
    here, name = os.path.split(path)
    stem = os.path.splitext(name)[0]
    database = name.lower().endswith(('.gpkg', '.sqlite', '.db'))
    for other in os.listdir(here or '.'):
        belongs = other.startswith(name + '-') if database else os.path.splitext(other)[0] == stem
        if (other == name or belongs) and os.path.isfile(os.path.join(here, other)):
            shutil.copyfile(os.path.join(here, other), os.path.join(folder, other))
    return os.path.join(folder, name)


def unreadable(path, detail):
    return Failure('features.unreadable', {'file': os.path.basename(path)}, detail)
