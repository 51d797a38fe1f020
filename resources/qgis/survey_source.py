"""What a file holds, without writing anything."""

import source
from geometry import NOWHERE, box_of
from lonlat import Ground, name_of, transform_of
from qgis.core import QgsCsException, QgsGeometry

STEP = 'inspect'
BATCH = 1000

_NAMES = {
    1: 'Point',
    2: 'LineString',
    3: 'Polygon',
    4: 'MultiPoint',
    5: 'MultiLineString',
    6: 'MultiPolygon',
    7: 'GeometryCollection',
    8: 'CircularString',
    9: 'CompoundCurve',
    10: 'CurvePolygon',
    11: 'MultiCurve',
    12: 'MultiSurface',
}


def survey_source(params, task):
    """SessionCalls['inspect']. Raises what the geometry pass would raise, except that no features are no failure."""
    with source.opened(params['path']) as layers:
        ground = Ground(params['path'])
        geometries = {}
        count = 0
        total = sum(layer.count or 0 for layer in layers)
        for layer in layers:
            transform = transform_of(layer.crs)
            for _, wkb in layer.rows(attributes=False):
                count += 1
                if count % BATCH == 0:
                    task.check()
                    task.progress(STEP, count / total if total else 0)
                if wkb is None:
                    continue
                geometry = QgsGeometry()
                geometry.fromWkb(wkb)
                if geometry.isEmpty():
                    continue
                name = _NAMES.get(int.from_bytes(wkb[1:5], 'little' if wkb[0] else 'big') % 1000, 'Geometry')
                geometries[name] = geometries.get(name, 0) + 1
                ground.add('all', _box(geometry, transform), layer.assumed)
        names_crs = layers[0].crs is not None or layers[0].lon_lat
        return {
            'count': count,
            'geometries': geometries,
            'crs': name_of(layers[0].crs) if names_crs else '',
            'extent': None if ground.extent is None else list(ground.extent),
            'fields': _fields(layers),
        }


def _box(geometry, transform):
    if transform is not None:
        try:
            geometry.transform(transform)
        except QgsCsException:
            return NOWHERE
    return box_of(geometry)


def _fields(layers):
    """Each name once: layers of one file mostly share their columns."""
    merged = {}
    for layer in layers:
        for name, kind in layer.fields:
            merged.setdefault(name, kind)
    return [{'name': name, 'type': kind} for name, kind in merged.items()]
