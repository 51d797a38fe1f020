"""The table behind a layer: how many rows it has, filter or not, and what it is called among others."""

import os

from qgis.core import QgsDataProvider, QgsDataSourceUri, QgsProviderRegistry, QgsVectorLayer

import sqlite_count
from read_back import Touched

DATABASES = ('.gpkg', '.sqlite', '.db')


def unfiltered(layer):
    """Another layer of the same table, freshly opened, that hides none of its rows."""
    source = layer.source()
    if layer.providerType() == 'postgres':
        uri = QgsDataSourceUri(source)
        # Else the count is the planner's guess.
        uri.setUseEstimatedMetadata(False)
        source = uri.uri(False)
    twin = QgsVectorLayer(source, layer.name(), layer.providerType())
    if twin.subsetString():
        twin.setSubsetString('')
    return twin


class Table:
    """Rows of one table before the changes, and how many there shall be. Several layers may show it."""

    def __init__(self, layer, key, file):
        """`file` is where its rows are kept; None of a table that is in no file."""
        twin = unfiltered(layer)
        self.source, self.provider = twin.source(), twin.providerType()
        self.layer_id, self.name = layer.id(), layer.name()
        self.file = file
        self.is_database = file is not None and file.lower().endswith(DATABASES)
        self._table = table_name(layer)[-1]
        self.touched = Touched(key)
        self.before = self.expected = self._rows(twin)

    def reopened(self):
        return QgsVectorLayer(self.source, self.name, self.provider)

    def after(self, layer):
        """
        Rows of the reopened layer; the editing ones are closed. Of a table that is in no file those that there shall
        be: it is shared, and what others do to it in the meantime is no damage.
        """
        if self.file is None:
            return self.expected
        rows = self._rows(layer)
        if self.is_database:
            sqlite_count.note(self.file, self._table, rows)
        return rows

    def _rows(self, layer):
        """-1 where nobody knows, or the layer can't be opened."""
        if not layer.isValid():
            return -1
        return sqlite_count.count(self.file, self._table) if self.is_database else int(layer.featureCount())


def file_of(layer, bounds):
    """Path of the project's file that the layer's table is in, with no link in it; None where it is in none."""
    path = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source()).get('path') or ''
    return bounds.resolved(path) if os.path.isfile(path) else None


def table_name(layer):
    """The same for every layer of one table."""
    provider, source = layer.providerType(), layer.source()
    if provider == 'ogr':
        parts = QgsProviderRegistry.instance().decodeUri('ogr', source)
        first = layer.dataProvider().subLayers()[:1]
        named = parts.get('layerName') or (first and first[0].split(QgsDataProvider.sublayerSeparator())[1]) or ''
        return provider, os.path.realpath(parts.get('path') or source), named
    if provider in ('postgres', 'spatialite'):
        uri = QgsDataSourceUri(source)
        return provider, uri.connectionInfo(False), uri.schema(), uri.table()
    return provider, source
