"""Reads the collected answers back out of a project, which is only read: rows go to files of JSON lines."""

import json
import math
import os

from qgis.core import QgsGeometry, QgsProject, QgsProviderRegistry

import disk
import version
from failure import Failure
from location import located
from lonlat import transform_of
from source import Layer, reader

STEP = 'results'
BATCH = 1000

SCOPE, KEY = 'fieldpack', 'form'
"""Where the project keeps its form: worker/domain/results/form-record.ts."""

DECIMALS = 9
"""Of a degree: 0.1 mm."""


def results(params, task):
    """SessionCalls['results']. Raises `results.noProject`, `results.noForm` and `results.noData`."""
    path, form, sources = _opened(params['folder'])
    wanted = json.loads(form)['layers']
    written = []
    for number, layer in enumerate(wanted):
        task.check()
        file, table = _source(sources, layer)
        target = os.path.join(params['out'], f'{number}.jsonl')
        columns, count = _dump(file, table, target, layer['name'], task)
        written.append({'id': layer['id'], 'file': target, 'columns': columns, 'count': count})
        task.progress(STEP, (number + 1) / len(wanted))
    return {'form': form, 'project': path, 'layers': written}


def _opened(folder):
    """Path, form entry and `{id or name: data source}` of the folder's first project that has a form."""
    paths = [folder]
    if os.path.isdir(folder):
        paths = [os.path.join(folder, name) for name in sorted(os.listdir(folder))]
    paths = [path for path in paths if path.lower().endswith(('.qgz', '.qgs')) and os.path.isfile(path)]
    if not paths:
        raise Failure('results.noProject', {'folder': folder})
    for path in paths:
        project = QgsProject()
        try:
            if not project.read(path, version.WITHOUT_DATA):
                continue
            form = project.readEntry(SCOPE, KEY, '')[0]
            if form:
                layers = project.mapLayers().values()
                by_name = {layer.name(): layer.source() for layer in layers}
                return path, form, {**by_name, **{layer.id(): layer.source() for layer in layers}}
        finally:
            project.clear()
    raise Failure('results.noForm', {'project': os.path.basename(paths[0])})


def _source(sources, layer):
    """File and table. A project that was taken apart and put together again has other ids, but the same names."""
    uri = sources.get(layer['id']) or sources.get(layer['name'])
    if uri is None:
        raise _no_data(layer['name'], 'the project has no such layer')
    parts = QgsProviderRegistry.instance().decodeUri('ogr', uri)
    return parts.get('path') or '', parts.get('layerName') or layer['name']


def _dump(file, table, target, name, task):
    """Columns and number of rows written."""
    try:
        with located(file, copy_all=reader.WRITES_BESIDE) as place:
            found = next((each for each in reader.layers(place, {}) if each['name'] == table), None)
            if found is None:
                raise _no_data(name, f'{os.path.basename(file)} has no table {table}')
            found.pop('spatial')
            layer = Layer(file, **found)
            with disk.writing(target), open(target, 'w', encoding='utf-8') as out:
                count = _write(layer, out, task)
            return [column for column, _ in layer.fields], count
    except RuntimeError as error:
        raise _no_data(name, str(error)) from error
    except Failure as failure:
        if failure.code != 'features.unreadable':
            raise
        raise _no_data(name, f'{os.path.basename(file)}: {failure.detail}') from failure


def _write(layer, out, task):
    transform = transform_of(layer.crs)
    count = 0
    for values, wkb in layer.rows():
        count += 1
        if count % BATCH == 0:
            task.check()
        plain = [None if isinstance(value, float) and not math.isfinite(value) else value for value in values]
        # In ASCII, since readers of lines take more than \\n for a line's end.
        out.write(f'{{"values":{json.dumps(plain)},"geometry":{_geojson(wkb, transform)}}}\n')
    return count


def _geojson(wkb, transform):
    if wkb is None:
        return 'null'
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    if geometry.isEmpty():
        return 'null'
    if transform is not None:
        geometry.transform(transform)
    return geometry.asJson(DECIMALS)


def _no_data(layer, detail):
    return Failure('results.noData', {'layer': layer}, detail)
