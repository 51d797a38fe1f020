"""The attributes of all layers of a source as one list of columns."""

import columns

KEY = 'uuid'


class Attributes:
    """Merges the layers' fields by name; where two layers disagree about a type, the column is text.

    `fields` describes the columns as the report has them: `{name, source, type}`. `spread(layer)` answers how a
    layer's values are put into the columns' order, or None when they already are.
    """

    def __init__(self, layers, reserved, without=()):
        merged = {}
        for layer in layers:
            for name, kind in layer.fields:
                if name not in without:
                    merged[name] = kind if merged.get(name, kind) == kind else 'text'
        names = columns.named(merged, reserved)
        self.fields = [
            {'name': name, 'source': source, 'type': kind} for name, (source, kind) in zip(names, merged.items())
        ]

    def spread(self, layer):
        places = {name: (index, kind) for index, (name, kind) in enumerate(layer.fields)}
        plan = [(places.get(field['source'], (None, None)), field['type']) for field in self.fields]
        if [index for (index, _), _ in plan] == list(range(len(layer.fields))):
            if all(own == kind for (_, own), kind in plan):
                return None
        return lambda values: [
            None if index is None or values[index] is None else values[index] if own == kind else str(values[index])
            for (index, own), kind in plan
        ]


def own_keys(layers):
    """True when the source has a text column `uuid` that is filled and unique: then its keys are kept.

    Reads that column alone, ahead of the pass; sources without it, the rule, are not read for it.
    """
    places = [layer.fields.index((KEY, 'text')) if (KEY, 'text') in layer.fields else None for layer in layers]
    if None in places:
        return False
    seen = set()
    for layer, index in zip(layers, places):
        for values, _ in layer.rows(geometry=False):
            if not values[index] or values[index] in seen:
                return False
            seen.add(values[index])
    return True
