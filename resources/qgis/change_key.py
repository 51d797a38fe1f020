"""Which attribute tells a layer's features apart, as QFieldCloud's worker sees it (reference 3.6, 2)."""

from refused import Refused

FALLBACK = 'fid'


def key_of(layer):
    """Index of the key among the layer's fields. Raises Refused for a composite key and where there is none."""
    fields = layer.fields()
    keys = layer.primaryKeyAttributes()
    if len(keys) > 1:
        raise Refused('Composite (multi-column) primary keys are not supported!')
    index = keys[0] if keys else _fallback(layer)
    name = fields.at(index).name()
    if ',' in name:
        raise Refused(f'Comma in field name "{name}" is not allowed!')
    return index


def is_provider_id(layer, index):
    """
    Whether the key's values are the provider's own feature ids, by which a feature is found at once: in OGR's
    databases, whose key stands as first field.
    """
    return layer.providerType() == 'ogr' and index == 0 and layer.primaryKeyAttributes() == [0]


def _fallback(layer):
    for index in range(layer.fields().count()):
        if layer.fields().at(index).name().lower() == FALLBACK:
            return index
    raise Refused(f'Layer "{layer.name()}" neither has a primary key, nor an attribute `fid`!')
