"""How a layer lies on disk: every file that belongs to it."""

import os

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsCsException

import disk
import source_facts
from lonlat import WGS84

try:
    from osgeo import gdal
except ImportError:
    gdal = None

SIDECARS = {
    '.shp': ('.shx', '.dbf', '.prj', '.qpj', '.cpg', '.sbn', '.sbx', '.qix', '.idm', '.ind', '.shp.xml'),
    '.tab': ('.dat', '.map', '.id', '.ind'),
    '.mif': ('.mid',),
    '.csv': ('.csvt', '.prj'),
    '.tif': ('.tfw', '.prj', '.tif.ovr', '.tif.msk', '.tif.aux.xml', '.aux.xml'),
    '.jpg': ('.jgw', '.wld', '.prj', '.jpg.aux.xml'),
    '.png': ('.pgw', '.wld', '.prj', '.png.aux.xml'),
}
"""What stands beside a file under its stem, for those that GDAL does not open or list."""


def layer_parts(layer, written, bounds):
    """LayerParts of worker/domain/project/opened.ts; the arguments are those of `layer_data`."""
    provider, source = written['provider'], written['source']
    named = source_facts.file_of(provider, source)
    absolute = None if named is None else source_facts.located(named, bounds.root, bounds.base)[1]
    is_there = absolute is not None and bounds.admits(absolute) and os.path.exists(absolute)
    return {
        'id': written['id'],
        'files': files_of(absolute, bounds) if is_there else [],
        'uri': '' if layer is None else source_facts.redacted(layer.source()),
        'isVirtual': provider == 'virtual',
        'isMemory': provider == 'memory',
        'isConfigured': layer is not None
        and any(layer.customProperty(f'QFieldSync/{key}') is not None for key in ('action', 'cloud_action')),
        'extent': extent(layer),
    }


def files_of(path, bounds):
    """The file first, then what GDAL and we know to belong to it, inside the jail."""
    found = {path: None}
    for other in (*listed(path), *beside(path)):
        other = os.path.normpath(other)
        if bounds.holds(other) and os.path.isfile(other) and not other.endswith(disk.SIDECARS):
            found[other] = None
    return list(found)


def listed(path):
    """GDAL's list; empty where it cannot open the file or its Python is missing."""
    if gdal is None:
        return []
    try:
        with gdal.quiet_errors() if hasattr(gdal, 'quiet_errors') else _quiet():
            return gdal.OpenEx(path).GetFileList() or []
    except (RuntimeError, AttributeError):
        return []


class _quiet:
    def __enter__(self):
        gdal.PushErrorHandler('CPLQuietErrorHandler')

    def __exit__(self, *_):
        gdal.PopErrorHandler()


def beside(path):
    stem, ending = os.path.splitext(path)
    try:
        names = os.listdir(os.path.dirname(path))
    except OSError:
        return
    wanted = {os.path.basename(stem).lower() + each for each in SIDECARS.get(ending.lower(), ())}
    yield from (os.path.join(os.path.dirname(path), name) for name in sorted(names) if name.lower() in wanted)


def extent(layer):
    """xmin, ymin, xmax, ymax in WGS 84; None where it has none."""
    if layer is None or not layer.isValid():
        return None
    box = layer.extent()
    if (hasattr(box, 'isNull') and box.isNull()) or not box.isFinite() or box.xMinimum() > box.xMaximum():
        return None
    if layer.crs().isValid() and layer.crs().authid() != WGS84:
        target = QgsCoordinateReferenceSystem(WGS84)
        try:
            transform = QgsCoordinateTransform(layer.crs(), target, layer.transformContext())
            box = transform.transformBoundingBox(box)
        except QgsCsException:
            return None
    corners = [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()]
    return corners if box.isFinite() else None
