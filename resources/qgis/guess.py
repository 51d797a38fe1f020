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
    """Type of each column of texts; a column without any value is text."""
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
    """The same layer description with typed values, an empty text as None, and without the `dropped` columns.

    The columns that GDAL took the coordinates from have their type already.
    """
    rows = layer['rows']
    spatial = layer['spatial']
    kept = [index for index, (name, _) in enumerate(layer['fields']) if not (spatial and name.lower() in dropped)]
    texts = [index for index in kept if layer['fields'][index][1] == 'text']
    guessed = types_of(([values[index] for index in texts] for values, _ in rows(True, False)), len(texts))
    types = dict(zip(texts, guessed))
    parsers = [(index, _PARSE[types[index]] if index in types else _as_it_is) for index in kept]

    def parsed(attributes, geometry):
        for values, wkb in rows(attributes, geometry):
            if attributes:
                yield [None if values[index] in (None, '') else parse(values[index]) for index, parse in parsers], wkb
            else:
                yield values, wkb

    fields = [(layer['fields'][index][0], types.get(index, layer['fields'][index][1])) for index in kept]
    return {**layer, 'fields': fields, 'rows': parsed}


def _as_it_is(value):
    return value
