"""An offline basemap into a project that may be of any QGIS: only its XML is touched, and nothing else in it."""

import os
import xml.etree.ElementTree as ET
import zipfile

from qgis.core import QgsProject

import archive
import disk
import layer
import project as projects
import version
from failure import Failure
from sanitise import DOCTYPE

NAME = 'basemap'
ABOVE = 'openstreetmap'


def basemap(params, task):
    """SessionCalls['basemap']."""
    path = params['project']
    made, donor = _make(path, params['file'], params['id'])
    task.check()
    try:
        with disk.writing(path):
            archive.rewrite(path, lambda xml, _: _with_layer(ET.fromstring(xml), donor))
    except (zipfile.BadZipFile, ET.ParseError, StopIteration, AttributeError) as error:
        raise Failure('project.unreadable', {'file': os.path.basename(path)}, str(error)) from error
    _check(path, donor)
    return {'layer': made}


def _make(path, file, layer_id):
    """BuiltLayer, and the XML of a project that holds the basemap alone: QGIS knows best how to write a layer."""
    folder = os.path.dirname(path)
    donor = QgsProject()
    scratch = path + '.basemap.qgs'
    try:
        donor.setFilePathStorage(version.RELATIVE_PATHS)
        made = layer.make({'kind': 'mbtiles', 'id': layer_id, 'name': NAME, 'file': file}, folder, {})
        described = layer.described(made)
        projects.add_layers(donor, [made])
        if not donor.write(scratch):
            raise disk.write_failed(scratch, donor.error())
        return described, ET.parse(scratch).getroot()
    finally:
        donor.clear()
        # GDAL leaves what it counted beside the raster.
        for name in (scratch, scratch + '~', os.path.join(folder, file + '.aux.xml')):
            if os.path.exists(name):
                os.remove(name)


def _with_layer(root, donor):
    map_layer = donor.find('projectlayers/maplayer')
    node = donor.find('layer-tree-group/layer-tree-layer')
    layer_id = map_layer.findtext('id')
    _remove_older(root)
    root.find('projectlayers').append(map_layer)
    below = _place(root.find('layer-tree-group'), node)
    for order, tag, attribute in (('layer-tree-group/custom-order', 'item', None), ('layerorder', 'layer', 'id')):
        listed = root.find(order)
        if listed is not None:
            item = ET.Element(tag, {} if attribute is None else {attribute: layer_id})
            item.text = layer_id if attribute is None else None
            ids = [each.text if attribute is None else each.get(attribute) for each in listed]
            listed.insert(ids.index(below) if below in ids else len(ids), item)
    return DOCTYPE.encode() + ET.tostring(root, encoding='utf-8')


def _place(tree, node):
    """Puts the node above OpenStreetMap in its group, else below all others; answers the id of the layer below."""
    for group in (tree, *tree.iter('layer-tree-group')):
        for position, child in enumerate(group):
            if child.tag == 'layer-tree-layer' and child.get('name', '').replace(' ', '').casefold() == ABOVE:
                group.insert(position, node)
                return child.get('id')
    nodes = [position for position, child in enumerate(tree) if child.tag.startswith('layer-tree-')]
    tree.insert(nodes[-1] + 1 if nodes else len(tree), node)
    return None


def _remove_older(root):
    """The basemap of an earlier time makes way."""
    layers = root.find('projectlayers')
    for old in layers.findall('maplayer'):
        if old.findtext('layername') == NAME and '.mbtiles' in old.findtext('datasource', '').lower():
            layers.remove(old)
            _forget(root, old.findtext('id'))


def _forget(root, layer_id):
    for parent in list(root.iter()):
        for child in list(parent):
            is_listed = child.tag == 'item' and parent.tag == 'custom-order' and child.text == layer_id
            is_node = child.tag in ('layer-tree-layer', 'layer') and child.get('id') == layer_id
            if is_listed or is_node:
                parent.remove(child)


def _check(path, donor):
    """The next program has to find it there."""
    project = QgsProject()
    try:
        there = project.read(path, version.WITHOUT_DATA)
        if not there or project.layerTreeRoot().findLayer(donor.findtext('projectlayers/maplayer/id')) is None:
            raise Failure('project.unreadable', {'file': os.path.basename(path)}, project.error())
    finally:
        project.clear()
