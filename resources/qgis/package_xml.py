"""A packaged project's XML without what leads to where it was made."""

import xml.etree.ElementTree as ET

import absolute
from sanitise import DOCTYPE, PERSONAL

_CONFIGS = (
    ('Layer', 'LayerSource', 'LayerProviderName'),
    ('ReferencedLayerId', 'ReferencedLayerDataSource', 'ReferencedLayerProviderKey'),
)
"""Options of widgets that name another layer: its id, and its source and provider in case the id is not there."""


def sources(xml):
    """`{layer's id: data source}` as a project's XML has them."""
    layers = ET.fromstring(xml).iterfind('projectlayers/maplayer')
    return {layer.findtext('id'): layer.findtext('datasource') or '' for layer in layers}


def cleaned(xml, plan, files, originals):
    """The mended XML. `originals` are the sources of the project's own file: what is not in the package keeps those."""
    root = ET.fromstring(xml)
    for name in PERSONAL:
        root.attrib.pop(name, None)
    for planned in plan['layers']:
        layer = _layer(root, planned['id'])
        if layer is not None and planned['file'] is None and layer.findtext('provider') != 'virtual':
            layer.find('datasource').text = originals.get(planned['id'])
    _repeat_sources(root)
    _forget_relations(root)
    for element in root.iter():
        _clean(element, files)
    return DOCTYPE.encode() + ET.tostring(root, encoding='utf-8')


def _layer(root, layer_id):
    return next((each for each in root.iterfind('projectlayers/maplayer') if each.findtext('id') == layer_id), None)


def _repeat_sources(root):
    """A layer's source stands in the tree too, and in the widgets that list its features."""
    layers = {layer.findtext('id'): layer for layer in root.iterfind('projectlayers/maplayer')}
    for node in root.iter('layer-tree-layer'):
        layer = layers.get(node.get('id'))
        if layer is not None:
            node.set('source', layer.findtext('datasource') or '')
            node.set('providerKey', layer.findtext('provider') or '')
    for config in root.iter('Option'):
        options = {option.get('name'): option for option in config.findall('Option')}
        for id_name, source_name, provider_name in _CONFIGS:
            layer = layers.get(options[id_name].get('value')) if id_name in options else None
            for name, tag in ((source_name, 'datasource'), (provider_name, 'provider')):
                if layer is not None and name in options:
                    options[name].set('value', layer.findtext(tag) or '')


def _forget_relations(root):
    """Form elements of relations that went with a removed layer."""
    there = {relation.get('id') for relation in root.iterfind('relations/relation')}
    for parent in root.iter():
        for child in parent.findall('attributeEditorRelation'):
            if child.get('relation') not in there:
                parent.remove(child)


def _clean(element, files):
    for name, value in element.attrib.items():
        is_source = element.tag == 'layer-tree-layer' and name == 'source'
        element.set(name, _relative(value, files, is_source))
    if element.text and element.text.strip():
        element.text = _relative(element.text, files, element.tag == 'datasource')


def _relative(text, files, is_source):
    """Paths of the package relative to it; what leads nowhere here says no more than its name, unless it is a source."""
    if files.holds(text):
        text = files.relative(text)
    return absolute.name(text) if not is_source and absolute.is_path(text) else text
