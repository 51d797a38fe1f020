"""Writes a package: a project's folder as QField takes it along. What belongs into it was planned by the host."""

import contextlib
import os
import tempfile

from qgis.core import QgsPathResolver, QgsVectorLayer

import archive
import area
import beyond
import counted
import disk
import form_problems
import offline_layers
import package_xml
import version
from failure import Failure
from offline_database import Database
from package_files import PackageFiles
from reading import reading

STEP = 'package_project'


def package_project(params, task):
    """SessionCalls['package']. Raises `package.areaInvalid`, `package.layerLost`, `project.unreadable`, `output.*`."""
    path, root, out, plan = params['project'], params['root'], params['out'], params['plan']
    files = PackageFiles(root, out, (plan['projectFile'], plan['database']))
    # Before QGIS opens any of them.
    files.copy(plan['files'], task)
    task.progress(STEP, 0.1)
    target = os.path.join(out, plan['projectFile'])
    with reading(path, root, params['offline']) as (project, _, _):
        report = _convert(project, plan, os.path.join(out, plan['database']), task)
        with _carrying(files), beyond.kept(project):
            if not project.write(target):
                raise disk.write_failed(target, project.error())
    task.check()
    originals = package_xml.sources(archive.read(path)[1])
    with disk.writing(target):
        archive.rewrite(target, lambda xml, _: package_xml.cleaned(beyond.allowed(xml), plan, files, originals))
    disk.settle_all(out)
    task.progress(STEP, 1)
    return report


def _convert(project, plan, database, task):
    problems = form_problems.of(project)
    removed = [each['id'] for each in plan['layers'] if each['action'] == 'remove']
    project.removeMapLayers(removed)
    project.layerTreeRoot().removeChildrenGroupWithoutLayers()
    for planned in plan['layers']:
        _mark(project.mapLayer(planned['id']), planned)
    tables = {}
    for planned in plan['layers']:
        if planned['action'] == 'offline':
            tables.setdefault(planned['table'], []).append(_layer(project, planned))
    # Before any layer moves: a virtual layer counts what others show.
    reports = [_counted(project.mapLayer(each['id']), each, task) for each in plan['layers']]
    moved = {}
    target = Database(database, area.of(plan['area']), tables, task)
    for number, (table, layers) in enumerate(tables.items()):
        task.check()

        def progress(value, number=number):
            task.progress(STEP, 0.1 + 0.8 * (number + value) / len(tables))

        moved |= {each['id']: each for each in offline_layers.convert(layers, table, target, progress, task)}
    version.leave_defaults_to_forms(project)
    version.edit_layers_apart(project)
    return {'layers': [moved.get(each['id'], each) for each in reports], 'forms': problems}


def _layer(project, planned):
    layer = project.mapLayer(planned['id'])
    if not isinstance(layer, QgsVectorLayer) or not layer.isValid():
        raise Failure('package.layerLost', {'layers': planned['name'], 'count': 1})
    return layer


def _mark(layer, planned):
    """What QField and the server want to know of a layer."""
    if not isinstance(layer, QgsVectorLayer):
        return
    layer.removeCustomProperty('QFieldSync/unsupported_source_pk')
    if planned['primaryKey'] is not None:
        layer.setCustomProperty('QFieldSync/sourceDataPrimaryKeys', planned['primaryKey'])
        layer.setCustomProperty('remoteLayerId', layer.id())
    if planned['isKeyless']:
        layer.setCustomProperty('QFieldSync/unsupported_source_pk', '1')
    if planned['readOnly']:
        layer.setReadOnly(True)


def _counted(layer, planned, task):
    """Of a layer that keeps its source: what is online is not asked for all its rows."""
    can = isinstance(layer, QgsVectorLayer) and layer.isValid() and not planned['isOnline']
    expected = counted.features(layer, task) if can and planned['action'] != 'offline' else None
    return {'id': planned['id'], 'expected': expected, 'written': None, 'table': None, 'messages': []}


@contextlib.contextmanager
def _carrying(files):
    """Inside, a project is written with the package's paths, and what it names comes along."""
    failures = []

    def carried(text):
        try:
            return files.carried(text)
        except Failure as failure:
            failures.append(failure)
            return text

    token = QgsPathResolver.setPathWriter(carried)
    before = os.getcwd()
    with tempfile.TemporaryDirectory(prefix='fieldpack-') as nowhere:
        # The jail stands in the project's folder, where a relative path that was just written would lead back to the
        # file that it leads away from.
        os.chdir(nowhere)
        try:
            yield
        finally:
            os.chdir(before)
            QgsPathResolver.removePathWriter(token)
    if failures:
        raise failures[0]

