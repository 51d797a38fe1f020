"""The only place that knows how QGIS 3.22 to 4.x (Qt 5 and Qt 6) differ.

Everything is asked of the classes at hand, never of a version number, so that an in-between release is served too.
"""

import functools
import operator

import qgis.core as core
from qgis.PyQt import QtCore


def member(owner, *names):
    """The first of the dotted `names` that `owner` has; AttributeError when it has none."""
    for name in names:
        found = owner
        try:
            for part in name.split('.'):
                found = getattr(found, part)
        except AttributeError:
            continue
        return found
    raise AttributeError(f'{owner!r} has none of {names}')


def has(owner, name):
    try:
        member(owner, name)
    except AttributeError:
        return False
    return True


def _field_types():
    """QgsField takes QVariant types until 3.36 and QMetaType ones from 3.38 on; 4.x knows nothing else."""
    from qgis.core import QgsField

    names = {
        'text': 'QString',
        'integer': 'LongLong',
        'decimal': 'Double',
        'date': 'QDate',
        'datetime': 'QDateTime',
        'boolean': 'Bool',
    }
    metatypes = {kind: member(QtCore.QMetaType, f'Type.{name}', name) for kind, name in names.items()}
    try:
        QgsField('probe', metatypes['text'])
    except TypeError:
        return {kind: member(QtCore.QVariant, name.lstrip('Q')) for kind, name in names.items()}
    return metatypes


FIELD_TYPES = _field_types()
"""Type of a QgsField by the plan's word."""

_WKB = getattr(core.Qgis, 'WkbType', None) or core.QgsWkbTypes

WKB_TYPES = {
    'None': _WKB.NoGeometry,
    'Point': _WKB.Point,
    'MultiPoint': _WKB.MultiPoint,
    'LineString': _WKB.LineString,
    'MultiLineString': _WKB.MultiLineString,
    'Polygon': _WKB.Polygon,
    'MultiPolygon': _WKB.MultiPolygon,
}
"""Type of a layer's geometries by the plan's word."""

GEOMETRY_TYPES = {
    kind: member(core, f'Qgis.GeometryType.{new}', f'QgsWkbTypes.{old}')
    for kind, new, old in (
        ('point', 'Point', 'PointGeometry'),
        ('line', 'Line', 'LineGeometry'),
        ('polygon', 'Polygon', 'PolygonGeometry'),
        ('none', 'Null', 'NullGeometry'),
    )
}

DRAG_AND_DROP = member(core, 'Qgis.AttributeFormLayout.DragAndDrop', 'QgsEditFormConfig.TabLayout')


def _element(new, old):
    return member(core, f'Qgis.AttributeEditorType.{new}', f'QgsAttributeEditorElement.{old}')


ELEMENT_FIELD = _element('Field', 'AeTypeField')
ELEMENT_RELATION = _element('Relation', 'AeTypeRelation')
ELEMENT_CONTAINER = _element('Container', 'AeTypeContainer')

RELATION_STRENGTHS = {
    'composition': member(core, 'Qgis.RelationshipStrength.Composition', 'QgsRelation.Composition'),
    'association': member(core, 'Qgis.RelationshipStrength.Association', 'QgsRelation.Association'),
}

WITHOUT_DATA = member(
    core,
    'Qgis.ProjectReadFlag.DontResolveLayers',
    'QgsProject.ReadFlag.FlagDontResolveLayers',
    'QgsProject.FlagDontResolveLayers',
)
"""Reads a project without opening its layers' files."""

NO_GEOMETRY = member(core, 'Qgis.FeatureRequestFlag.NoGeometry', 'QgsFeatureRequest.NoGeometry')
ORIGIN_PROVIDER = member(core, 'Qgis.FieldOrigin.Provider', 'QgsFields.OriginProvider')


NO_GEOMETRY = member(core, 'Qgis.FeatureRequestFlag.NoGeometry', 'QgsFeatureRequest.Flag.NoGeometry', 'QgsFeatureRequest.NoGeometry')


def read_flags(*names):
    """Those of the project's read flags that this QGIS has: `DontLoadLayouts`, `ForceReadOnlyLayers` from 3.28 on …"""
    found = []
    for name in names:
        for path in (f'Qgis.ProjectReadFlag.{name}', f'QgsProject.ReadFlag.Flag{name}', f'QgsProject.Flag{name}'):
            if has(core, path):
                found.append(member(core, path))
                break
    return functools.reduce(operator.or_, found)


RELATIVE_PATHS = member(core, 'Qgis.FilePathType.Relative')


def _placement(name):
    return member(core, f'Qgis.LabelPlacement.{name}', f'QgsPalLayerSettings.{name}')


LABEL_OVER_POINT = _placement('OverPoint')
LABEL_LINE = _placement('Line')
LABEL_AROUND_POINT = _placement('OrderedPositionsAroundPoint')


def _writer(enumeration, name):
    return member(core.QgsVectorFileWriter, f'{enumeration}.{name}', name)


WRITER_OK = _writer('WriterError', 'NoError')
WRITER_FEATURE_FAILED = _writer('WriterError', 'ErrFeatureWriteFailed')
WRITER_NEW_LAYER = _writer('ActionOnExistingFile', 'CreateOrOverwriteLayer')

HAS_TEXT_ELEMENT = hasattr(core, 'QgsAttributeEditorTextElement')
"""From 3.30 on; before, `sanitise` writes the XML."""
HAS_COLLAPSED = has(core, 'QgsAttributeEditorContainer.setCollapsed')
HAS_SET_ID = has(core, 'QgsMapLayer.setId')
"""From 3.38 on; before, `sanitise` puts the planned ids in the place of the generated ones."""


def layer_flag(name):
    """`Identifiable`, `Removable`, `Searchable` or `Private`."""
    return member(core.QgsMapLayer, f'LayerFlag.{name}', name)


def style_categories(*names):
    """The parts of a layer's style that shall be read."""
    flags = [member(core.QgsMapLayer, f'StyleCategory.{name}', name) for name in names]
    return functools.reduce(operator.or_, flags)


def set_container_type(container, is_group):
    if has(container, 'setType') and has(core.Qgis, 'AttributeEditorContainerType'):
        types = core.Qgis.AttributeEditorContainerType
        container.setType(types.GroupBox if is_group else types.Tab)
    else:
        container.setIsGroupBox(is_group)


def form_property(name):
    """Key of a data-defined form property (`Alias`, `Editable`); None where this QGIS has none such."""
    try:
        return member(core.QgsEditFormConfig, f'DataDefinedProperty.{name}', name)
    except AttributeError:
        return None


def set_reuse_last(config, index):
    """The last value stands in the next form; 4.x asks for a policy beside."""
    if has(core.Qgis, 'AttributeFormReuseLastValuePolicy') and has(config, 'setReuseLastValuePolicy'):
        config.setReuseLastValuePolicy(index, core.Qgis.AttributeFormReuseLastValuePolicy.AllowedDefaultOn)
    else:
        config.setReuseLastValue(index, True)


def leave_defaults_to_forms(project):
    """The values that a source would fill in are not asked of it while somebody fills in a form."""
    if has(project, 'setFlag') and has(core.Qgis, 'ProjectFlag.EvaluateDefaultValuesOnProviderSide'):
        project.setFlag(core.Qgis.ProjectFlag.EvaluateDefaultValuesOnProviderSide, False)
    else:
        project.setEvaluateDefaultValues(False)


def edit_layers_apart(project):
    """No transaction groups."""
    if has(project, 'setTransactionMode'):
        project.setTransactionMode(core.Qgis.TransactionMode.Disabled)
    else:
        project.setAutoTransaction(False)


def _provider_can(name):
    return member(core, f'Qgis.VectorProviderCapability.{name}', f'QgsVectorDataProvider.{name}')


CHANGES_BOTH = _provider_can('ChangeFeatures')
"""The provider changes attributes and geometry of a feature in one go."""

ANY_GEOMETRY = member(core, 'Qgis.GeometryType.Unknown', 'QgsWkbTypes.UnknownGeometry')


def run_loop(loop):
    """`exec` in Qt 6, `exec_` before."""
    (getattr(loop, 'exec_', None) or loop.exec)()
