"""One layer of any project as this QGIS found it, with QFieldCloud's verdict."""

import os

import qgis.core as core
from qgis.core import QgsFieldConstraints, QgsVectorLayer, QgsWkbTypes

import source_facts
import version

ACTIONS = ('offline', 'no_action', 'copy', 'keep_existent', 'remove')

TYPES = (
    ('vector', 'QgsVectorLayer'),
    ('raster', 'QgsRasterLayer'),
    ('mesh', 'QgsMeshLayer'),
    ('pointcloud', 'QgsPointCloudLayer'),
    ('vectortile', 'QgsVectorTileLayer'),
    ('annotation', 'QgsAnnotationLayer'),
    ('plugin', 'QgsPluginLayer'),
    ('group', 'QgsGroupLayer'),
)
"""Our word by QGIS' class; not every version has all of them."""

COUNTED_BY_DOWNLOAD = ('WFS', 'OAPIF', 'arcgisfeatureserver', 'sensorthings')
"""Providers that would fetch everything to know how much it is."""

NO_PROVIDER = 'No data provider available'


def layer_data(layer, written, bounds):
    """
    ProjectLayer of worker/api/projects.ts. `layer` is None where QGIS could make nothing of it, `written` is what
    the project's XML says (project_xml), `bounds` the Jail that the project was read in.
    """
    provider, source = written['provider'], written['source']
    file, absolute = None, None
    named = source_facts.file_of(provider, source)
    if named is not None:
        file, absolute = source_facts.located(named, bounds.root, bounds.base)
    service, host, port = source_facts.server(provider, source)
    uri = source_facts.parts(provider, source)
    is_valid = layer is not None and layer.isValid()
    return {
        'id': written['id'],
        'name': written['name'] if layer is None else layer.name(),
        'type': type_of(layer),
        'crs': '' if layer is None else layer.crs().authid(),
        'geometry': '',
        'provider': provider,
        'source': source_facts.redacted(source),
        'file': file,
        'table': uri.get('layerName') or uri.get('table'),
        'filter': '',
        'isValid': is_valid,
        **_verdict(layer, is_localized(source), missing(file, absolute, bounds), bounds, file),
        'fields': [],
        'count': None,
        'primaryKey': None,
        'unsupportedPrimaryKey': False,
        'readOnly': written['isReadOnly'],
        'action': _action(layer, 'action'),
        'cloudAction': _action(layer, 'cloud_action'),
        'isOnline': source_facts.is_online(provider, source),
        'isLocalized': is_localized(source),
        'service': service,
        'host': host,
        'port': port,
        **(_vector(layer) if isinstance(layer, QgsVectorLayer) else {}),
    }


def type_of(layer):
    known = ((word, getattr(core, name, None)) for word, name in TYPES)
    return next((word for word, kind in known if kind is not None and isinstance(layer, kind)), 'other')


def is_localized(source):
    return 'localized:' in source


def missing(file, absolute, bounds):
    """The file's name where there is none, or none that this project may open."""
    if file is None or file.startswith(source_facts.OWN_PLACES):
        return None
    is_there = absolute is not None and bounds.admits(absolute) and os.path.exists(absolute)
    return None if is_there else file


def _verdict(layer, localized, lost, bounds, file):
    """As QFieldCloud finds it (qfieldcloud.md 2.6), but for services and hosts, which are tested elsewhere."""
    verdict = {
        'errorCode': 'no_error',
        'errorSummary': '',
        'errorMessage': '',
        'providerErrorSummary': '',
        'providerErrorMessage': '',
    }
    if layer is not None and layer.isValid():
        return verdict
    provider = None if layer is None else layer.dataProvider()
    verdict['errorSummary'], verdict['errorMessage'] = _texts(layer, bounds, file)
    if provider is None:
        return verdict | {'errorCode': 'missing_dataprovider', 'providerErrorSummary': NO_PROVIDER}
    if provider.isValid():
        verdict['errorCode'] = 'invalid_layer'
    else:
        verdict['errorCode'] = 'localized_dataprovider' if localized else 'invalid_dataprovider'
    verdict['providerErrorSummary'], verdict['providerErrorMessage'] = _texts(provider, bounds, file)
    if not verdict['providerErrorSummary'] and lost is not None:
        verdict['errorSummary'] = f'File "{lost}" missing.'
    return verdict


def _texts(subject, bounds, file):
    """Summary and message of an error. Asking an empty QgsError for its summary ends the process."""
    error = None if subject is None else subject.error()
    if error is None or error.isEmpty():
        return '', ''
    message = '\n'.join(each.message() for each in error.messageList())
    return tuple(source_facts.redacted(bounds.told(text, file)) for text in (error.summary(), message))


def _action(layer, key):
    value = None if layer is None else layer.customProperty(f'QFieldSync/{key}')
    return value if value in ACTIONS else None


def _vector(layer):
    known = {'geometry': QgsWkbTypes.displayString(layer.wkbType()), 'filter': layer.subsetString()}
    if not layer.isValid():
        return known
    key, is_unsupported = primary_key(layer)
    count = -1 if layer.providerType() in COUNTED_BY_DOWNLOAD else layer.featureCount()
    return known | {
        'fields': [_field(layer, index) for index in range(layer.fields().count())],
        'count': count if count >= 0 else None,
        'primaryKey': key,
        'unsupportedPrimaryKey': is_unsupported,
    }


def primary_key(layer):
    """
    (column that QFieldCloud knows features by, whether it has none that it can use): the only key column, else a
    field named fid in any case; no composite key and no name with a comma (qfieldcloud.md 3.4).
    """
    names = layer.fields().names()
    keys = [names[index] for index in layer.primaryKeyAttributes()]
    if not keys:
        keys = [name for name in names if name.lower() == 'fid'][:1]
    if len(keys) != 1:
        return None, True
    return keys[0], ',' in keys[0]


def _field(layer, index):
    field = layer.fields()[index]
    held = layer.fieldConstraints(index)
    return {
        'name': field.name(),
        'alias': layer.attributeAlias(index),
        'type': field.typeName(),
        'length': field.length(),
        'precision': field.precision(),
        'isNotNull': bool(held & version.member(QgsFieldConstraints, 'Constraint.ConstraintNotNull', 'ConstraintNotNull')),
        'isUnique': bool(held & version.member(QgsFieldConstraints, 'Constraint.ConstraintUnique', 'ConstraintUnique')),
        'defaultValue': layer.defaultValueDefinition(index).expression(),
        'widget': layer.editorWidgetSetup(index).type(),
    }
