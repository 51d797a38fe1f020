"""Opens a package as the next program will, without any connection, and tells how its layers stand."""

import os
import xml.etree.ElementTree as ET

from qgis.core import QgsVectorLayer, QgsWkbTypes

import absolute
import archive
import counted
import disk
import form_problems
import source_facts
import words
from reading import reading

STEP = 'qfield_layer_data'


def audit(params, task):
    """SessionCalls['audit']. Raises `project.unreadable`."""
    path, root = params['project'], params['root']
    before = _files(root)
    with reading(path, root, True) as (project, _, _):
        layers = []
        for number, planned in enumerate(params['plan']['layers']):
            task.check()
            layer = project.mapLayer(planned['id'])
            if layer is not None:
                layers.append(_described(layer, planned, root, task))
            task.progress(STEP, (number + 1) / len(params['plan']['layers']))
        problems = form_problems.of(project)
    disk.settle_all(root)
    # What GDAL noted for itself while it looked.
    for name in _files(root) - before:
        os.remove(os.path.join(root, name))
    return {'layers': layers, 'outside': list(outside(path, root)), 'forms': problems}


def _described(layer, planned, root, task):
    is_vector = isinstance(layer, QgsVectorLayer)
    can_count = is_vector and layer.isValid() and not planned['isOnline']
    return {
        'id': layer.id(),
        'name': layer.name(),
        'isValid': layer.isValid(),
        'error': '' if layer.isValid() else words.of(layer),
        'file': _file(layer, root),
        'count': counted.features(layer, task) if can_count else None,
        'geometry': QgsWkbTypes.displayString(layer.wkbType()) if is_vector else '',
    }


def _file(layer, root):
    named = source_facts.file_of(layer.providerType(), layer.source())
    return None if named is None else source_facts.located(named, root, root)[0]


def outside(path, root):
    """AuditReport's `outside` of a project: every text in it that is a path which leads out of `root`."""
    tree = ET.fromstring(archive.read(path)[1])
    names = {layer.findtext('id'): layer.findtext('layername') for layer in tree.iterfind('projectlayers/maplayer')}
    for layer in tree.iterfind('projectlayers/maplayer'):
        source = layer.findtext('datasource')
        if absolute.in_source(source) or _leads_out(source):
            found = source_facts.redacted(source)
            yield {'where': f'Layer "{layer.findtext("layername")}"', 'path': found, 'isSource': True}
    for element in tree.iter():
        texts = [element.text or '', *element.attrib.values()]
        where = names.get(element.get('id'), element.tag)
        for text in texts:
            is_source = element.tag == 'datasource' or text in (element.get('source'), element.get('providerKey'))
            if not is_source and (absolute.is_path(text) or root in text or _leads_out(text)):
                yield {'where': where, 'path': source_facts.redacted(text.strip()), 'isSource': False}


def _leads_out(text):
    return (text or '').startswith(('../', '..\\'))


def _files(folder):
    return {
        os.path.relpath(os.path.join(where, name), folder) for where, _, names in os.walk(folder) for name in names
    }
