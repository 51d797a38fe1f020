"""Makes a QGIS project with its data for a test: make_project.py, with a spec as JSON on stdin (typed in make-project.ts).

{out, file, crs?, title?, layers: [Layer], relations?: [Relation], entries?: [{scope, key, value}], extent?, macros?,
 absolute?, groups?, texts?: {path: text}, replace?: [[from, to]], remove?: [path]}

`file` is the project's name, .qgs or .qgz, inside `out`; `crs` defaults to EPSG:4326. `texts` are files to write,
`replace` is done in the saved XML, `remove` takes files away after saving (a source that is missing).
`groups` is {group's name: [layer's name]}; `absolute` writes absolute paths; `macros` is Python code.

Layer: {name, kind, id?, file?, table?, crs?, geometry?, fields?, features?, filter?, action?, cloudAction?,
 properties?, readOnly?, joins?, sql?, source?, provider?, svg?, displayExpression?, hidden?}
- `kind`: gpkg, shp, geojson, csv (delimitedtext, WKT), memory, tif, mbtiles, xyz, virtual; or `vector` / `raster`
  with a `source` (and `provider`) that goes as it stands into the XML: nothing is opened or connected to.
  For `xyz` `source` is the address with {z}/{x}/{y}; for `virtual` it is the query, with layer names as tables.
- `id` (11 characters at least: QGIS replaces shorter ones) stands in the XML instead of QGIS' own. `file` is relative to `out` (or absolute); default: name and ending.
  A gpkg layer whose file and `table` another layer has made, and that has no `features`, only reads it.
- `geometry`: Point (default), PointZ, MultiPolygon … or None. `crs`: the project's.
- `fields`: [{name, type?: text|integer|decimal|date|datetime|boolean, alias?, default?, onUpdate?, notNull?, unique?,
  constraint?, widget?: {type, config}}], default one text `name`. In a ValueRelation's config, `"Layer": "@Name"`
  becomes that layer's id (and its source, name and provider are added).
- `features`: [{wkt?, values?: {field: value}, fid?}], or a number: so many, with text `f<n>` in the first text field
  and points (or squares of 0.0005) on a grid from 0,0 in steps of 0.001, 100 a row.
- `sql`: statements for the written .gpkg; `joins`: [{layer, field, target, prefix?, memory?}]: `field` of the joined
  `layer` (its name) equals `target` here. `svg`: file of the symbol.

Relation: {id, name?, parent, child, parentField, childField, strength?: association|composition}, layers by name.

Prints {"project": path, "layers": {name: id}}.
"""

import json
import os
import sqlite3
import sys
import uuid
import xml.etree.ElementTree as ET
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../../resources/qgis'))
sys.dont_write_bytecode = True
os.environ.setdefault('QT_QPA_PLATFORM', 'offscreen')
answers = os.fdopen(os.dup(1), 'w')
os.dup2(2, 1)

from osgeo import gdal, osr  # noqa: E402
from qgis.core import (  # noqa: E402
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsDefaultValue,
    QgsEditorWidgetSetup,
    QgsFeature,
    QgsFieldConstraints,
    QgsGeometry,
    QgsMarkerSymbol,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsRelation,
    QgsSingleSymbolRenderer,
    QgsSvgMarkerSymbolLayer,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
)

import disk  # noqa: E402
import version  # noqa: E402
from project import write_entry  # noqa: E402

DRIVERS = {'gpkg': 'GPKG', 'shp': 'ESRI Shapefile', 'geojson': 'GeoJSON', 'csv': 'CSV'}
TYPES = {
    'text': 'string',
    'integer': 'integer',
    'decimal': 'double',
    'date': 'date',
    'datetime': 'datetime',
    'boolean': 'bool',
}
NAME_FIELD = [{'name': 'name'}]


def main():
    application = QgsApplication([], False)
    application.initQgis()
    spec = json.load(sys.stdin)
    json.dump(make(spec), answers, ensure_ascii=False)
    answers.flush()
    os._exit(0)


def make(spec):
    out, project = spec['out'], QgsProject.instance()
    os.makedirs(out, exist_ok=True)
    for name, text in spec.get('texts', {}).items():
        place = os.path.join(out, name)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, 'w', encoding='utf-8') as file:
            file.write(text)
    project.setCrs(QgsCoordinateReferenceSystem(spec.get('crs', 'EPSG:4326')))
    project.setTitle(spec.get('title', ''))
    paths = 'Absolute' if spec.get('absolute') else 'Relative'
    project.setFilePathStorage(version.member(sys.modules['qgis.core'], f'Qgis.FilePathType.{paths}'))
    layers, written = {}, set()
    for each in spec['layers']:
        if len(each.get('id', 'x' * 11)) < 11:
            raise SystemExit(f'QGIS would change the id {each["id"]}')
        layer = make_layer(each, spec, written)
        layers[each['name']] = layer
        project.addMapLayer(layer, False)
        project.layerTreeRoot().addLayer(layer)
    for each in spec['layers']:
        configure(layers[each['name']], each, layers, {one['name']: one for one in spec['layers']})
    describe(project, spec, layers)
    path = os.path.join(out, spec['file'])
    if not project.write(path):
        raise SystemExit(project.error())
    ids = {each['name']: each.get('id', layers[each['name']].id()) for each in spec['layers']}
    with_xml(path, lambda xml: patched(xml, spec, layers))
    for name in os.listdir(out):
        if name.endswith('~'):
            os.remove(os.path.join(out, name))
    layers.clear()
    project.clear()
    for path, _ in written:
        if path.endswith('.gpkg'):
            disk.settle(path)
    for name in spec.get('remove', []):
        os.remove(os.path.join(out, name))
    return {'project': os.path.join(out, spec['file']), 'layers': ids}


def make_layer(spec, whole, written):
    kind, name = spec['kind'], spec['name']
    crs = spec.get('crs', whole.get('crs', 'EPSG:4326'))
    if kind in ('tif', 'mbtiles'):
        return QgsRasterLayer(raster(place_of(spec, whole, kind), kind), name, 'gdal')
    if kind in ('xyz', 'raster'):
        url = spec['source'] if kind == 'xyz' else 'http://127.0.0.1:9/{z}/{x}/{y}.png'
        return QgsRasterLayer(f'type=xyz&url={url}&zmin=0&zmax=19', name, 'wms')
    if kind == 'virtual':
        return QgsVectorLayer(f'?query={spec["source"]}', name, 'virtual')
    memory = in_memory(spec, crs)
    if kind in ('memory', 'vector'):
        return memory
    path = place_of(spec, whole, kind)
    table = spec.get('table', name)
    if (path, table) not in written and ('features' in spec or not is_there(path, table)):
        write(memory, path, kind, table)
        run(path, spec.get('sql', []))
    written.add((path, table))
    if kind == 'csv':
        geometry = 'geomType=none' if spec.get('geometry') == 'None' else f'wktField=WKT&crs={crs}'
        return QgsVectorLayer(f'file://{path}?type=csv&detectTypes=yes&{geometry}', name, 'delimitedtext')
    layer = QgsVectorLayer(f'{path}|layername={table}' if kind == 'gpkg' else path, name, 'ogr')
    if not layer.isValid():
        raise SystemExit(f'{name}: {path} cannot be opened')
    return layer


def place_of(spec, whole, kind):
    path = os.path.join(whole['out'], spec.get('file', f'{spec["name"]}.{kind}'))
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return path


def is_there(path, table):
    return os.path.exists(path) and QgsVectorLayer(f'{path}|layername={table}', 'probe', 'ogr').isValid()


def in_memory(spec, crs):
    kind = spec.get('geometry', 'Point')
    fields = ''.join(f'&field={each["name"]}:{TYPES[each.get("type", "text")]}' for each in spec.get('fields', NAME_FIELD))
    layer = QgsVectorLayer(f'{kind}?{"" if kind == "None" else "crs=" + crs}{fields}', spec['name'], 'memory')
    if not layer.isValid():
        raise SystemExit(f'{spec["name"]}: no memory layer')
    layer.dataProvider().addFeatures(list(features(spec, layer, kind)))
    layer.updateExtents()
    return layer


def features(spec, layer, kind):
    given = spec.get('features', [])
    if isinstance(given, int):
        text = next((each['name'] for each in spec.get('fields', NAME_FIELD) if each.get('type', 'text') == 'text'), None)
        given = (
            {'wkt': None if kind == 'None' else grid(number, kind), 'values': {text: f'f{number}'} if text else {}}
            for number in range(given)
        )
    for each in given:
        feature = QgsFeature(layer.fields())
        for field, value in each.get('values', {}).items():
            feature.setAttribute(field, value)
        if each.get('wkt'):
            feature.setGeometry(QgsGeometry.fromWkt(each['wkt']))
        yield feature


def grid(number, kind):
    x, y = number % 100 * 0.001, number // 100 * 0.001
    if 'Polygon' in kind:
        return QgsGeometry.fromRect(QgsRectangle(x, y, x + 0.0005, y + 0.0005)).asWkt()
    return f'LineString ({x} {y}, {x + 0.0005} {y})' if 'Line' in kind else f'Point ({x} {y})'


def write(memory, path, kind, table):
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName, options.fileEncoding = DRIVERS[kind], table, 'UTF-8'
    if kind == 'gpkg' and os.path.exists(path):
        options.actionOnExistingFile = version.WRITER_NEW_LAYER
    if kind == 'csv' and memory.isSpatial():
        options.layerOptions = ['GEOMETRY=AS_WKT']
    failed = QgsVectorFileWriter.writeAsVectorFormatV3(memory, path, QgsProject.instance().transformContext(), options)
    if failed[0] != version.WRITER_OK:
        raise SystemExit(f'{path}: {failed}')


def run(path, statements):
    if statements:
        connection = sqlite3.connect(path)
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()


def raster(path, kind):
    """16 x 16 pixels around 0,0 in web mercator."""
    if not os.path.exists(path):
        made = gdal.GetDriverByName('MEM').Create('', 256, 256, 3)
        made.SetGeoTransform((0, 10, 0, 2560, 0, -10))
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(3857)
        made.SetProjection(reference.ExportToWkt())
        made.GetRasterBand(1).Fill(120)
        gdal.GetDriverByName({'tif': 'GTiff', 'mbtiles': 'MBTiles'}[kind]).CreateCopy(path, made)
    return path


def configure(layer, spec, layers, specs):
    for key, value in (('action', 'QFieldSync/action'), ('cloudAction', 'QFieldSync/cloud_action')):
        if key in spec:
            layer.setCustomProperty(value, spec[key])
    for key, value in spec.get('properties', {}).items():
        layer.setCustomProperty(key, value)
    if not isinstance(layer, QgsVectorLayer):
        return
    for field in spec.get('fields', []):
        configure_field(layer, field, layers)
    for join in spec.get('joins', []):
        info = QgsVectorLayerJoinInfo()
        info.setJoinLayer(layers[join['layer']])
        info.setJoinFieldName(join['field'])
        info.setTargetFieldName(join['target'])
        info.setPrefix(join.get('prefix', ''))
        info.setUsingMemoryCache(join.get('memory', True))
        layer.addJoin(info)
    if 'filter' in spec and 'source' not in spec:
        layer.setSubsetString(spec['filter'])
    if 'svg' in spec:
        symbol = QgsMarkerSymbol.createSimple({})
        symbol.changeSymbolLayer(0, QgsSvgMarkerSymbolLayer(spec['svg']))
        layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    if 'displayExpression' in spec:
        layer.setDisplayExpression(spec['displayExpression'])
    layer.setReadOnly(spec.get('readOnly', False))


def configure_field(layer, spec, layers):
    index = layer.fields().lookupField(spec['name'])
    if 'alias' in spec:
        layer.setFieldAlias(index, spec['alias'])
    if 'default' in spec:
        layer.setDefaultValueDefinition(index, QgsDefaultValue(spec['default'], spec.get('onUpdate', False)))
    for key, name in (('notNull', 'ConstraintNotNull'), ('unique', 'ConstraintUnique')):
        if spec.get(key):
            layer.setFieldConstraint(index, version.member(QgsFieldConstraints, f'Constraint.{name}', name))
    if 'constraint' in spec:
        layer.setConstraintExpression(index, spec['constraint'])
    if 'widget' in spec:
        config = dict(spec['widget'].get('config', {}))
        target = layers.get(str(config.get('Layer', ''))[1:]) if str(config.get('Layer', '')).startswith('@') else None
        if target is not None:
            config |= {'Layer': target.id(), 'LayerName': target.name()}
            config |= {'LayerSource': target.publicSource(), 'LayerProviderName': target.providerType()}
        layer.setEditorWidgetSetup(index, QgsEditorWidgetSetup(spec['widget']['type'], config))


def describe(project, spec, layers):
    for each in spec.get('relations', []):
        relation = QgsRelation()
        relation.setId(each['id'])
        relation.setName(each.get('name', each['id']))
        relation.setReferencedLayer(layers[each['parent']].id())
        relation.setReferencingLayer(layers[each['child']].id())
        relation.addFieldPair(each['childField'], each['parentField'])
        relation.setStrength(version.RELATION_STRENGTHS[each.get('strength', 'association')])
        project.relationManager().addRelation(relation)
    for each in spec.get('entries', []):
        write_entry(project, each['scope'], each['key'], each['value'])
    if 'macros' in spec:
        project.writeEntry('Macros', '/pythonCode', spec['macros'])
    if 'extent' in spec:
        view = QgsReferencedRectangle(QgsRectangle(*spec['extent']), project.crs())
        project.viewSettings().setDefaultViewExtent(view)
    root = project.layerTreeRoot()
    for name, members in spec.get('groups', {}).items():
        group = root.addGroup(name)
        for member in members:
            node = root.findLayer(layers[member].id())
            group.addChildNode(node.clone())
            node.parent().removeChildNode(node)
    for each in spec['layers']:
        if each.get('hidden'):
            root.findLayer(layers[each['name']].id()).setItemVisibilityChecked(False)


def with_xml(path, change):
    """Applies `change` to the project's XML text in the .qgs or .qgz."""
    if path.endswith('.qgs'):
        with open(path, encoding='utf-8') as file:
            changed = change(file.read())
        with open(path, 'w', encoding='utf-8') as file:
            file.write(changed)
        return
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as archive:
        for name, content in held.items():
            is_project = name.endswith('.qgs')
            archive.writestr(name, change(content.decode()).encode() if is_project else content)


def patched(xml, spec, layers):
    root = ET.fromstring(xml)
    for each in spec['layers']:
        if each['kind'] in ('vector', 'raster'):
            layer_id = layers[each['name']].id()
            element = next(one for one in root.iterfind('projectlayers/maplayer') if one.findtext('id') == layer_id)
            element.find('datasource').text = each['source']
            element.find('provider').text = each.get('provider', 'ogr')
            for node in root.iter('layer-tree-layer'):
                if node.get('id') == layer_id:
                    node.set('source', each['source'])
                    node.set('providerKey', each.get('provider', 'ogr'))
    text = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + ET.tostring(root, encoding='unicode')
    # In two turns: one given id may be part of another layer's own.
    marks = {each['name']: uuid.uuid4().hex for each in spec['layers'] if 'id' in each}
    for name, mark in marks.items():
        text = text.replace(layers[name].id(), mark)
    for each in spec['layers']:
        if 'id' in each:
            text = text.replace(marks[each['name']], each['id'])
    for old, new in spec.get('replace', []):
        if old not in text:
            raise SystemExit(f'the project does not hold {old!r}')
        text = text.replace(old, new)
    return text


if __name__ == '__main__':
    main()
