"""Which photos and other files the features name."""

from qgis.core import QgsFeatureRequest, QgsVectorLayer

import layer_data
import version

MOST = 10_000
"""Files a layer that are told."""

BATCH = 1000


def attachments(project, task):
    """Of each field with an attachment widget: {layerId, field, files, more}; layers that must be downloaded are left out."""
    found = []
    for layer in project.mapLayers().values():
        if not isinstance(layer, QgsVectorLayer) or not layer.isValid():
            continue
        if layer.providerType() in layer_data.COUNTED_BY_DOWNLOAD:
            continue
        for index, field in enumerate(layer.fields()):
            setup = layer.editorWidgetSetup(index)
            # Those of another storage (WebDAV, S3) are no files of the project.
            if setup.type() == 'ExternalResource' and not setup.config().get('StorageType'):
                files, more = _values(layer, index, task)
                if files:
                    found.append({'layerId': layer.id(), 'field': field.name(), 'files': files, 'more': more})
    return found


def _values(layer, index, task):
    request = QgsFeatureRequest().setSubsetOfAttributes([index]).setFlags(version.NO_GEOMETRY)
    files = {}
    for number, feature in enumerate(layer.getFeatures(request)):
        if number % BATCH == 0:
            task.check()
        value = feature[index]
        if not isinstance(value, str) or not value.strip() or '://' in value:
            continue
        if len(files) == MOST and value not in files:
            return list(files), True
        files[value] = None
    return list(files), False
