"""FieldPlan -> columns of a table, and what QGIS knows of them: alias, widget, default value, constraints."""

from qgis.core import Qgis, QgsField, QgsFields, QgsProperty, QgsPropertyCollection, QgsXmlUtils
from qgis.PyQt.QtXml import QDomDocument

import version
import widgets
import words
from failure import Failure

# Bits of QgsFieldConstraints.Constraint and its strengths, as styles write them.
_NOT_NULL, _UNIQUE, _EXPRESSION = 1, 2, 4
_STRENGTHS = {'hard': 1, 'soft': 2}


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
        raise Failure('qgis.failed', {'why': 'columns'}, f'{layer.name()}: {words.of(layer.dataProvider())}')
    layer.updateFields()


def describe(layer, fields, lists):
    """Alias, widget, default value and constraints of all columns at once.

    As a style, since each setter of QgsVectorLayer goes through all fields again: 1,000 columns took 45 s that way
    and 0.2 s this way.
    """
    document = QDomDocument('qgis')
    root = document.createElement('qgis')
    # Without it QGIS takes the style for one of its first versions and converts it.
    root.setAttribute('version', Qgis.QGIS_VERSION)
    document.appendChild(root)
    style = {
        name: root.appendChild(document.createElement(name)).toElement()
        for name in ('fieldConfiguration', 'aliases', 'defaults', 'constraints', 'constraintExpressions')
    }
    for field in fields:
        index = layer.fields().lookupField(field['name'])
        if index < 0:
            raise Failure('qgis.failed', {'why': 'field'}, f'{layer.name()} has no column {field["name"]}')
        _describe(document, style, field, layer.fields()[index].name(), index, lists)
    result = layer.importNamedStyle(document, version.style_categories('Fields', 'Forms'))
    if not result[0]:
        raise Failure('qgis.failed', {'why': 'field'}, f'{layer.name()}: {result[1]}')


def _describe(document, style, field, name, index, lists):
    def write(parent, tag, **attributes):
        element = document.createElement(tag)
        for key, value in attributes.items():
            element.setAttribute(key, str(value))
        return style[parent].appendChild(element).toElement() if parent else element

    widget = write('fieldConfiguration', 'field', name=name, configurationFlags='None')
    editor = widget.appendChild(write(None, 'editWidget', type=field['widget']['type'])).toElement()
    config = editor.appendChild(document.createElement('config'))
    config.appendChild(QgsXmlUtils.writeVariant(widgets.config(field['widget'], lists), document))
    write('aliases', 'alias', field=name, index=index, name=field['alias'])
    default = field['default'] or {'expression': '', 'onUpdate': False}
    write('defaults', 'default', field=name, expression=default['expression'], applyOnUpdate=int(default['onUpdate']))
    constraint = field['constraint'] or {'expression': '', 'description': '', 'strength': 'hard'}
    hard = _STRENGTHS['hard']
    held = {_NOT_NULL: field['notNull'], _UNIQUE: field['unique'], _EXPRESSION: bool(field['constraint'])}
    write(
        'constraints',
        'constraint',
        field=name,
        constraints=sum(bit for bit, holds in held.items() if holds),
        notnull_strength=hard * held[_NOT_NULL],
        unique_strength=hard * held[_UNIQUE],
        exp_strength=_STRENGTHS[constraint['strength']] * held[_EXPRESSION],
    )
    write('constraintExpressions', 'constraint', field=name, exp=constraint['expression'], desc=constraint['description'])


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
