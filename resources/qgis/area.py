"""The area outside of which features stay at home."""

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProject,
)

import version
from failure import Failure

BATCH = 5000

DENSE = 1 / 64
"""Of the longer side: how far apart an edge's points may be before the area goes into another CRS."""


class Area:
    """A valid polygon in a CRS. Raises `package.areaInvalid`."""

    def __init__(self, wkt, crs):
        self._crs = QgsCoordinateReferenceSystem(crs)
        if not self._crs.isValid():
            self._crs = QgsCoordinateReferenceSystem.fromWkt(crs)
        self._geometry = QgsGeometry.fromWkt(wkt)
        is_polygon = self._geometry.type() == version.GEOMETRY_TYPES['polygon']
        if not is_polygon or not self._crs.isValid() or self._geometry.isEmpty():
            raise Failure('package.areaInvalid', {}, f'{crs}: {wkt[:200]}')
        # Curves are straightened by GEOS anyway; a ring that crosses itself has no inside.
        if not self._geometry.isGeosValid():
            raise Failure('package.areaInvalid', {}, self._geometry.lastError() or 'the polygon crosses itself')

    def ids(self, layer, task):
        """Ids of the layer's features that intersect the area, under its filter. A layer without geometry has no say."""
        inside = self._in(layer.crs())
        engine = QgsGeometry.createGeometryEngine(inside.constGet())
        engine.prepareGeometry()
        request = QgsFeatureRequest().setFilterRect(inside.boundingBox())
        request.setNoAttributes()
        found = []
        for number, feature in enumerate(layer.getFeatures(request)):
            if number % BATCH == 0:
                task.check()
            geometry = feature.geometry()
            if not geometry.isNull() and engine.intersects(geometry.constGet()):
                found.append(feature.id())
        return found

    def _in(self, crs):
        """An area that cannot be brought there must not become "everywhere"."""
        if not crs.isValid() or crs == self._crs:
            return self._geometry
        box = self._geometry.boundingBox()
        # Straight edges bend on their way into another CRS.
        inside = self._geometry.densifyByDistance(max(box.width(), box.height()) * DENSE)
        try:
            inside.transform(QgsCoordinateTransform(self._crs, crs, QgsProject.instance()))
        except QgsCsException as error:
            raise Failure('package.areaInvalid', {}, f'no way from {self._crs.authid()} to {crs.authid()}: {error}')
        if not inside.isGeosValid():
            inside = inside.makeValid()
        if inside.isEmpty() or not inside.boundingBox().isFinite():
            raise Failure('package.areaInvalid', {}, f'the area is nowhere in {crs.authid()}')
        return inside


def of(planned):
    """The plan's area; None where all features come along."""
    return None if planned is None else Area(planned['wkt'], planned['crs'])
