"""Whether a file is a raster that QGIS can use."""

import os

from qgis.core import QgsRasterLayer

import words
from failure import Failure


def raster(params, task):
    """SessionCalls['raster']."""
    layer = QgsRasterLayer(params['path'], 'raster', 'gdal')
    if not layer.isValid():
        raise Failure('basemap.unreadable', {'file': os.path.basename(params['path'])}, words.of(layer))
    return {'crs': layer.crs().authid()}
