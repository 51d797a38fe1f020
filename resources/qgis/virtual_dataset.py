"""GDAL's virtual datasets: XML that names other files. GDAL knows them by what they say, whatever they are called."""

import gzip
import tarfile
import xml.etree.ElementTree as ET
import zipfile

try:
    from osgeo import gdal
except ImportError:
    gdal = None

MARKS = ('<VRTDataset', '<OGRVRTDataSource', '<GDAL_WMS', '<OGRWFSDataSource', '<GDALTileIndexDataset')

_LARGEST = 1024 * 1024

_HEAD = 64 * 1024
"""GDAL looks for the mark no further."""


DRIVERS = ('VRT', 'OGR_VRT', 'GTI')


def never_again():
    """From now on GDAL knows none in this process; False where nobody can tell it that."""
    for name in DRIVERS if gdal else ():
        driver = gdal.GetDriverByName(name)
        if driver is not None:
            driver.Deregister()
    return gdal is not None


def is_one(text):
    return any(mark in text for mark in MARKS)


def names(text):
    """Every text in it, any of which could be a path; None where GDAL might understand it in another way than we do."""
    if len(text) > _LARGEST or '<!DOCTYPE' in text or '<!ENTITY' in text:
        return None
    try:
        root = ET.fromstring(text[text.index('<') : text.rindex('>') + 1])
    except (ET.ParseError, ValueError):
        return None
    found = {}
    for element in root.iter():
        found |= dict.fromkeys([element.text, element.tail, *element.attrib.values()])
    return [each.strip() for each in found if each and each.strip()]


def of_file(path):
    """The text of a file that is one; None of any other. Raises OSError."""
    with open(path, 'rb') as file:
        if not _begins_one(file.read(_HEAD)):
            return None
        file.seek(0)
        return file.read(_LARGEST + 1).decode('utf-8', 'replace')


def is_packed(path):
    """Whether an archive has one in it. Raises OSError."""
    try:
        return any(map(_begins_one, _packed_heads(path)))
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, NotImplementedError, RuntimeError, zipfile.zlib.error):
        return True


def _packed_heads(path):
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                with archive.open(name) as member:
                    yield member.read(_HEAD)
    elif tarfile.is_tarfile(path):
        with tarfile.open(path) as archive:
            for entry in archive:
                if entry.isfile():
                    yield archive.extractfile(entry).read(_HEAD)
    elif _is_gzip(path):
        with gzip.open(path) as file:
            yield file.read(_HEAD)


def _is_gzip(path):
    with open(path, 'rb') as file:
        return file.read(2) == b'\x1f\x8b'


def _begins_one(head):
    return is_one(head.decode('utf-8', 'replace'))
