"""process_projectfile: what QGIS understands of a project, and how each of its layers stands."""

import os

from qgis.core import QgsRectangle

from attachments import attachments
from layer_data import layer_data
from layer_parts import layer_parts
from project_file import folders
from reading import FOR_LOOKING, reading
from thumbnail import thumbnail


def open_project(params, task):
    """SessionCalls['openProject']. Raises `project.unreadable` and as `project_xml.read`."""
    task.progress('opening_check', 0)
    with reading(params['project'], params['root'], params['offline'], FOR_LOOKING) as (project, xml, bounds):
        task.progress('opening_check', 1)
        order = [node.layerId() for node in project.layerTreeRoot().findLayers()]
        written = {**dict.fromkeys(order), **xml.layers}
        layers, parts = [], []
        for number, layer_id in enumerate(written):
            task.check()
            layer = project.mapLayer(layer_id)
            described = written[layer_id] or _embedded(layer_id, layer)
            layers.append(layer_data(layer, described, bounds))
            parts.append(layer_parts(layer, described, bounds))
            task.progress('project_details', (number + 1) / len(written))
        return {
            'project': details(project, xml, order),
            'layers': layers,
            'parts': parts,
            'images': list(xml.images),
            'attachments': attachments(project, task),
            'drawn': _draw(project, xml, params, layers, task),
        }


def details(project, xml, order):
    """ProjectDetails of worker/api/projects.ts."""
    area = xml.entry('areaOfInterest', '')
    return {
        'file': os.path.basename(project.fileName()),
        'title': project.title(),
        'crs': project.crs().authid(),
        'extent': _canvas(xml.extent),
        'backgroundColor': project.backgroundColor().name(),
        'qgisVersion': xml.version,
        **folders(xml),
        'areaOfInterest': area or None,
        'areaOfInterestCrs': (xml.entry('areaOfInterestCrs', '') or project.crs().authid()) if area else None,
        'onlyInArea': xml.entry('offlineCopyOnlyAoi', 'false') in ('true', '1'),
        'hasMacros': xml.has_macros,
        'layerOrder': order,
    }


def _canvas(extent):
    box = None if extent is None else QgsRectangle(*extent)
    return None if box is None or box.isEmpty() or not box.isFinite() else box.asWktPolygon()


def _embedded(layer_id, layer):
    """Of a layer that another project describes, or that stands in the tree alone."""
    return {
        'id': layer_id,
        'name': '' if layer is None else layer.name(),
        'provider': '' if layer is None else layer.providerType(),
        'source': '' if layer is None else layer.source(),
        'isReadOnly': False,
    }


def _draw(project, xml, params, layers, task):
    if params['thumbnail'] is None:
        return False
    task.progress('generate_thumbnail_image', 0)
    left_out = [layer['id'] for layer in layers if params['offline'] and layer['isOnline']]
    try:
        return thumbnail(project, xml.extent, params['thumbnail'], left_out)
    except Exception as error:
        task.log('warning', f'No thumbnail: {error}')
        return False
