"""Lets layers of a project's copy read other files, or go: only its XML is touched, and nothing else in it."""

import os
import re
import xml.etree.ElementTree as ET
import zipfile
from urllib.parse import quote

import archive
import disk
import project_xml
from failure import Failure
from sanitise import DOCTYPE

NAMES_A_LAYER = (
    ('layer-tree-layer', 'id'),
    ('legendlayerfile', 'layerid'),
    ('individual-layer-settings/layer-setting', 'id'),
    ('layerorder/layer', 'id'),
    ('visibility-preset/layer', 'id'),
    ('mapViewDocks/layer', 'id'),
    ('snapping-settings/layer', 'id'),
)
"""Elements that go with a layer: as `parent/tag` or `tag`, and the attribute that holds its id."""


def mend_project(params, task):
    """
    SessionCalls['mendProject']. Raises `project.mendFailed` where a layer is not there or its source names no file,
    and as `project_xml.read`.
    """
    path = params['project']
    project_xml.read(path)
    try:
        with disk.writing(path):
            archive.rewrite(path, lambda xml, _: mended(xml, params['sources'], params['removed']))
    except (zipfile.BadZipFile, ET.ParseError, StopIteration) as error:
        raise Failure('project.mendFailed', {}, str(error)) from error


def mended(xml, sources, removed):
    root = ET.fromstring(xml)
    layers = {layer.findtext('id', ''): layer for layer in root.iterfind('projectlayers/maplayer')}
    for layer_id in (*(each['layerId'] for each in sources), *removed):
        if layer_id not in layers:
            raise Failure('project.mendFailed', {}, f'no layer {layer_id}')
    for each in sources:
        _repoint(root, layers[each['layerId']], each['layerId'], each['file'])
    for layer_id in removed:
        root.find('projectlayers').remove(layers[layer_id])
        _forget(root, layer_id)
    return DOCTYPE.encode() + ET.tostring(root, encoding='utf-8')


def _repoint(root, layer, layer_id, file):
    source = layer.find('datasource')
    before = source.text or ''
    source.text = repointed(layer.findtext('provider', ''), before, file)
    for node in root.iter('layer-tree-layer'):
        if node.get('id') == layer_id and node.get('source') is not None:
            node.set('source', source.text)
    for options in root.iter('Option'):
        named = {option.get('name'): option for option in options if option.tag == 'Option'}
        if 'LayerSource' in named and 'Layer' in named and named['Layer'].get('value') == layer_id:
            named['LayerSource'].set('value', source.text)


def repointed(provider, source, file):
    """The data source with another file, relative to the project: its table, filter and options stay."""
    if '..' in file.split('/') or os.path.isabs(file):
        raise Failure('project.mendFailed', {}, f'{file} is not in the folder')
    path = './' + file
    url = 'file:' + quote(path)
    if provider == 'delimitedtext' or source.startswith('file:'):
        return url + source[source.index('?') :] if '?' in source else url
    if provider == 'spatialite' or re.search(r"\bdbname='[^']*'", source) and provider != 'postgres':
        return re.sub(r"\bdbname='[^']*'", lambda _: f"dbname='{path}'", source)
    if re.search(r'\burl=', source):
        return re.sub(r'\burl=[^&]*', lambda _: f'url={url}', source)
    inner = re.match(r'([A-Za-z0-9_]{2,}:)"[^"]+"', source)
    if inner is not None:
        return f'{inner[1]}"{path}"{source[inner.end() :]}'
    prefixed = re.match(r'(GPKG:).+(:[^:\\/]+)$', source)
    if prefixed is not None:
        return prefixed[1] + path + prefixed[2]
    mark = '?' if provider == 'gpx' else '|'
    return path + (source[source.index(mark) :] if mark in source else '')


def _forget(root, layer_id):
    """Takes away what names the layer: its nodes, its place in orders and themes, its relations and joins."""
    parents = list(root.iter())
    for parent in parents:
        for child in list(parent):
            if _names(parent, child, layer_id):
                parent.remove(child)


def _names(parent, child, layer_id):
    if child.tag == 'item' and parent.tag == 'custom-order':
        return child.text == layer_id
    if child.tag == 'relation':
        return layer_id in (child.get('referencedLayer'), child.get('referencingLayer'))
    if child.tag == 'join' and parent.tag == 'vectorjoins':
        return child.get('joinLayerId') == layer_id
    if child.tag == 'legendlayer':
        return any(file.get('layerid') == layer_id for file in child.iter('legendlayerfile'))
    return any(
        (child.tag == place or f'{parent.tag}/{child.tag}' == place) and child.get(name) == layer_id
        for place, name in NAMES_A_LAYER
    )
