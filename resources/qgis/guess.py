"""Types of CSV columns, found in the values.

GDAL's own AUTODETECT_TYPE makes 7 of the code "007"; here a column is only a number when every value of it can be
written back as it was.
"""

import re
from datetime import datetime, timezone

_INTEGER = re.compile(r'-?(0|[1-9]\d{0,17})$')
_DECIMAL = re.compile(r'-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$')
_DATE = re.compile(r'\d{4}-[01]\d-[0-3]\d$')
_DATETIME = re.compile(r'\d{4}-[01]\d-[0-3]\d[T ][0-2]\d:[0-5]\d(:[0-5]\d)?(Z|[-+][0-2]\d:[0-5]\d)?$')

# In order of preference; a column is of the first type that all its values have.
_TYPES = (('integer', _INTEGER), ('decimal', _DECIMAL), ('date', _DATE), ('datetime', _DATETIME))


def _datetime(text):
    """ISO 8601 in UTC; a time without a zone is taken as it stands."""
    value = datetime.fromisoformat(text.replace('Z', '+00:00'))
    if value.tzinfo is not None:
        value = value.astimezone(timezone.utc).replace(tzinfo=None)
    return value.isoformat(timespec='milliseconds') + 'Z'


_PARSE = {'integer': int, 'decimal': float, 'date': str, 'datetime': _datetime, 'text': str}


def types_of(rows, width):
    """Type of each column, from rows of texts; a column without any value is text."""
    candidates = [list(_TYPES) for _ in range(width)]
    filled = [False] * width
    for values in rows:
        for index, value in enumerate(values):
            if value:
                filled[index] = True
                if candidates[index]:
                    candidates[index] = [pair for pair in candidates[index] if pair[1].match(value)]
    return [left[0][0] if left and some else 'text' for left, some in zip(candidates, filled)]


def typed(layer, dropped):
    """The same layer description with typed values, an empty text as None, and without the `dropped` columns."""
    rows = layer['rows']
    names = [name for name, _ in layer['fields']]
    types = types_of((values for values, _ in rows(True, False)), len(names))
    kept = [
        (index, name, _PARSE[kind], kind)
        for index, (name, kind) in enumerate(zip(names, types))
        if not (layer['spatial'] and name.lower() in dropped)
    ]

    def parsed(attributes, geometry):
        for values, wkb in rows(attributes, geometry):
            if attributes:
                yield [parse(values[index]) if values[index] else None for index, _, parse, _ in kept], wkb
            else:
                yield values, wkb

    return {**layer, 'fields': [(name, kind) for _, name, _, kind in kept], 'rows': parsed}
