"""FieldPlan -> columns of a table, and what QGIS knows of them beside their widget."""

from qgis.core import QgsDefaultValue, QgsField, QgsFields, QgsProperty, QgsPropertyCollection

import version
import words
from failure import Failure


def planned(fields):
    """QgsFields of the plan; the key `fid` is GeoPackage's own column."""
    made = QgsFields()
    for field in fields:
        if field['name'] != 'fid':
            kind = version.FIELD_TYPES[field['type']]
            made.append(QgsField(field['name'], kind, '', field['length'], 0, field['comment']))
    return made


def add_missing(layer, fields):
    """Adds the planned fields that a table of the features or tasks pass lacks."""
    there = {field.name().casefold() for field in layer.fields()}
    missing = [field for field in planned(fields) if field.name().casefold() not in there]
    if missing and not layer.dataProvider().addAttributes(missing):
        error = words.of(layer.dataProvider())
        raise Failure('qgis.failed', {'why': 'columns'}, f'{layer.name()}: {error}')
    layer.updateFields()


def describe(layer, field, index):
    """Alias, default value and constraints of one column."""
    layer.setFieldAlias(index, field['alias'])
    if field['default'] is not None:
        default = QgsDefaultValue(field['default']['expression'], field['default']['onUpdate'])
        layer.setDefaultValueDefinition(index, default)
    if field['constraint'] is not None:
        layer.setConstraintExpression(index, field['constraint']['expression'], field['constraint']['description'])
        layer.setFieldConstraint(index, version.EXPRESSION, version.HARD)
    if field['notNull']:
        layer.setFieldConstraint(index, version.NOT_NULL, version.HARD)
    if field['unique']:
        layer.setFieldConstraint(index, version.UNIQUE, version.HARD)


def configure(config, field, index):
    """What the form's configuration holds of one column: read-only, last value, data-defined properties."""
    if field['readOnly']:
        config.setReadOnly(index, True)
    if field['reuseLast']:
        version.set_reuse_last(config, index)
    properties = QgsPropertyCollection()
    for name, expression in (('Alias', field['aliasExpression']), ('Editable', field['editableExpression'])):
        key = version.form_property(name)
        if expression is not None and key is not None:
            properties.setProperty(key, QgsProperty.fromExpression(expression))
    if properties.count():
        config.setDataDefinedFieldProperties(field['name'], properties)
