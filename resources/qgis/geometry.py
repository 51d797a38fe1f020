"""One source geometry becomes at most one clean 2D geometry a family, in EPSG:4326."""

import math

from qgis.core import QgsCsException, QgsGeometry

from version import GEOMETRY_TYPES

# Codes of ISO WKB without the thousands of Z and M, by their family.
_FAMILIES = {1: 'point', 2: 'line', 3: 'polygon', 4: 'multipoint', 5: 'line', 6: 'polygon'}
_COLLECTION = 7
_CURVES = {8, 9, 10, 11, 12}

# Byte order, type and "one part": what makes a multi of a single line or polygon.
_MULTI = {2: b'\x01\x05\x00\x00\x00\x01\x00\x00\x00', 3: b'\x01\x06\x00\x00\x00\x01\x00\x00\x00'}

LAYER_GEOMETRIES = {
    'point': 'Point',
    'multipoint': 'MultiPoint',
    'line': 'MultiLineString',
    'polygon': 'MultiPolygon',
}
"""Geometry type of a table by its family."""

_BASIC = {family: GEOMETRY_TYPES[family] for family in ('polygon', 'line', 'point')}

NOWHERE = (math.inf, math.inf, math.inf, math.inf)
"""Box of what the transformation could not place."""


class Counts:
    """What the pass changed: features a kind of change."""

    def __init__(self):
        self.repaired = 0
        self.unrepaired = 0
        self.flattened = 0
        self.split = 0


def clean(wkb, transform, counts):
    """Answers `[(family, wkb, box)]` for ISO WKB, empty when there is nothing to see in it.

    Curves become straight segments, Z and M go, polygons and lines that GEOS rejects are repaired, polygons and
    lines become multi, and a GeometryCollection one geometry a family. `transform` is None for EPSG:4326.
    `box` is (xmin, ymin, xmax, ymax).
    """
    # Runs once a feature: a plain sound polygon costs one geometry, one check and no way back to WKB.
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    if geometry.isEmpty():
        return []
    code = _code(wkb)
    changed = transform is not None
    if code >= 1000:
        counts.flattened += 1
        geometry.get().dropZValue()
        geometry.get().dropMValue()
        code, changed = code % 1000, True
    if code in _CURVES:
        geometry = QgsGeometry(geometry.constGet().segmentize())
        code, changed = _code(_wkb(geometry)), True
    if transform is not None:
        try:
            geometry.transform(transform)
        except QgsCsException:
            return [('point', wkb, NOWHERE)]
    if code == _COLLECTION:
        counts.split += 1
        return [_entry(family, part) for family, part in _split(geometry, counts)]
    family = _FAMILIES.get(code)
    if family is None:
        return []
    if (family == 'polygon' or family == 'line') and not geometry.isGeosValid():
        return [_entry(family, _mended(geometry, family, counts))]
    if family == 'multipoint' and geometry.constGet().numGeometries() == 1:
        geometry.convertToSingleType()
        return [_entry('point', geometry)]
    if changed:
        wkb = _wkb(geometry)
    return [(family, _MULTI[code] + wkb if code in _MULTI else wkb, box_of(geometry))]


def box_of(geometry):
    box = geometry.boundingBox()
    return (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())


def mend(geometry, family):
    """The repaired parts of the family's dimension as a multi geometry; None when the repair leaves none."""
    return _parts(geometry.makeValid(), _BASIC[family])


def _mended(geometry, family, counts):
    """The repaired geometry, or the geometry as it was when the repair leaves nothing of its kind."""
    mended = mend(geometry, family)
    if mended is None:
        counts.unrepaired += 1
        return geometry
    counts.repaired += 1
    return mended


def _entry(family, geometry):
    if family != 'point':
        geometry.convertToMultiType()
    return family, _wkb(geometry), box_of(geometry)


def _parts(geometry, basic):
    """The parts of one dimension, as a multi geometry; None when there is none."""
    if geometry.isNull():
        return None
    found = [part for part in geometry.asGeometryCollection() if part.type() == basic and not part.isEmpty()]
    return QgsGeometry.collectGeometry(found) if found else None


def _split(collection, counts):
    """One geometry a family of a GeometryCollection, nested ones included."""
    leaves = list(_leaves(collection))
    for family, basic in _BASIC.items():
        parts = [part for part in leaves if part.type() == basic]
        if not parts:
            continue
        whole = QgsGeometry.collectGeometry(parts)
        if family != 'point':
            yield family, whole if whole.isGeosValid() else _mended(whole, family, counts)
        elif len(parts) == 1:
            yield 'point', parts[0]
        else:
            yield 'multipoint', whole


def _leaves(geometry):
    for part in geometry.asGeometryCollection():
        if part.isEmpty():
            continue
        if _code(_wkb(part)) in (1, 2, 3):
            yield part
        else:
            yield from _leaves(part)


def _wkb(geometry):
    return bytes(geometry.asWkb())


def _code(wkb):
    return int.from_bytes(wkb[1:5], 'little' if wkb[0] else 'big')
