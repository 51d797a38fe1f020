"""What really became of a change, beside the server's verdict: StrictWarning of worker/api/deltas.ts."""

import json
import math

from qgis.core import QgsCoordinateReferenceSystem, QgsWkbTypes
from qgis.PyQt.QtCore import QDate, QDateTime, QTime

import version
from compare import ISO_DATE, ISO_MOMENT, as_stored, is_null

LONGEST = 100


class Warnings:
    """Of one delta; each is told once."""

    def __init__(self):
        self.told = []

    def __call__(self, code, **params):
        warning = {'code': code, 'params': params}
        if warning not in self.told:
            self.told.append(warning)

    def has(self, code):
        return any(each['code'] == code for each in self.told)


def check_values(layer, sent, stored, warn):
    """`sent` is {name: value} as the delta has them, `stored` the feature as it was read back."""
    for name, value in sent.items():
        index = layer.fields().indexFromName(name)
        if index < 0:
            continue
        kept = stored.attribute(index)
        if not _fits(layer.fields().at(index), value):
            warn('typeMismatch', attribute=name, sent=shown(value), stored=shown(kept))
        elif not _same(value, kept):
            warn('partlyStored', attribute=name, sent=shown(value), stored=shown(kept))


def check_crs(layer, sent, warn):
    """`sent` is what the delta says of the tablet's layer, if anything. No server transforms what comes."""
    crs = layer.crs()
    if not sent or sent == crs.authid() or not crs.isValid():
        return
    other = QgsCoordinateReferenceSystem.fromOgcWmsCrs(sent)
    if other.isValid() and other != crs:
        warn('otherCrs', sent=other.authid(), layer=crs.authid() or crs.description())


def check_geometry(layer, sent, stored, warn):
    """`sent` is not null; `stored` is the geometry as it was read back."""
    kind, expected, kept = sent.wkbType(), layer.wkbType(), stored.wkbType()
    if layer.geometryType() != version.ANY_GEOMETRY:
        more = any(has(kept) and not has(expected) for has in (QgsWkbTypes.hasZ, QgsWkbTypes.hasM))
        if more or QgsWkbTypes.geometryType(kind) != QgsWkbTypes.geometryType(expected):
            warn('geometryTypeMismatch', sent=named(kind), layer=named(expected))
    lost = stored.isNull() or any(
        (has(kind) or has(expected)) and not has(kept) for has in (QgsWkbTypes.hasZ, QgsWkbTypes.hasM)
    )
    if lost or _has_hollow_height(stored):
        warn('dimensionDropped', sent=named(kind), stored=named(kept), layer=named(expected))


def _has_hollow_height(geometry):
    vertex = next(geometry.vertices(), None)
    if vertex is None:
        return False
    return (vertex.is3D() and math.isnan(vertex.z())) or (vertex.isMeasure() and math.isnan(vertex.m()))


def named(kind):
    return QgsWkbTypes.displayString(kind)


def _fits(field, value):
    """Whether JSON's value is of the field's type, so that nothing has to be guessed."""
    kind = field.type()
    if value is None:
        return True
    if kind == version.FIELD_TYPES['text']:
        return isinstance(value, str)
    if kind == version.FIELD_TYPES['boolean']:
        return value in (0, 1) and not isinstance(value, str)
    if field.isNumeric():
        return isinstance(value, (int, float))
    if field.isDateOrTime():
        return isinstance(value, str) and any(_parse(value))
    return True


def _parse(text):
    moments = QDateTime.fromString(text, ISO_MOMENT), QDate.fromString(text, ISO_DATE), QTime.fromString(text)
    return (each.isValid() for each in moments)


def _same(value, kept):
    if is_null(kept):
        return value is None
    if isinstance(kept, (list, dict)) and isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return False
    if isinstance(kept, QDate) and value != kept.toString(ISO_DATE):
        # A moment, whose time of day is lost.
        return False
    return as_stored(value, kept) == kept


def shown(value):
    """A value as a short text."""
    if is_null(value):
        return 'null'
    for kind, form in ((QDateTime, ISO_MOMENT), (QDate, ISO_DATE), (QTime, ISO_DATE)):
        if isinstance(value, kind):
            return value.toString(form)
    text = value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else f'{text[:LONGEST]}…'
