"""Any file of features, opened for reading: one or several layers of rows and WKB.

Reading goes through `osgeo` where it is there and through PyQGIS where it is not. Measured with 100,000 buildings
(56 MB of GeoJSON, QGIS 3.22, GDAL 3.6, 2 cores): PyQGIS needs 1.9 s to open (it parses the file twice, once for
writing), 0.85 s for its iterator to open it again, and 1.1 s to read; osgeo needs 0.85 s and 0.9 s. GDAL's whole
translation takes 3.3 s, so that PyQGIS' reading alone would use up 1.2 of the 1.6 times allowed for the pass.
"""

import contextlib
import os

import guess
from failure import Failure
from location import located, unreadable

try:
    from osgeo import gdal as _gdal  # noqa: F401

    import reader_ogr as reader
except ImportError:
    import reader_qgis as reader

# Formats that are EPSG:4326 by definition, whether they say so or not.
LON_LAT_DRIVERS = {'GeoJSON', 'GeoJSONSeq', 'TopoJSON', 'KML', 'LIBKML', 'GPX'}

CSV_OPTIONS = {
    'X_POSSIBLE_NAMES': 'x,lon,lng,long,longitude,easting,point_x,_longitude',
    'Y_POSSIBLE_NAMES': 'y,lat,latitude,northing,point_y,_latitude',
    'GEOM_POSSIBLE_NAMES': 'wkt,geom,geometry,the_geom,wkt_geom',
    'KEEP_GEOM_COLUMNS': 'YES',
}
CSV_GEOMETRY_COLUMNS = set(CSV_OPTIONS['GEOM_POSSIBLE_NAMES'].split(','))


class Layer:
    """One layer of a source.

    `fields` is a list of `(name, type)` with the plan's type words; `crs` a QgsCoordinateReferenceSystem or None
    when the file names none; `assumed` tells that lon/lat is meant when the coordinates fit.
    """

    def __init__(self, file, name, driver, fields, crs, rows, count):
        self.file = file
        self.name = name
        self.fields = fields
        self.crs = crs
        self.lon_lat = driver in LON_LAT_DRIVERS
        self.assumed = driver == 'CSV'
        self._rows = rows
        self.count = count

    def rows(self, attributes=True, geometry=True):
        """Yields `(values, wkb)`: values in the order of `fields` (none of them when `attributes` is False),
        ISO WKB as bytes or None. Raises `features.unreadable` where the file breaks off.
        """
        read = 0
        try:
            for row in self._rows(attributes, geometry):
                read += 1
                yield row
        except RuntimeError as error:
            raise unreadable(self.file, str(error)) from error
        if self.count is not None and read < self.count:
            raise unreadable(self.file, f'{read} of {self.count} features could be read')


@contextlib.contextmanager
def opened(path):
    """Yields the layers of a source that have a geometry column.

    Raises `features.unreadable` with GDAL's words, `features.noGeometry`, and `features.crsUnknown` for a layer
    that neither names its CRS nor belongs to a format that has one.
    """
    with located(path, copy_all=reader.WRITES_BESIDE) as place:
        is_csv = place.lower().endswith(('.csv', '.tsv', '.txt'))
        try:
            layers = reader.layers(place, CSV_OPTIONS if is_csv else {})
            if is_csv:
                layers = [guess.typed(layer, CSV_GEOMETRY_COLUMNS) for layer in layers]
        except RuntimeError as error:
            raise unreadable(path, str(error)) from error
        if not layers:
            raise unreadable(path, 'no layer in it')
        spatial = [Layer(path, **layer) for layer in layers if layer.pop('spatial')]
        if not spatial:
            raise Failure('features.noGeometry', {'file': os.path.basename(path)})
        for layer in spatial:
            if layer.crs is None and not layer.lon_lat and not layer.assumed:
                raise Failure('features.crsUnknown', {'file': os.path.basename(path)})
        yield spatial
