"""Compares a feature with what a delta remembers of it, as QFieldCloud's worker does (reference 3.6, 4)."""

from qgis.core import QgsGeometry
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime, QVariant

import version

ISO_DATE = version.member(Qt, 'DateFormat.ISODate', 'ISODate')
ISO_MOMENT = version.member(Qt, 'DateFormat.ISODateWithMs', 'ISODateWithMs')

# Places after the point: 1 mm in degrees, and more than a delta's WKT is off by.
PLACES = 8


def conflicts(feature, attributes):
    """
    The server's lines about attributes that are not as the delta remembers them. As there, names that the layer
    doesn't have are passed over, and so is the geometry; 1 is 1.0 but not "1", and nothing is null alone.

    Raises what parsing raises where the delta has no text for a date: the server's job ends there.
    """
    names = feature.fields().names()
    lines = []
    for name, expected in (attributes or {}).items():
        if name not in names:
            continue
        current = feature.attribute(name)
        expected = as_stored(expected, current)
        if current != expected:
            lines.append(f'The attribute "{name}" that has a conflict:\n-{current}\n+{expected}')
    return lines


def as_stored(value, current):
    """A delta's value in the type in which the layer answers: JSON knows no dates."""
    if value is None:
        return None
    if isinstance(current, QDateTime):
        return QDateTime.fromString(value, ISO_MOMENT)
    if isinstance(current, QDate):
        return QDate.fromString(value, ISO_DATE)
    if isinstance(current, QTime):
        return QTime.fromString(value)
    return value


def is_null(value):
    return value is None or (isinstance(value, QVariant) and value.isNull())


def same_place(one, other):
    """Whether two geometries lie in one place, whatever their kind's dimensions and multiplicity."""
    if one.isNull() or other.isNull():
        return one.isNull() and other.isNull()
    return one.equals(other) or _flat(one) == _flat(other)


def _flat(geometry):
    flat = QgsGeometry(geometry)
    flat.get().dropZValue()
    flat.get().dropMValue()
    flat.convertToMultiType()
    return flat.asWkt(PLACES)
