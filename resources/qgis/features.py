"""The geometry pass: any source of features into the survey tables of one GeoPackage."""

import os

import disk
import source
from answers import Answers
from attributes import KEY, Attributes, own_keys
from failure import Failure
from geometry import LAYER_GEOMETRIES, Counts, clean
from keys import Keys
from lonlat import Ground, name_of, transform_of
from table import BATCH, Table, blob, copy_table, fields_of

STEP = 'features'
SURVEY = 'survey'


def features(params, task):
    """SessionCalls['features']: one streaming pass.

    Each geometry family is written to a file of its own. The largest becomes `out`, so that 100,000 buildings are
    written once and the few lines beside them copied.
    """
    path, out = params['path'], params['out']
    with source.opened(path) as layers:
        run = _Pass(params, task, layers)
        try:
            run.read(layers)
            return run.settle()
        finally:
            run.discard()


class _Pass:
    def __init__(self, params, task, layers):
        self._path, self._out, self._task = params['path'], params['out'], task
        self._keys = Keys(params['namespace'])
        self._ground = Ground(self._path, params['area'])
        self._counts = Counts()
        self._crs = name_of(layers[0].crs)
        self._own_keys = own_keys(layers)
        self._attributes = Attributes(layers, params['reserved'], {KEY} if self._own_keys else ())
        self._answers = Answers(params['answers'], self._attributes.fields)
        self._columns = fields_of(
            [(field['name'], field['type']) for field in self._attributes.fields]
            + self._answers.columns
            + [(KEY, 'text')]
        )
        self._total = sum(layer.count or 0 for layer in layers)
        self._tables = {}
        self._read = 0
        self._without = 0

    def read(self, layers):
        answered = self._answers.of if self._answers.columns else None
        for layer in layers:
            transform = transform_of(layer.crs)
            spread = self._attributes.spread(layer)
            key_at = [name for name, _ in layer.fields].index(KEY) if self._own_keys else None
            for values, wkb in layer.rows():
                self._read += 1
                if self._read % BATCH == 0:
                    self._task.check()
                    self._task.progress(STEP, self._read / self._total if self._total else 0)
                found = clean(wkb, transform, self._counts) if wkb else None
                if not found:
                    self._without += 1
                    continue
                key = self._keys.at(self._read) if key_at is None else values[key_at]
                row = values if spread is None else spread(values)
                if answered is not None:
                    row = [*row, *answered(row)]
                for family, shape, box in found:
                    self._ground.add(family, box, layer.assumed)
                    table = self._tables.get(family) or self._open(family)
                    table.add((blob(shape, None if family == 'point' else box), *row, key))
                    if len(found) > 1:
                        # Two rows must not share a key: the other families of a collection get their own.
                        key = self._keys.at(f'{self._read}/{family}')

    def _open(self, family):
        file = f'{self._out}.{family}.gpkg'
        disk.remove(file)
        table = Table(file, SURVEY, LAYER_GEOMETRIES[family], self._columns)
        self._tables[family] = table
        return table

    def settle(self):
        file = os.path.basename(self._path)
        if self._read == 0:
            raise Failure('features.empty', {'file': file})
        if not self._tables:
            raise Failure('features.noGeometry', {'file': file})
        self._ground.settle()
        families = sorted(self._tables, key=lambda family: -self._tables[family].count)
        for family in families:
            self._tables[family].close(self._ground.extents[family])
        survey, *others = families
        for family in others:
            copy_table(self._tables[family].file, SURVEY, self._tables[survey].file, f'{SURVEY}_{family}')
        with disk.writing(self._out):
            disk.remove(self._out)
            os.replace(self._tables[survey].file, self._out)
        if self._counts.unrepaired:
            message = f'{self._counts.unrepaired} geometries could not be repaired and stay as they were'
            self._task.log('warning', message)
        self._task.progress(STEP, 1)
        return {
            'tables': [self._described(survey, SURVEY)]
            + [self._described(family, f'{SURVEY}_{family}') for family in others],
            'fields': self._attributes.fields,
            'answers': self._answers.described(),
            'extent': list(self._ground.extent),
            'read': self._read,
            'repaired': self._counts.repaired,
            'unrepaired': self._counts.unrepaired,
            'withoutGeometry': self._without,
            'flattened': self._counts.flattened,
            'split': self._counts.split,
            'sourceCrs': self._crs,
        }

    def _described(self, family, name):
        table = self._tables[family]
        extent = list(self._ground.extents[family])
        return {'table': name, 'geometry': table.geometry, 'count': table.count, 'extent': extent}

    def discard(self):
        for table in self._tables.values():
            table.abandon()
            disk.remove(table.file)

