"""Coordinates to EPSG:4326, and the doubt whether they are what the file says."""

import functools
import math
import os

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsCoordinateTransformContext

from failure import Failure

WGS84 = 'EPSG:4326'

# Rounding of a transformation, about 1 cm.
TOLERANCE = 1e-7


def wgs84():
    return QgsCoordinateReferenceSystem(WGS84)


def transform_of(crs):
    """Transformation to EPSG:4326; None where the coordinates are already there."""
    if crs is None or crs.authid() in (WGS84, 'OGC:CRS84'):
        return None
    return QgsCoordinateTransform(crs, wgs84(), QgsCoordinateTransformContext())


def name_of(crs):
    """As QGIS names a CRS: its authority id, or its description when it has none; EPSG:4326 for None."""
    if crs is None:
        return WGS84
    return crs.authid() or crs.description() or crs.toProj()


class Ground:
    """Collects where features are and raises when they are not where they should be.

    `area` is a box `[xmin, ymin, xmax, ymax]` that features are expected to touch, or None. Boxes are in degrees.
    `extents` holds the box of all features a group (a geometry family); what lies inside of it has been checked.
    """

    def __init__(self, path, area=None):
        self._file = os.path.basename(path)
        self._area = area
        self._mirrored = False
        self.extents = {}
        self.seeking = area is not None

    def add(self, group, box, assumed):
        """Takes one feature's box. `assumed`: the file named no CRS and lon/lat was taken.

        Raises `features.swapped`, `features.crsUnknown` (assumed) or `features.outOfRange`.
        """
        extent = self.extents.get(group)
        if extent is None:
            self._check(box, assumed)
            self.extents[group] = box
        elif box[0] < extent[0] or box[1] < extent[1] or box[2] > extent[2] or box[3] > extent[3]:
            self._check(box, assumed)
            self.extents[group] = joined(extent, box)
        if self.seeking:
            self._seek(box)

    @property
    def extent(self):
        """The box of everything; None when there is nothing."""
        return functools.reduce(joined, self.extents.values()) if self.extents else None

    def _check(self, box, assumed):
        xmin, ymin, xmax, ymax = box
        # Written so that NaN fails, too.
        x_fits = -180 - TOLERANCE <= xmin and xmax <= 180 + TOLERANCE
        if not (x_fits and -90 - TOLERANCE <= ymin and ymax <= 90 + TOLERANCE):
            raise self._misplaced(box, assumed)

    def _seek(self, box):
        if touch(box, self._area):
            self.seeking = False
        elif touch((box[1], box[0], box[3], box[2]), self._area):
            self._mirrored = True

    def settle(self):
        """Called at the end: raises `features.swapped` when only the mirrored features touch the area."""
        if self.seeking and self._mirrored:
            raise Failure('features.swapped', {'file': self._file})

    def _misplaced(self, box, assumed):
        xmin, ymin, xmax, ymax = box
        fits_swapped = -180 <= ymin and ymax <= 180 and -90 <= xmin and xmax <= 90
        if fits_swapped:
            return Failure('features.swapped', {'file': self._file})
        if assumed:
            return Failure('features.crsUnknown', {'file': self._file})
        finite = [round(value, 3) for value in (xmin, ymin) if math.isfinite(value)]
        params = {'x': finite[0], 'y': finite[1]} if len(finite) == 2 else {}
        return Failure('features.outOfRange', {'file': self._file, **params})


def touch(a, b):
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def joined(a, b):
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
