"""Layers whose features move into the package's GeoPackage. Those that show one source share its table."""

from qgis.core import QgsEditorWidgetSetup, QgsVectorLayer

import counted
import provider_constraints
import words
from failure import Failure


def convert(layers, table, database, progress, task):
    """Lets the project's `layers`, all of one source, read `table`; answers an entry of PackageReport each.

    A layer whose filter means something else in a GeoPackage than in its source (another dialect of SQL) gets a table
    of its own, which holds what it shows.
    """
    if len({layer.subsetString() for layer in layers}) == 1:
        return _together(layers, table, database, progress, task)
    expected = {layer.id(): database.expected(layer) for layer in layers}
    filters = {layer.id(): layer.subsetString() for layer in layers}
    first = layers[0]
    union = '' if '' in filters.values() else ' OR '.join(f'({each})' for each in dict.fromkeys(filters.values()))
    shared = []
    if first.setSubsetString(union):
        key, messages = database.write(first, table, layers, progress)
        first.setSubsetString(filters[first.id()])
        shared = [each for each in layers if _shows(database.uri(table, each), expected[each.id()], task)]
    reports = [_moved(each, table, database, key, expected[each.id()], messages, task) for each in shared]
    for each in layers:
        if each not in shared:
            # A table that nobody can share makes way for the first that stands alone.
            name = database.free(table) if reports else table
            reports += _together([each], name, database, progress, task)
    return reports


def _together(layers, table, database, progress, task):
    """Layers with the same filter: the table holds what they show, so that nothing depends on the filter."""
    expected = database.expected(layers[0])
    key, messages = database.write(layers[0], table, layers, progress)
    return [_moved(each, table, database, key, expected, messages, task) for each in layers]


def _shows(uri, expected, task):
    """Whether a layer of the package has that many features under its filter, which stands in the URI."""
    probe = QgsVectorLayer(uri, 'probe', 'ogr')
    return probe.isValid() and counted.features(probe, task) == expected


def _moved(layer, table, database, key, expected, messages, task):
    """The layer stays what it is (id, form, style, joins, relations) and reads another source."""
    crs, constraints = layer.crs(), provider_constraints.of(layer)
    uri = database.uri(table, layer)
    layer.setDataSource(uri if _shows(uri, expected, task) else database.uri(table), layer.name(), 'ogr')
    if not layer.isValid():
        raise Failure('package.layerLost', {'layers': layer.name(), 'count': 1}, words.of(layer))
    layer.setCrs(crs)
    provider_constraints.keep(layer, constraints)
    index = layer.fields().lookupField(key)
    layer.setEditorWidgetSetup(index, QgsEditorWidgetSetup('Hidden', {}))
    written = counted.features(layer, task)
    return {'id': layer.id(), 'expected': expected, 'written': written, 'table': table, 'messages': messages}
