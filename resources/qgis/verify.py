"""Reopens a written project, as the next program will, and compares it with its plan."""

import math
import os
import xml.etree.ElementTree as ET

from qgis.core import QgsProject, QgsVectorLayer

import absolute
import archive
import layer as layers_of
import value_relation
import words
from build import settle, without_controls
from expressions import problem
from lonlat import WGS84
from project import path_of

STEP = 'verify'


def verify(params, task):
    """SessionCalls['verify']: everything that is not as planned, in English, for the log."""
    plan, folder = without_controls(params['plan']), params['folder']
    path = path_of(plan, folder)
    problems = []
    project = QgsProject()
    try:
        if not project.read(path):
            return {'problems': [f'the project cannot be read: {project.error()}'], 'layers': []}
        problems += _project_problems(project, plan)
        described = []
        for number, planned in enumerate(plan['layers']):
            task.check()
            found = project.mapLayer(planned['id'])
            problems += _layer_problems(project, found, planned)
            if found is not None:
                described.append(layers_of.described(found))
            task.progress(STEP, (number + 1) / len(plan['layers']))
    finally:
        project.clear()
    problems += _file_problems(path, plan, folder)
    settle(plan, folder)
    return {'problems': problems, 'layers': described}


def _project_problems(project, plan):
    if project.crs().authid() != plan['crs']:
        yield f'project CRS is {project.crs().authid()}'
    if project.title() != plan['title']:
        yield f'title is {project.title()!r}'
    order = [node.layerId() for node in project.layerTreeRoot().findLayers()]
    if order != [planned['id'] for planned in plan['layers']]:
        yield f'layer tree is {order}'
    relations = project.relationManager().relations()
    for planned in plan['relations']:
        relation = relations.get(planned['id'])
        if relation is None or not relation.isValid():
            yield f'relation {planned["id"]} is {"missing" if relation is None else "invalid"}'


def _layer_problems(project, layer, planned):
    name = planned['name']
    if layer is None:
        yield f'layer {name} is missing'
        return
    if not layer.isValid():
        yield f'layer {name} is invalid: {words.of(layer)}'
        return
    if not isinstance(layer, QgsVectorLayer):
        return
    described = layers_of.described(layer)
    if described['geometry'] != planned['geometry']:
        yield f'layer {name} has geometry {described["geometry"]}'
    if planned['geometry'] != 'None' and layer.crs().authid() != WGS84:
        yield f'layer {name} has CRS {layer.crs().authid()}'
    if not planned['existing'] and described['count'] != len(planned['rows']):
        yield f'layer {name} has {described["count"]} rows of {len(planned["rows"])}'
    columns = [field.name() for field in layer.fields()]
    for column in {column for column in columns if [c.casefold() for c in columns].count(column.casefold()) > 1}:
        yield f'layer {name} has the column {column} twice'
    for field in planned['fields']:
        yield from _field_problems(project, layer, field)
    for where, expression in _expressions(planned):
        message = problem(expression, layer.fields())
        if message is not None:
            yield f'layer {name}, {where}: {message}'


def _field_problems(project, layer, field):
    index = layer.fields().lookupField(field['name'])
    if index < 0:
        yield f'layer {layer.name()} lacks the column {field["name"]}'
        return
    setup = layer.editorWidgetSetup(index)
    if setup.type() != field['widget']['type']:
        yield f'layer {layer.name()}, {field["name"]}: widget is {setup.type() or "none"}'
    for text, _ in value_relation.problems(project, setup):
        yield f'layer {layer.name()}, {field["name"]}: {text}'


def _expressions(planned):
    """Every expression of a layer with the place it stands at."""
    for field in planned['fields']:
        for where, expression in (
            ('alias', field['aliasExpression']),
            ('default', field['default'] and field['default']['expression']),
            ('constraint', field['constraint'] and field['constraint']['expression']),
            ('editable', field['editableExpression']),
        ):
            if expression:
                yield f'{where} of {field["name"]}', expression
    yield from _visibilities(planned['form'])
    if planned['displayExpression']:
        yield 'display', planned['displayExpression']
    if planned['label']:
        yield 'label', planned['label']['expression']


def _visibilities(elements):
    for element in elements:
        if element['kind'] in ('tab', 'group'):
            if element['visible']:
                yield f'visibility of {element["name"]}', element['visible']
            yield from _visibilities(element['children'])


def _file_problems(path, plan, folder):
    name, xml, _ = archive.read(path)
    if name != plan['slug'] + '.qgs':
        yield f'the archive holds {name}'
    root = ET.fromstring(xml)
    canvases = root.findall("mapcanvas[@name='theMapCanvas']")
    if len(canvases) != 1:
        yield f'{len(canvases)} map canvases'
    for canvas in canvases:
        extent = [float(canvas.findtext(f'extent/{side}', 'nan')) for side in ('xmin', 'ymin', 'xmax', 'ymax')]
        if not all(map(math.isfinite, extent)) or extent[0] >= extent[2] or extent[1] >= extent[3]:
            yield f'the map canvas has the extent {extent}'
    relations = {planned['id'] for planned in plan['relations']}
    for element in root.iter('attributeEditorRelation'):
        if element.get('relation') not in relations:
            yield f'the form names the relation {element.get("relation")}, which is not there'
    for source in root.iterfind('projectlayers/maplayer/datasource'):
        if absolute.in_source(source.text):
            yield f'absolute path {source.text}'
    if folder.encode() in xml:
        yield 'the project names its own folder'
