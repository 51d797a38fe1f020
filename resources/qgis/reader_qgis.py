"""Reads sources with PyQGIS alone, for a QGIS that comes without `osgeo`."""

import base64
import json
import os

from qgis.core import QgsFeatureRequest, QgsVectorLayer
from qgis.PyQt.QtCore import QByteArray, QDate, QDateTime, Qt, QTime

import words
from version import FIELD_TYPES, WKB_TYPES, member

WRITES_BESIDE = True
"""The provider opens for writing first and switches a GeoPackage to WAL, so that sources are copied."""

_KINDS = {'Integer': 'integer', 'Integer64': 'integer', 'Real': 'decimal', 'Date': 'date', 'DateTime': 'datetime'}


def layers(path, options):
    """Descriptions of all layers of a file. Raises RuntimeError with QGIS' words."""
    suffix = ''.join(f'|option:{key}={value}' for key, value in options.items())
    first = QgsVectorLayer(path + suffix, 'source', 'ogr')
    if not first.isValid():
        raise RuntimeError(words.of(first))
    separator = '!!::!!'
    names = dict.fromkeys(line.split(separator)[1] for line in first.dataProvider().subLayers())
    if len(names) < 2:
        return [_describe(first, next(iter(names), first.name()))]
    return [_describe(QgsVectorLayer(f'{path}{suffix}|layername={name}', name, 'ogr'), name) for name in names]


def _describe(layer, name):
    converters = [(index, _converter(field)) for index, field in enumerate(layer.fields())]

    def rows(attributes, geometry):
        request = QgsFeatureRequest()
        if not geometry:
            request.setFlags(member(QgsFeatureRequest, 'Flag.NoGeometry', 'NoGeometry'))
        if not attributes:
            request.setSubsetOfAttributes([])
        wanted = converters if attributes else []
        for feature in layer.getFeatures(request):
            values = feature.attributes()
            wkb = feature.geometry().asWkb() if geometry and feature.hasGeometry() else None
            yield [convert(values[index]) for index, convert in wanted], None if wkb is None else bytes(wkb)

    count = layer.featureCount()
    crs = layer.crs()
    return {
        'name': name,
        'driver': _driver(layer),
        'fields': [(field.name(), _kind(field)) for field in layer.fields()],
        'crs': crs if crs.isValid() else None,
        'rows': rows,
        'count': count if count >= 0 else None,
        # A FeatureCollection without features has neither columns nor a geometry type.
        'spatial': layer.wkbType() != WKB_TYPES['None'] or not layer.fields().count(),
    }


def _driver(layer):
    ending = os.path.splitext(layer.dataProvider().dataSourceUri().split('|')[0])[1].lower()
    known = {'.csv': 'CSV', '.tsv': 'CSV', '.txt': 'CSV', '.geojson': 'GeoJSON', '.json': 'GeoJSON', '.kml': 'KML'}
    return {**known, '.kmz': 'KML', '.gpx': 'GPX'}.get(ending, layer.dataProvider().storageType())


def _kind(field):
    if field.type() == FIELD_TYPES['boolean']:
        return 'boolean'
    return _KINDS.get(field.typeName().split('(')[0], 'text')


def _converter(field):
    kind = _kind(field)
    return lambda value: None if _is_null(value) else _CONVERT.get(kind, _text)(value)


def _is_null(value):
    return value is None or (hasattr(value, 'isNull') and value.isNull())


def _text(value):
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, (QDate, QTime, QDateTime)):
        return value.toString(member(Qt, 'DateFormat.ISODate', 'ISODate'))
    if isinstance(value, (QByteArray, bytes)):
        return base64.b64encode(bytes(value)).decode()
    return str(value)


_CONVERT = {
    'integer': int,
    'decimal': float,
    'boolean': bool,
    'date': lambda value: value.toString('yyyy-MM-dd'),
    'datetime': lambda value: value.toUTC().toString("yyyy-MM-dd'T'HH:mm:ss.zzz'Z'"),
}
