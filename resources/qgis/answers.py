"""Answers that seed features bring along: an attribute's value as the value of a question's column."""

import re
from datetime import date, datetime, timezone

_NUMBER = re.compile(r'[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?$')
_TIME = re.compile(r'([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?$')

# Memory for texts that were seen before: attributes repeat a few values many times.
_REMEMBERED = 10_000
_NEW = object()


class Answers:
    """The planned answers whose attribute the source has.

    `columns` are `(name, type)` of the answers; `of(row)` their values for a row of attributes in the order of
    `fields`. Counts what is taken and what is refused; empty values are neither.
    """

    def __init__(self, plans, fields):
        places = {field['source']: index for index, field in enumerate(fields)}
        self._answers = [_Answer(places[plan['attribute']], plan) for plan in plans if plan['attribute'] in places]
        self.columns = [answer.column for answer in self._answers]

    def of(self, row):
        return [answer.of(row) for answer in self._answers]

    def described(self):
        return [answer.described() for answer in self._answers]


class _Answer:
    def __init__(self, place, plan):
        self._place, self._plan = place, plan
        self._parse = _parser(plan)
        # An attribute's values are all of one type, so that 1 and True are not mixed up here.
        self._known = {}
        self._taken = 0
        self._refused = 0
        self._example = ''
        self.column = (plan['column'], 'text' if plan['type'] == 'time' else plan['type'])

    def of(self, row):
        value = row[self._place]
        if value is None or value == '':
            return None
        answer = self._known.get(value, _NEW)
        if answer is _NEW:
            answer = self._parse(value)
            if len(self._known) < _REMEMBERED:
                self._known[value] = answer
        if answer is not None:
            self._taken += 1
            return answer
        self._refused += 1
        if not self._example:
            self._example = _text(value)[:200]
        return None

    def described(self):
        return {
            'attribute': self._plan['attribute'],
            'column': self._plan['column'],
            'taken': self._taken,
            'refused': self._refused,
            'example': self._example,
        }


def _parser(plan):
    """How a value becomes an answer; None is no valid one."""
    if plan['choices'] is not None:
        choices = set(plan['choices'])
        one = _one_of(choices)
        return _some_of(choices) if plan['multiple'] else one
    parse = _PARSE[plan['type']]
    if plan['bounds'] is None:
        return parse
    low, high = plan['bounds']

    def bounded(value):
        number = parse(value)
        return number if number is not None and low <= number <= high else None

    return bounded


def _one_of(choices):
    def parse(value):
        text = _text(value).strip()
        if text in choices:
            return text
        if value is True or value is False:
            words = ('yes', '1') if value else ('no', '0')
            return next((word for word in words if word in choices), None)
        return None

    return parse


def _some_of(choices):
    def parse(value):
        names = [name for name in re.split(r'[;\s]+', _text(value)) if name]
        if not names or not choices.issuperset(names):
            return None
        return '{' + ','.join(f'"{name}"' for name in dict.fromkeys(names)) + '}'

    return parse


def _text(value):
    """A value as a form writes it: whole numbers without a point, truth in lower case."""
    if value is True or value is False:
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _decimal(value):
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return float(value)
    return float(value) if _NUMBER.match(value.strip()) else None


def _integer(value):
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    number = _decimal(value)
    return int(number) if number is not None and number.is_integer() and abs(number) < 2**53 else None


def _date(value):
    try:
        return date.fromisoformat(str(value)[:10]).isoformat()
    except ValueError:
        return None


def _datetime(value):
    try:
        moment = datetime.fromisoformat(str(value).strip().replace('Z', '+00:00'))
    except ValueError:
        return None
    if moment.tzinfo is not None:
        moment = moment.astimezone(timezone.utc).replace(tzinfo=None)
    return moment.isoformat(timespec='milliseconds') + 'Z'


def _time(value):
    match = _TIME.match(str(value).strip())
    return None if match is None else '{:0>2}:{}:{}'.format(match[1], match[2], match[3] or '00')


def _boolean(value):
    """An acknowledgement is given or not answered: false says nothing."""
    return True if _text(value).strip().lower() in ('true', 'ok', 'yes', '1') else None


_PARSE = {
    'text': _text,
    'integer': _integer,
    'decimal': _decimal,
    'date': _date,
    'datetime': _datetime,
    'time': _time,
    'boolean': _boolean,
}
