"""Draws a project as a map: render_map.py PROJECT OUT.png [--width PIXELS] [--height PIXELS]

All visible layers in the order of the tree, at the extent of those that are valid, without a connection to anywhere.
Prints {layer's name: whether it is valid} as JSON.
"""

import argparse
import json
import os
import tempfile

os.environ.setdefault('QT_QPA_PLATFORM', 'offscreen')
answers = os.fdopen(os.dup(1), 'w')
os.dup2(2, 1)

from qgis.core import (  # noqa: E402
    QgsApplication,
    QgsCoordinateTransform,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QSize  # noqa: E402
from qgis.PyQt.QtGui import QColor  # noqa: E402


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('project')
    parser.add_argument('picture')
    parser.add_argument('--width', type=int, default=600)
    parser.add_argument('--height', type=int, default=450)
    asked = parser.parse_args()
    application = QgsApplication([], True, tempfile.mkdtemp())
    application.initQgis()
    project = QgsProject.instance()
    if not project.read(asked.project):
        raise SystemExit(project.error())
    settings = QgsMapSettings()
    settings.setDestinationCrs(project.crs())
    settings.setTransformContext(project.transformContext())
    settings.setOutputSize(QSize(asked.width, asked.height))
    settings.setBackgroundColor(QColor('white'))
    layers = [layer for layer in project.layerTreeRoot().checkedLayers() if layer.isValid()]
    settings.setLayers(layers)
    settings.setExtent(extent(project, layers))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(asked.picture)
    json.dump({layer.name(): layer.isValid() for layer in project.mapLayers().values()}, answers, ensure_ascii=False)
    answers.flush()
    os._exit(0)


def extent(project, layers):
    """Of all layers that are not the whole world, a little larger."""
    box = QgsRectangle()
    for layer in layers:
        transform = QgsCoordinateTransform(layer.crs(), project.crs(), project)
        if layer.isSpatial() and layer.providerType() != 'wms' and not layer.extent().isEmpty():
            box.combineExtentWith(transform.transformBoundingBox(layer.extent()))
    box.scale(1.1)
    return box


main()
