"""Opens a .qgz with plain PyQGIS and prints what it is as JSON; knows nothing of the code that wrote it.

Runs on QGIS 3.22 to 4.x. What this QGIS cannot show (text elements before 3.30) is read from the XML.
"""

import json
import os
import sys
import xml.etree.ElementTree as ET
import zipfile

os.environ.setdefault('QT_QPA_PLATFORM', 'offscreen')
answers = os.fdopen(os.dup(1), 'w')
os.dup2(2, 1)

from qgis.core import Qgis, QgsApplication, QgsEditFormConfig, QgsProject, QgsVectorLayer, QgsWkbTypes  # noqa: E402

FLAGS = ('Identifiable', 'Removable', 'Searchable', 'Private')


def main():
    application = QgsApplication([], False)
    application.initQgis()
    json.dump(read(sys.argv[1], QgsProject()), answers, ensure_ascii=False)
    answers.flush()
    os._exit(0)


def read(path, project):
    """ReadProject of call.ts; the file stays open in `project`."""
    with zipfile.ZipFile(path) as archive:
        name = next(name for name in archive.namelist() if name.endswith('.qgs'))
        root = ET.fromstring(archive.read(name))
    if not project.read(path):
        raise SystemExit(project.error())
    return {
        'title': project.title(),
        'metadataTitle': project.metadata().title(),
        'crs': project.crs().authid(),
        'ellipsoid': project.ellipsoid(),
        'canvases': [
            [float(canvas.findtext(f'extent/{side}')) for side in ('xmin', 'ymin', 'xmax', 'ymax')]
            for canvas in root.findall("mapcanvas[@name='theMapCanvas']")
        ],
        'variables': {key: str(value) for key, value in project.customVariables().items()},
        'entries': {scope: entries(root, scope) for scope in ('qfieldsync', 'QFieldSync')},
        'layers': [read_layer(node.layer(), root) for node in project.layerTreeRoot().findLayers()],
        'relations': [read_relation(relation) for relation in project.relationManager().relations().values()],
    }


def entries(root, scope):
    """From the XML, which keeps the types that `readEntry` asks for."""
    found = {}
    for entry in root.findall(f'properties/{scope}/*'):
        kind = entry.get('type')
        if kind == 'QStringList':
            found[entry.tag] = [value.text or '' for value in entry]
        elif kind == 'bool':
            found[entry.tag] = entry.text == 'true'
        elif kind in ('int', 'double'):
            found[entry.tag] = float(entry.text) if kind == 'double' else int(entry.text)
        else:
            found[entry.tag] = entry.text or ''
    return found


def read_layer(layer, root):
    vector = isinstance(layer, QgsVectorLayer)
    flags = layer.flags()
    scope = getattr(type(layer), 'LayerFlag', type(layer))
    box = layer.extent()
    finite = not box.isNull() and not box.isEmpty() if hasattr(box, 'isNull') else not box.isEmpty()
    known = {
        'id': layer.id(),
        'name': layer.name(),
        'valid': layer.isValid(),
        'source': layer.publicSource(),
        'geometry': QgsWkbTypes.displayString(layer.wkbType()) if vector else 'Raster',
        'crs': layer.crs().authid(),
        'count': layer.featureCount() if vector else None,
        'extent': [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()] if finite else None,
        'flags': [flag for flag in FLAGS if flags & getattr(scope, flag)],
        'private': bool(flags & getattr(scope, 'Private')),
        'readOnly': vector and layer.readOnly(),
        'customProperties': {key: layer.customProperty(key) for key in sorted(layer.customPropertyKeys())},
        'fields': [],
        'form': [],
        'displayExpression': None,
        'label': None,
        'symbol': None,
    }
    if known['geometry'] == 'NoGeometry':
        known['geometry'] = 'None'
    if vector:
        element = next(each for each in root.iterfind('projectlayers/maplayer') if each.findtext('id') == layer.id())
        form = element.find('attributeEditorForm')
        known |= {
            'fields': [read_field(layer, index) for index in range(layer.fields().count())],
            'form': [] if form is None else read_form(form),
            'displayExpression': layer.displayExpression(),
        }
        if layer.labelsEnabled():
            known['label'] = layer.labeling().settings().fieldName
        if layer.renderer() is not None and hasattr(layer.renderer(), 'symbol'):
            known['symbol'] = layer.renderer().symbol().symbolLayer(0).properties()
    return known


def read_field(layer, index):
    field = layer.fields()[index]
    setup = layer.editorWidgetSetup(index)
    default = layer.defaultValueDefinition(index)
    constraints = field.constraints()
    config = layer.editFormConfig()
    held = getattr(type(constraints), 'Constraint', type(constraints))
    return {
        'name': field.name(),
        'type': field.typeName(),
        'alias': layer.attributeAlias(index),
        'aliasExpression': data_defined(config, field.name(), 'Alias'),
        'widget': setup.type(),
        'config': setup.config(),
        'default': default.expression(),
        'onUpdate': default.applyOnUpdate(),
        'constraint': constraints.constraintExpression(),
        'description': constraints.constraintDescription(),
        'notNull': bool(constraints.constraints() & held.ConstraintNotNull),
        'unique': bool(constraints.constraints() & held.ConstraintUnique),
        'readOnly': config.readOnly(index),
        'reuseLast': config.reuseLastValue(index),
    }


def data_defined(config, name, what):
    key = getattr(getattr(QgsEditFormConfig, 'DataDefinedProperty', None), what, None) or getattr(
        QgsEditFormConfig, what, None
    )
    if key is None:
        return None
    found = config.dataDefinedFieldProperties(name).property(key)
    return found.expressionString() if found.isActive() else None


def read_form(parent):
    """The form's tree from the XML: the same in all versions."""
    return [read_element(child) for child in parent if child.tag.startswith('attributeEditor')]


def read_element(element):
    kind = element.tag[len('attributeEditor') :]
    known = {'kind': 'other', 'name': element.get('name', ''), 'showLabel': element.get('showLabel') == '1'}
    if kind == 'Container':
        group = element.get('groupBox') == '1' or element.get('type') == 'GroupBox'
        visible = element.get('visibilityExpression') if element.get('visibilityExpressionEnabled') == '1' else None
        known |= {
            'kind': 'group' if group else 'tab',
            'visible': visible,
            'columns': int(element.get('columnCount', '1')),
            'collapsed': element.get('collapsed') == '1',
            'children': read_form(element),
        }
    elif kind == 'Field':
        known['kind'] = 'field'
    elif kind == 'Relation':
        known |= {'kind': 'relation', 'name': element.get('relation', element.get('name', ''))}
    elif kind == 'TextElement':
        known |= {'kind': 'text', 'html': ''.join(element.itertext()).strip()}
    return known


def read_relation(relation):
    strength = relation.strength()
    composition = getattr(Qgis, 'RelationshipStrength', None)
    composition = composition.Composition if composition else type(relation).Composition
    return {
        'id': relation.id(),
        'name': relation.name(),
        'valid': relation.isValid(),
        'parent': relation.referencedLayerId(),
        'child': relation.referencingLayerId(),
        'pairs': dict(relation.fieldPairs()),
        'strength': 'composition' if strength == composition else 'association',
    }


if __name__ == '__main__':
    main()
