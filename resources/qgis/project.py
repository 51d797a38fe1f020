"""ProjectPlan -> QgsProject: what stands beside the layers."""

import os

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsExpressionContextUtils,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsRelation,
    QgsRelationContext,
)

import version
from failure import Failure


def path_of(plan, folder):
    return os.path.join(folder, f"{plan['slug']}.{plan.get('format', 'qgz')}")


def describe(project, plan):
    """Title, CRS, ellipsoid, first view, variables and entries."""
    crs = QgsCoordinateReferenceSystem(plan['crs'])
    project.setTitle(plan['title'])
    metadata = project.metadata()
    metadata.setTitle(plan['title'])
    # QGIS puts the system's user here.
    metadata.setAuthor('')
    project.setMetadata(metadata)
    project.setCrs(crs)
    project.setEllipsoid(plan['ellipsoid'])
    project.setFilePathStorage(version.RELATIVE_PATHS)
    view = QgsReferencedRectangle(QgsRectangle(*plan['extent']), crs)
    project.viewSettings().setDefaultViewExtent(view)
    QgsExpressionContextUtils.setProjectVariables(project, plan['variables'])
    project.writeEntry('qfieldsync', 'areaOfInterest', plan['areaOfInterest'])
    project.writeEntry('qfieldsync', 'areaOfInterestCrs', plan['crs'])
    for entry in plan['entries']:
        write_entry(project, entry['scope'], entry['key'], entry['value'])


def write_entry(project, scope, key, value):
    """`writeEntry` by the value's type: Python's bool would pass for an int, a float for none of them."""
    if isinstance(value, bool):
        project.writeEntryBool(scope, key, value)
    elif isinstance(value, float) and not value.is_integer():
        project.writeEntryDouble(scope, key, value)
    elif isinstance(value, (int, float)):
        project.writeEntry(scope, key, int(value))
    else:
        project.writeEntry(scope, key, value)


def add_layers(project, layers):
    """Adds layers with their nodes, topmost first: headless, the tree does not always follow by itself."""
    for layer in layers:
        project.addMapLayer(layer, False)
        project.layerTreeRoot().addLayer(layer)


def hide(project, plan, layers):
    """Rasters that only tools read are there, but not drawn."""
    for planned in plan['layers']:
        if planned['kind'] == 'raster':
            project.layerTreeRoot().findLayer(layers[planned['id']].id()).setItemVisibilityChecked(False)


def relate(project, plan, layers):
    """Adds the relations; `layers` are the project's layers by their planned id."""
    for planned in plan['relations']:
        relation = QgsRelation(QgsRelationContext(project))
        relation.setId(planned['id'])
        relation.setName(planned['name'])
        relation.setReferencedLayer(layers[planned['parentLayer']].id())
        relation.setReferencingLayer(layers[planned['childLayer']].id())
        relation.addFieldPair(planned['childField'], planned['parentField'])
        relation.setStrength(version.RELATION_STRENGTHS[planned['strength']])
        if not relation.isValid():
            raise Failure('qgis.failed', {'why': 'relation'}, f'{planned["id"]} is not valid')
        project.relationManager().addRelation(relation)
