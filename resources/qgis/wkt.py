"""Reads the geometry of a delta's side."""

import re

from qgis.core import QgsGeometry

from refused import Refused

_NAN = re.compile(r'\bnan\b', re.IGNORECASE)


def geometry_of(side, warn):
    """
    None where the side names no geometry, a null geometry where it takes it away. Raises Refused for text that is no
    WKT. `nan` becomes 0, as on the server.
    """
    if 'geometry' not in side:
        return None
    text = (side['geometry'] or '').strip()
    if not text:
        return QgsGeometry()
    cleaned = _NAN.sub('0', text)
    if cleaned != text:
        warn('nanCoordinate')
    geometry = QgsGeometry.fromWkt(cleaned)
    if geometry.isNull():
        raise Refused(f'Null geometry from wkt={cleaned!r}')
    return geometry
