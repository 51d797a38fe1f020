"""Columns of types that a GeoPackage does not have, Postgres' lists and JSON, as text."""

import json

from qgis.core import NULL, QgsField, QgsVectorFileWriter
from qgis.PyQt.QtCore import QMetaType, QVariant

import version


def _types(*names):
    """Type numbers of QGIS' fields under both of Qt's ways of naming them."""
    owners = [getattr(QMetaType, 'Type', QMetaType), QVariant]
    found = (getattr(owner, each, None) for name in names for owner in owners for each in (name, name.lstrip('Q')))
    return {int(getattr(each, 'value', each)) for each in found if each is not None and not isinstance(each, type)}


_WRITABLE = _types('Int', 'LongLong', 'Bool', 'Double', 'QString', 'QDate', 'QTime', 'QDateTime', 'QByteArray')


def of(fields):
    """A converter for the columns that the writer refuses, or joins with commas; None where there are none."""
    names = [field.name() for field in fields if int(getattr(field.type(), 'value', field.type())) not in _WRITABLE]
    return TextValues(fields, names) if names else None


class TextValues(QgsVectorFileWriter.FieldValueConverter):
    """Writes the columns `names` as text. Every value passes through Python: only for layers that need it."""

    def __init__(self, fields, names):
        super().__init__()
        self._fields = fields
        self._names = names
        self._indexes = {fields.lookupField(name) for name in names}

    def fieldDefinition(self, field):
        is_text = field.name() in self._names
        return QgsField(field.name(), version.FIELD_TYPES['text']) if is_text else QgsField(field)

    def convert(self, index, value):
        if index not in self._indexes or value is None or value == NULL:
            return value
        if isinstance(value, list):
            # As QGIS' forms keep several values in a text, and as Postgres reads a list.
            return '{' + ','.join(json.dumps(each, ensure_ascii=False) for each in value) + '}'
        return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)

    def clone(self):
        return TextValues(self._fields, self._names)
