"""Mends what QGIS' writer changes on the way into a table: an old one drops milliseconds, so that a change from the
field would meet a conflict that is none; every one makes an empty geometry where a feature has none at all.
"""

import contextlib
import sqlite3

from qgis.core import QgsFeatureRequest, QgsGeometry, QgsVectorLayer
from qgis.PyQt.QtCore import QDateTime

import version

BATCH = 5000

# The fourth byte of a GeoPackage's geometry says with its fifth bit that it is empty.
_HOLLOW = "select {} from {} where substr(hex(substr({}, 4, 1)), 1, 1) in ('1', '3', '5', '7', '9', 'B', 'D', 'F')"

# By SQLite, since the provider of a QGIS that drops milliseconds drops them, too.
_FINER = """
    update {table} set {moment} = substr({moment}, 1, 19) || ? || ltrim(substr({moment}, 20), '.0')
    where {key} = ? and substr({moment}, 1, 19) = ? and substr({moment}, 20, 4) not glob '.[0-9]*[1-9]*'
"""

# What a table's triggers call when a geometry changes, which none does there.
_FUNCTIONS = ('ST_IsEmpty', 'ST_MinX', 'ST_MaxX', 'ST_MinY', 'ST_MaxY')


def mend(layer, selected, written, task):
    """
    `layer` is the source, or its selected features; `written` is (file, table, key, geometry column), whose keys are
    1, 2, 3 … in the order of the source. A moment that isn't its feature's to the second stays as it is.
    """
    file, table, key, geometry = written
    moments = _moments(layer.fields())
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        names = _quoted(key), _quoted(table), _quoted(geometry)
        hollow = {number for (number,) in connection.execute(_HOLLOW.format(*names))} if layer.isSpatial() else set()
        if not moments and not hollow:
            return
        for name in _FUNCTIONS:
            connection.create_function(name, 1, lambda _: None)
        updates = {
            index: _FINER.format(table=_quoted(table), key=_quoted(key), moment=_quoted(name))
            for index, name in moments.items()
        }
        bare = []
        for number, feature in enumerate(_features(layer, selected, list(moments), hollow), 1):
            if number % BATCH == 0:
                task.check()
            for index, update in updates.items():
                value = feature.attribute(index)
                if isinstance(value, QDateTime) and value.time().msec() != 0:
                    finer = f'.{value.time().msec():03}', number, value.toString('yyyy-MM-ddTHH:mm:ss')
                    connection.execute(update, finer)
            if number in hollow and feature.geometry().isNull():
                bare.append(number)
    if bare:
        target = QgsVectorLayer(f'{file}|layername={table}', table, 'ogr')
        target.dataProvider().changeGeometryValues({number: QgsGeometry() for number in bare})


def _moments(fields):
    """`{index: name}` of the source's own columns of dates with times."""
    return {
        index: field.name()
        for index, field in enumerate(fields)
        if field.type() == version.FIELD_TYPES['datetime'] and fields.fieldOrigin(index) == version.ORIGIN_PROVIDER
    }


def _features(layer, selected, indexes, with_geometry):
    request = QgsFeatureRequest().setSubsetOfAttributes(indexes)
    if not with_geometry:
        request.setFlags(version.NO_GEOMETRY)
    return layer.getSelectedFeatures(request) if selected else layer.getFeatures(request)


def _quoted(name):
    return '"' + name.replace('"', '""') + '"'
