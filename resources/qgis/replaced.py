"""What a change found where it was not what its delta remembers: without it an undo would bring back the wrong thing."""

import math

from qgis.PyQt.QtCore import QByteArray, QDate, QDateTime, QTime

from compare import ISO_DATE, ISO_MOMENT, conflicts, is_null, same_place
from wkt import geometry_of

# Digits that bring a double back as it was.
DIGITS = 17


def replaced(feature, old, names, with_geometry):
    """A DeltaSide with those of the attributes `names`, and the geometry, that `old` does not have as they are; or None."""
    remembered = old.get('attributes') or {}
    there = feature.fields().names()
    attributes = {
        name: plain(feature[name])
        for name in names
        if name in there and (name not in remembered or conflicts(feature, {name: remembered[name]}))
    }
    side = {'attributes': attributes} if attributes else {}
    if with_geometry and not _remembers_place(old, feature):
        geometry = feature.geometry()
        side['geometry'] = None if geometry.isNull() else geometry.asWkt(DIGITS)
    return side or None


def _remembers_place(old, feature):
    if 'geometry' not in old:
        return False
    return same_place(geometry_of(old, lambda *_: None), feature.geometry())


def plain(value):
    """A value as a delta has it."""
    if is_null(value) or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, QDateTime):
        return value.toString(ISO_MOMENT)
    if isinstance(value, QDate):
        return value.toString(ISO_DATE)
    if isinstance(value, QTime):
        return value.toString(ISO_DATE)
    if isinstance(value, QByteArray):
        return bytes(value.toBase64()).decode('ascii')
    return value
