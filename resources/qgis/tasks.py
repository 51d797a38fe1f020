"""Task areas: polygons into table `tasks`, or one task of an area."""

import math
import os

from qgis.core import QgsGeometry, QgsRectangle

import disk
import source
from attributes import KEY, Attributes
from failure import Failure
from geometry import Counts, box_of, clean
from keys import Keys
from lonlat import WGS84, Ground, joined, name_of, transform_of
from table import Table, blob, fields_of

STEP = 'tasks'
TABLE = 'tasks'
TASK_ID = 'task_id'

MOST_VERTICES = 5000
"""A larger union is answered as its convex hull: the area goes into the project's settings."""

# Degrees; 7 places are about 1 cm.
WKT_PRECISION = 7

_AS_TASKS = {
    'features.unreadable': 'tasks.unreadable',
    'features.empty': 'tasks.empty',
    'features.noGeometry': 'tasks.notPolygons',
    'features.crsUnknown': 'tasks.crsUnknown',
    'features.swapped': 'tasks.crsUnknown',
    'features.outOfRange': 'tasks.crsUnknown',
}


class _Areas:
    """Polygons of a source in EPSG:4326, with their attributes. Task areas are few: they fit in memory."""

    def __init__(self, path, id_field, task):
        self.counts = Counts()
        self.rows = []
        ground = Ground(path)
        others = read = 0
        with source.opened(path) as layers:
            self.crs = name_of(layers[0].crs)
            self.attributes = Attributes(layers, (), {id_field})
            self.id_kind = next((kind for layer in layers for name, kind in layer.fields if name == id_field), 'integer')
            for layer in layers:
                transform = transform_of(layer.crs)
                spread = self.attributes.spread(layer)
                names = [name for name, _ in layer.fields]
                id_at = names.index(id_field) if id_field in names else None
                for values, wkb in layer.rows():
                    task.check()
                    read += 1
                    found = clean(wkb, transform, self.counts) if wkb else []
                    others += sum(family != 'polygon' for family, _, _ in found)
                    for family, shape, box in found:
                        ground.add(family, box, layer.assumed)
                        if family == 'polygon':
                            own = None if id_at is None else values[id_at]
                            self.rows.append((own, shape, box, values if spread is None else spread(values)))
        file = os.path.basename(path)
        if not self.rows:
            raise Failure('features.noGeometry' if others else 'features.empty', {'file': file})
        if others:
            task.log('warning', f'{others} points or lines of {file} are no task areas and were left out')


def tasks(params, task):
    """SessionCalls['tasks']."""
    keys = Keys(params['namespace'])
    id_field = params.get('idField', TASK_ID)
    areas = None
    if params['path'] is not None:
        try:
            areas = _Areas(params['path'], id_field, task)
        except Failure as failure:
            raise Failure(_AS_TASKS.get(failure.code, failure.code), failure.params, failure.detail) from failure
        shapes = [_geometry(shape) for _, shape, _, _ in areas.rows]
        union = QgsGeometry.unaryUnion(shapes)
        if union.isEmpty():
            union = QgsGeometry.collectGeometry(shapes).convexHull()
    else:
        union = _given_area(params, id_field, task)
    union = _multi(union)
    extent = _write(params['out'], (params.get('table', TABLE), id_field), areas, union, keys)
    task.progress(STEP, 1)
    return {
        'count': len(areas.rows) if areas else 1,
        'extent': list(extent),
        'area': _small(union).asWkt(WKT_PRECISION),
        'repaired': areas.counts.repaired if areas else 0,
        'sourceCrs': areas.crs if areas else WGS84,
    }


def _given_area(params, id_field, task):
    """The area file's polygons as one, or the extent's rectangle."""
    if params['aoi'] is not None:
        try:
            areas = _Areas(params['aoi'], id_field, task)
        except Failure as failure:
            if failure.code == 'job.cancelled':
                raise
            file = os.path.basename(params['aoi'])
            raise Failure('area.invalid', {'file': file, 'why': failure.code}, failure.detail) from failure
        return QgsGeometry.unaryUnion([_geometry(shape) for _, shape, _, _ in areas.rows])
    if params['extent'] is None:
        raise Failure('area.missing')
    xmin, ymin, xmax, ymax = params['extent']
    if not all(map(math.isfinite, params['extent'])) or not (-180 <= xmin < xmax <= 180 and -90 <= ymin < ymax <= 90):
        raise Failure('area.invalid', {'why': 'extent'}, str(params['extent']))
    return QgsGeometry.fromRect(QgsRectangle(xmin, ymin, xmax, ymax))


def _write(out, names, areas, union, keys):
    """Writes the table beside `out` and moves it there, so that there is never half of it."""
    name, id_field = names
    part = out + '.part.gpkg'
    disk.remove(part)
    if areas:
        kind, columns = areas.id_kind, [(field['name'], field['type']) for field in areas.attributes.fields]
        rows = areas.rows
    else:
        kind, columns = 'integer', []
        rows = [(None, bytes(union.asWkb()), box_of(union), [])]
    ids = _ids([own for own, _, _, _ in rows], kind)
    table = Table(part, name, 'MultiPolygon', fields_of([(id_field, kind), *columns, (KEY, 'text')]))
    try:
        extent = None
        for position, (_, shape, box, values) in enumerate(rows, 1):
            table.add((blob(shape, box), ids[position - 1], *values, keys.at(position)))
            extent = box if extent is None else joined(extent, box)
        table.close(extent)
        with disk.writing(out):
            disk.remove(out)
            os.replace(part, out)
    finally:
        table.abandon()
        disk.remove(part)
    return extent


def _ids(own, kind):
    """The source's ids; where one is missing, the next free number."""
    taken = {str(value) for value in own}
    free = (number for number in range(1, 2 * len(own) + 1) if str(number) not in taken)
    return [
        value if value not in (None, '') else (str(next(free)) if kind == 'text' else next(free)) for value in own
    ]


def _geometry(wkb):
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    return geometry


def _multi(geometry):
    geometry.convertToMultiType()
    return geometry


def _small(union):
    return union if union.constGet().nCoordinates() <= MOST_VERTICES else union.convexHull()

