"""What a QGIS without a window, or an old one, leaves wrong in a project's XML."""

import copy
import re
import xml.etree.ElementTree as ET

import version

DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"

PERSONAL = ('saveUser', 'saveUserFull', 'saveDateTime')
"""Who saved, and when: nobody's business, and another file in every rebuild."""


def sanitise(xml, plan, ids, attachments):
    """The mended XML. `ids` are planned layer ids by those that QGIS made; `attachments` the archive's other files."""
    root = ET.fromstring(_with_planned_ids(xml, ids))
    for name in PERSONAL:
        root.attrib.pop(name, None)
    _set_canvas(root, plan)
    _complete_tree(root)
    _drop_dangling_profiles(root, attachments)
    _mend_forms(root, plan)
    return DOCTYPE.encode() + ET.tostring(root, encoding='utf-8')


def _with_planned_ids(xml, ids):
    """Before 3.38 a layer's id cannot be chosen. A generated id ends in a UUID, so it stands for nothing else."""
    changed = {made: planned for made, planned in ids.items() if made != planned}
    if not changed:
        return xml
    pattern = re.compile('|'.join(map(re.escape, changed)))
    return pattern.sub(lambda found: changed[found[0]], xml.decode()).encode()


def _set_canvas(root, plan):
    """Exactly one `theMapCanvas`: QFieldCloud reads a project's extent from it and nowhere else."""
    for canvas in root.findall("mapcanvas[@name='theMapCanvas']"):
        root.remove(canvas)
    canvas = ET.SubElement(root, 'mapcanvas', {'name': 'theMapCanvas', 'annotationsVisible': '1'})
    ET.SubElement(canvas, 'units').text = 'degrees'
    extent = ET.SubElement(canvas, 'extent')
    for name, value in zip(('xmin', 'ymin', 'xmax', 'ymax'), plan['extent']):
        ET.SubElement(extent, name).text = repr(float(value))
    ET.SubElement(canvas, 'rotation').text = '0'
    reference = ET.SubElement(canvas, 'destinationsrs')
    reference.append(copy.deepcopy(root.find('projectCrs/spatialrefsys')))
    ET.SubElement(canvas, 'rendermaptile').text = '0'


def _complete_tree(root):
    """A layer without a node in the tree makes QFieldCloud reject the project."""
    tree = root.find('layer-tree-group')
    there = {node.get('id') for node in tree.iter('layer-tree-layer')}
    for layer in root.iterfind('projectlayers/maplayer'):
        layer_id = layer.findtext('id')
        if layer_id not in there:
            attributes = {
                'id': layer_id,
                'name': layer.findtext('layername', ''),
                'providerKey': layer.findtext('provider', ''),
                'source': layer.findtext('datasource', ''),
                'checked': 'Qt::Checked',
                'expanded': '1',
            }
            ET.SubElement(tree, 'layer-tree-layer', attributes)


def _drop_dangling_profiles(root, attachments):
    """A colour profile that is not in the archive."""
    for element in root.iter():
        profile = element.get('iccProfileId')
        if profile is not None and profile.removeprefix('attachment:///') not in attachments:
            del element.attrib['iccProfileId']


def _mend_forms(root, plan):
    if version.HAS_TEXT_ELEMENT and version.HAS_COLLAPSED:
        return
    layers = {layer.findtext('id'): layer for layer in root.iterfind('projectlayers/maplayer')}
    for planned in plan['layers']:
        form = layers[planned['id']].find('attributeEditorForm') if planned['kind'] == 'vector' else None
        if form is not None:
            _mend_elements(form, planned['form'])


def _mend_elements(parent, planned):
    """Walks plan and XML side by side: QGIS writes one element for each that `form` made, in order."""
    written = [child for child in parent if child.tag.startswith('attributeEditor')]
    for element, plan in zip(written, planned):
        if plan['kind'] == 'text':
            element.tag = 'attributeEditorTextElement'
        elif plan['kind'] in ('tab', 'group'):
            element.set('collapsed', '1' if plan['collapsed'] else '0')
            _mend_elements(element, plan['children'])
