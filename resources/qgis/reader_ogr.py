"""Reads sources with GDAL's own Python module, read-only."""

import base64
import json
from datetime import datetime, timedelta

from osgeo import gdal, ogr
from qgis.core import QgsCoordinateReferenceSystem

WRITES_BESIDE = False
"""Opened read-only, so that the source itself can be read in place."""

gdal.UseExceptions()
ogr.UseExceptions()

# PolyhedralSurface, TIN and Triangle, which QGIS 3.22 cannot read.
_SURFACES = {ogr.wkbPolyhedralSurface, ogr.wkbTIN, ogr.wkbTriangle}

_TYPES = {
    ogr.OFTInteger: 'integer',
    ogr.OFTInteger64: 'integer',
    ogr.OFTReal: 'decimal',
    ogr.OFTDate: 'date',
    ogr.OFTDateTime: 'datetime',
}


def layers(path, options):
    """Descriptions of all layers of a file. Raises RuntimeError with GDAL's words."""
    dataset = _open(path, [f'{key}={value}' for key, value in options.items()])
    driver = dataset.GetDriver().ShortName
    return [_describe(dataset, dataset.GetLayer(index), driver) for index in range(dataset.GetLayerCount())]


def _open(path, options):
    """The exception has only the last of GDAL's words ("failed to read"); the first ones tell the line."""
    said = []
    gdal.PushErrorHandler(lambda level, number, message: said.append(message))
    try:
        return gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_READONLY, open_options=options)
    except RuntimeError as error:
        raise RuntimeError('\n'.join(dict.fromkeys([*said, str(error)]))) from error
    finally:
        gdal.PopErrorHandler()


def _describe(dataset, layer, driver):
    definition = layer.GetLayerDefn()
    fields = [definition.GetFieldDefn(index) for index in range(definition.GetFieldCount())]
    getters = [(index, _getter(field)) for index, field in enumerate(fields)]
    count = layer.GetFeatureCount(0)

    def rows(attributes, geometry, _dataset=dataset):
        # The dataset stays with the rows: a layer dies with its dataset.
        wanted = getters if attributes else []
        layer.ResetReading()
        for feature in layer:
            yield (
                [get(feature, index) if feature.IsFieldSetAndNotNull(index) else None for index, get in wanted],
                _wkb(feature) if geometry else None,
            )

    return {
        'name': layer.GetName(),
        'driver': driver,
        'fields': [(field.GetName(), _type(field)) for field in fields],
        'crs': _crs(layer.GetSpatialRef()),
        'rows': rows,
        'count': count if count >= 0 else None,
        'spatial': definition.GetGeomFieldCount() > 0 and definition.GetGeomType() != ogr.wkbNone,
    }


def _wkb(feature):
    geometry = feature.GetGeometryRef()
    if geometry is None:
        return None
    if ogr.GT_Flatten(geometry.GetGeometryType()) in _SURFACES:
        geometry = ogr.ForceToMultiPolygon(geometry.Clone())
    return bytes(geometry.ExportToIsoWkb(ogr.wkbNDR))


def _type(field):
    if field.GetType() == ogr.OFTInteger and field.GetSubType() == ogr.OFSTBoolean:
        return 'boolean'
    return _TYPES.get(field.GetType(), 'text')


def _getter(field):
    """How a value of that field becomes what QgsFeature takes; nested values and lists become JSON text."""
    kind = field.GetType()
    if _type(field) == 'boolean':
        return lambda feature, index: feature.GetFieldAsInteger(index) != 0
    if kind in (ogr.OFTInteger, ogr.OFTInteger64):
        return ogr.Feature.GetFieldAsInteger64
    if kind == ogr.OFTReal:
        return ogr.Feature.GetFieldAsDouble
    if kind == ogr.OFTDate:
        return lambda feature, index: '%04d-%02d-%02d' % tuple(feature.GetFieldAsDateTime(index)[:3])
    if kind == ogr.OFTDateTime:
        return _datetime
    if kind in (ogr.OFTIntegerList, ogr.OFTInteger64List, ogr.OFTRealList, ogr.OFTStringList):
        return lambda feature, index: json.dumps(feature.GetField(index), ensure_ascii=False)
    if kind == ogr.OFTBinary:
        return lambda feature, index: base64.b64encode(bytes(feature.GetFieldAsBinary(index))).decode()
    return ogr.Feature.GetFieldAsString


def _datetime(feature, index):
    year, month, day, hour, minute, second, zone = feature.GetFieldAsDateTime(index)
    value = datetime(year, month, day, hour, minute) + timedelta(seconds=round(second, 3))
    # 100 is UTC, each step a quarter of an hour; 0 and 1 say nothing and are taken as they stand.
    if zone > 1:
        value -= timedelta(minutes=15 * (zone - 100))
    return value.isoformat(timespec='milliseconds') + 'Z'


def _crs(reference):
    if reference is None:
        return None
    authority, code = reference.GetAuthorityName(None), reference.GetAuthorityCode(None)
    crs = QgsCoordinateReferenceSystem(f'{authority}:{code}') if authority and code else QgsCoordinateReferenceSystem()
    if not crs.isValid():
        crs = QgsCoordinateReferenceSystem.fromWkt(reference.ExportToWkt(['FORMAT=WKT2_2018']))
    # An undefined or engineering CRS (srs_id -1 of a GeoPackage) has no place on earth.
    return crs if crs.isValid() and not reference.IsLocal() else None
