"""Finds the one feature that a delta means."""

import re

from qgis.core import QgsExpression, QgsFeatureRequest

_WHOLE = re.compile(r'0|-?[1-9][0-9]{0,17}')


class TwoFeatures(Exception):
    """Two features have one key: QFieldCloud's worker ends its job there."""


def find_feature(target, key):
    """The feature whose key is the text `key`; None where there is none. Raises TwoFeatures."""
    if target.key_is_id and not target.layer.subsetString() and _WHOLE.fullmatch(key):
        feature = target.layer.getFeature(int(key))
        return feature if feature.isValid() else None
    found = list(target.layer.getFeatures(QgsFeatureRequest(QgsExpression(equation(target.key, key))).setLimit(2)))
    if len(found) > 1:
        raise TwoFeatures('More than one feature match the feature select query')
    return found[0] if found else None


def exists(target, index, value):
    """Whether a feature of the whole table, filter or not, has exactly this value."""
    layer = target.unfiltered()
    if index == target.key_index and target.key_is_id and isinstance(value, int):
        return layer.getFeature(value).isValid()
    request = QgsFeatureRequest(QgsExpression(equation(layer.fields().at(index).name(), value)))
    request.setSubsetOfAttributes([index]).setLimit(1)
    return any(type(each[index]) is type(value) and each[index] == value for each in layer.getFeatures(request))


def equation(name, value):
    return f'{QgsExpression.quotedColumnRef(name)} = {QgsExpression.quotedValue(value)}'
