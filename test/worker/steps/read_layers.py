"""Prints what plain PyQGIS reads from a project, file.qgz or file.qgs, as JSON."""

import json
import os
import sys

from qgis.core import QgsApplication, QgsProject

application = QgsApplication([], False)
application.initQgis()
project = QgsProject()
if not project.read(sys.argv[1]):
    raise SystemExit(project.error())
folder = os.path.dirname(os.path.abspath(sys.argv[1]))


def told(node):
    layer = node.layer()
    online = layer.providerType() == 'wms'
    labeling = layer.labeling() if hasattr(layer, 'labeling') else None
    return {
        'name': layer.name(),
        'valid': layer.isValid(),
        'visible': node.isVisible(),
        'group': node.parent().name(),
        'source': 'online' if online else os.path.relpath(layer.publicSource(), folder),
        'label': labeling.settings().fieldName if labeling else None,
        'attributes': [dict(zip(f.fields().names(), map(str, f.attributes()))) for f in layer.getFeatures()]
        if hasattr(layer, 'getFeatures')
        else None,
    }


root = project.layerTreeRoot()
print(
    json.dumps(
        {
            'title': project.title(),
            'variables': project.customVariables(),
            'layers': [told(node) for node in root.findLayers()],
            'order': [layer.name() for layer in root.layerOrder()],
            'dataDirs': project.readListEntry('qfieldsync', 'dataDirs')[0],
        }
    )
)
sys.stdout.flush()
os._exit(0)
