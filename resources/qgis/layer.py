"""LayerPlan -> a layer of the project."""

import os
from urllib.parse import quote

from qgis.core import QgsRasterLayer, QgsVectorLayer

import fields
import style
import version
import words
import widgets
from failure import Failure
from table import Table

ADDITIONS = {'private': ('Private', True), 'identifiable': ('Identifiable', False), 'searchable': ('Searchable', False)}
"""Which flag a plan's word sets (True) or, when the word is false, takes away (False)."""


def make(plan, folder, lists):
    """The layer without its form, with its table made or completed. `lists` are the plan's vector layers by id."""
    layer = {'vector': _vector, 'xyz': _xyz, 'mbtiles': _raster, 'raster': _raster}[plan['kind']](plan, folder, lists)
    if version.HAS_SET_ID:
        layer.setId(plan['id'])
    return layer


def path_of(plan, folder):
    return os.path.join(folder, plan['file'])


def _vector(plan, folder, lists):
    file = path_of(plan, folder)
    if not plan['existing']:
        _fill(plan, file)
    layer = QgsVectorLayer(f'{file}|layername={plan["table"]}', plan['name'], 'ogr')
    if not layer.isValid():
        raise Failure('qgis.failed', {'why': 'layer'}, f'{file}, table {plan["table"]}: {words.of(layer)}')
    if plan['existing']:
        fields.add_missing(layer, plan['fields'])
    _configure(layer, plan, lists)
    if plan['displayExpression'] is not None:
        layer.setDisplayExpression(plan['displayExpression'])
    if plan['style'] is not None:
        layer.setRenderer(style.renderer(plan['style']))
    if plan['label'] is not None:
        layer.setLabeling(style.labeling(plan['label'], plan['geometry']))
        layer.setLabelsEnabled(True)
    layer.setReadOnly(plan['readOnly'])
    _set_flags(layer, plan)
    layer.setCustomProperty('QFieldSync/action', plan['cableAction'])
    layer.setCustomProperty('QFieldSync/cloud_action', plan['cloudAction'])
    for key, value in plan['properties'].items():
        layer.setCustomProperty(key, value)
    return layer


def _fill(plan, file):
    """A new table with its rows, which only lists have; a column `fid` in the plan is GeoPackage's own."""
    keep = [index for index, field in enumerate(plan['fields']) if field['name'] != 'fid']
    blank = () if plan['geometry'] == 'None' else (None,)
    table = Table(file, plan['table'], plan['geometry'], fields.planned(plan['fields']))
    try:
        for row in plan['rows']:
            table.add((*blank, *(row[index] for index in keep)))
        table.close(None)
    finally:
        table.abandon()


def _configure(layer, plan, lists):
    fields.describe(layer, plan['fields'], lists)
    config = layer.editFormConfig()
    for field in plan['fields']:
        fields.configure(config, field, layer.fields().lookupField(field['name']))
    layer.setEditFormConfig(config)


def _set_flags(layer, plan):
    flags = layer.flags()
    for word, (name, adds) in ADDITIONS.items():
        flag = version.layer_flag(name)
        if adds and plan[word]:
            flags |= flag
        elif not adds and not plan[word]:
            flags &= ~flag
    layer.setFlags(flags)


def _xyz(plan, folder, lists):
    # Braces and ampersands must not end the URI's own parameters.
    url = quote(plan['url'], safe=':/')
    layer = QgsRasterLayer(f'type=xyz&url={url}&zmin={plan["zmin"]}&zmax={plan["zmax"]}', plan['name'], 'wms')
    if not layer.isValid():
        raise Failure('basemap.unreadable', {'file': plan['name']}, words.of(layer))
    _leave_alone(layer, 'no_action')
    return layer


def _raster(plan, folder, lists):
    file = path_of(plan, folder)
    layer = QgsRasterLayer(file, plan['name'], 'gdal')
    if not layer.isValid():
        raise Failure('basemap.unreadable', {'file': plan['file']}, words.of(layer))
    _leave_alone(layer, 'copy')
    return layer


def _leave_alone(layer, cable_action):
    layer.setCustomProperty('QFieldSync/action', cable_action)
    layer.setCustomProperty('QFieldSync/cloud_action', 'no_action')


def described(layer):
    """BuiltLayer of protocol.ts."""
    if isinstance(layer, QgsRasterLayer):
        return {'name': layer.name(), 'geometry': 'Raster', 'count': None}
    geometry = next((word for word, kind in version.WKB_TYPES.items() if kind == layer.wkbType()), 'None')
    return {'name': layer.name(), 'geometry': geometry, 'count': layer.featureCount()}
