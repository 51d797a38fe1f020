"""Looks in the reopened file whether every changed feature is there once and as it was written.

GDAL 3.6 doubles a feature of a GeoJSON file when one that an earlier job made is changed. GeoPackages are not read
again: SQLite keeps what it took.
"""

import math

from compare import is_null

PLACES = 1e-6


class Touched:
    """The features that a job changed in one table, each as it shall be: None once it is deleted."""

    def __init__(self, key):
        self._key = key
        self._features = {}

    def note(self, number, written, is_twin):
        """`is_twin`: another feature has the same key, so that this one can't be found by it."""
        if is_twin or is_null(written.key):
            self._features.pop(str(written.key), None)
        else:
            self._features[str(written.key)] = number, written.feature

    def problem(self, layer):
        """`(number, why)` of the first change that is not as it was written; None where all are."""
        if not self._features:
            return None
        found = {}
        for feature in layer.getFeatures():
            key = str(feature[self._key]) if self._key in feature.fields().names() else None
            if key in self._features:
                found.setdefault(key, []).append(feature)
        for key, (number, expected) in self._features.items():
            why = _difference(found.get(key, []), expected)
            if why is not None:
                return number, f'Feature {key} of "{layer.name()}" {why}.'
        return None


def _difference(found, expected):
    if expected is None:
        return 'was deleted and is still there' if found else None
    if len(found) != 1:
        return f'is there {len(found)} times' if found else 'is not there'
    names = found[0].fields().names()
    for name in expected.fields().names():
        kept = found[0][name] if name in names else None
        if not _alike(kept, expected[name]):
            return f'has another value in "{name}"'
    return None if _same_box(found[0].geometry(), expected.geometry()) else 'lies somewhere else'


def _alike(one, other):
    """Text formats may answer another type when they are read again."""
    if is_null(one) or is_null(other):
        return _is_empty(one) and _is_empty(other)
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return one == other or str(one) == str(other) or type(one) is not type(other)


def _is_empty(value):
    return is_null(value) or value == ''


def _same_box(one, other):
    if one.isNull() or other.isNull():
        return one.isNull() and other.isNull()
    a, b = one.boundingBox(), other.boundingBox()
    sides = ('xMinimum', 'yMinimum', 'xMaximum', 'yMaximum')
    return all(math.isclose(getattr(a, side)(), getattr(b, side)(), rel_tol=1e-9, abs_tol=PLACES) for side in sides)
