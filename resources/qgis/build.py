"""Executes a ProjectPlan inside a folder."""

import os

from qgis.core import QgsProject

import archive
import beyond
import disk
import form
import layer
import project
from failure import Failure
from sanitise import sanitise

STEP = 'build'

SHORTEST_ID = 11
"""Characters: QGIS gives a layer another id when it reads one of ten or fewer."""


def build(params, task):
    """SessionCalls['build']: the project beside the GeoPackages of the plan; its translations stand there already."""
    plan, folder = without_controls(params['plan']), params['folder']
    path = project.path_of(plan, folder)
    with disk.writing(path):
        for name in plan['folders']:
            os.makedirs(os.path.join(folder, name), exist_ok=True)
    # Relations in forms are looked up in this project, whichever one a layer is in.
    made = QgsProject.instance()
    made.clear()
    try:
        layers = _make_layers(plan, folder, task)
        project.add_layers(made, layers.values())
        project.hide(made, plan, layers)
        project.relate(made, plan, layers)
        _arrange_forms(plan, layers, made.relationManager().relations())
        project.describe(made, plan)
        ids = {each.id(): planned for planned, each in layers.items()}
        described = [layer.described(each) for each in layers.values()]
        with beyond.kept(made):
            if not made.write(path):
                raise disk.write_failed(path, made.error())
    finally:
        made.clear()
    task.check()
    with disk.writing(path):
        archive.rewrite(
            path,
            lambda xml, others: sanitise(beyond.allowed(xml), plan, ids, others),
            _translations(plan, folder),
        )
    settle(plan, folder)
    task.progress(STEP, 1)
    return {'project': path, 'layers': described}


def _make_layers(plan, folder, task):
    """Layers by their planned id, in the order of the tree."""
    lists = {each['id']: each for each in plan['layers'] if each['kind'] == 'vector'}
    made = {}
    for number, planned in enumerate(plan['layers']):
        task.check()
        if planned['id'] in made or len(planned['id']) < SHORTEST_ID:
            raise Failure('qgis.failed', {'why': 'plan'}, f'the layer id {planned["id"]} is short or not unique')
        made[planned['id']] = layer.make(planned, folder, lists)
        task.progress(STEP, 0.9 * (number + 1) / len(plan['layers']))
    return made


def _arrange_forms(plan, layers, relations):
    for planned in plan['layers']:
        if planned['kind'] == 'vector':
            form.arrange(layers[planned['id']], planned['form'], relations)


def _translations(plan, folder):
    """Before 3.44 QGIS looks for them beside the .qgs that it has unpacked, later beside the .qgz: they stand in both."""
    return [os.path.join(folder, file['name']) for each in plan['translations'] for file in each['files']]


def settle(plan, folder):
    """Leaves the GeoPackages in one file each, and nothing that QGIS or GDAL wrote for themselves."""
    for name in sorted({each['file'] for each in plan['layers'] if each['kind'] == 'vector'}):
        disk.settle(os.path.join(folder, name))
    for name in os.listdir(folder):
        if name.endswith(('.qgz~', '.qgs~', '.aux.xml', '_attachments.zip')):
            os.remove(os.path.join(folder, name))


def without_controls(value):
    """The plan without characters that XML 1.0 cannot hold: a label from a spreadsheet may have some."""
    if isinstance(value, str):
        return ''.join(each for each in value if (each >= ' ' or each in '\t\n\r') and each not in '\ufffe\uffff')
    if isinstance(value, list):
        return [without_controls(item) for item in value]
    if isinstance(value, dict):
        return {key: without_controls(item) for key, item in value.items()}
    return value
