"""Builds projects and fills their forms in: a JSON list of fixtures on stdin, a JSON list of answers on stdout.

One QGIS for all of them. Fixture and answer: see fill.ts. What is asked of QGIS is what a form asks: new features by
`createFeature`, default values by the layer, constraints by `validateAttribute`, lists by the value relation's
formatter, visibility and texts with the form's own scopes.
"""

import json
import os
import re
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, *['..'] * 5)
sys.path[:0] = [os.path.join(ROOT, 'resources/qgis'), os.path.join(ROOT, 'test/resources/qgis')]
os.environ.setdefault('QT_QPA_PLATFORM', 'offscreen')
sys.dont_write_bytecode = True
answers = os.fdopen(os.dup(1), 'w')
os.dup2(2, 1)

from qgis.core import (  # noqa: E402
    NULL,
    QgsApplication,
    QgsEditFormConfig,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextScope,
    QgsExpressionContextUtils,
    QgsFieldConstraints,
    QgsGeometry,
    QgsProject,
    QgsValueRelationFieldFormatter,
    QgsVectorLayerUtils,
)
from qgis.PyQt.QtCore import QDate, QDateTime, Qt  # noqa: E402

application = QgsApplication([], False)
application.initQgis()

import read_project  # noqa: E402
from methods import METHODS  # noqa: E402
from task import Task  # noqa: E402

TASK = Task(lambda step, value: None, lambda level, message: None, lambda: False)
HARD, SOFT = QgsFieldConstraints.ConstraintStrengthHard, QgsFieldConstraints.ConstraintStrengthSoft
POINT = QgsGeometry.fromWkt('Point(0.5 0.5)')


def run(fixture):
    """One fixture in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        plan = fixture['plan']
        out = os.path.join(folder, 'tasks.gpkg')
        area = {'path': None, 'aoi': None, 'extent': [0, 0, 1, 1], 'out': out, 'namespace': plan['slug']}
        METHODS['tasks'](area, TASK)
        refused = METHODS['expressions']({'items': fixture['expressions']}, TASK)['failures']
        built = METHODS['build']({'plan': plan, 'folder': folder}, TASK)
        problems = METHODS['verify']({'plan': plan, 'folder': folder}, TASK)['problems']
        project = QgsProject.instance()
        known = read_project.read(built['project'], project)
        looks = [Filling(known, fill).look() for fill in fixture['fills']]
        project.clear()
        return {'refused': refused, 'problems': problems, 'project': known, 'looks': looks}


class Filling:
    """One feature of a layer, filled in with answers as a person would."""

    def __init__(self, known, fill):
        self.fill = fill
        self.layers = {layer.name(): layer for layer in QgsProject.instance().mapLayers().values()}
        name = fill.get('layer', 'survey')
        self.layer = self.layers[name]
        self.known = next(layer for layer in known['layers'] if layer['name'] == name)
        self.parent = None
        self.written = []
        if 'parent' in fill:
            self.parent = self._add(self._create(self.layers['survey'], fill['parent']))

    def look(self):
        links = {'uuid_parent': self.parent['uuid']} if self.parent else {}
        feature = self._create(self.layer, {})
        initial = plain_values(feature)
        feature = self._answer(self.layer, feature, {**links, **self.fill.get('answers', {})})
        if self.fill.get('children'):
            self._add(feature, self.layer)
            for name, rows in self.fill['children'].items():
                for row in rows:
                    child = self._create(self.layers[name], {})
                    linked = {'uuid_parent': feature['uuid'], **row}
                    self._add(self._answer(self.layers[name], child, linked), self.layers[name])
        feature = self._update(self.layer, feature)
        context = self._context(self.layer, feature)
        shown, texts, titles = [], {}, []
        self._walk(self.known['form'], context, shown, texts, titles)
        choices = self._choices(feature)
        result = {
            'initial': initial,
            'values': plain_values(feature),
            'wrong': self._broken(feature, HARD),
            'warned': self._broken(feature, SOFT),
            'shown': shown,
            'texts': texts,
            'titles': titles,
            'choices': {name: [key for key, label in pairs] for name, pairs in choices.items()},
            'words': {name: [label for key, label in pairs] for name, pairs in choices.items()},
            'labels': self._labels(context),
            'locked': self._locked(context),
            'title': plain(evaluated(self.layer.displayExpression(), context)),
        }
        for layer, identifier in self.written:
            layer.dataProvider().deleteFeatures([identifier])
        return result

    def _context(self, layer, feature):
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        scope = QgsExpressionContextScope('device')
        for name, value in self.fill.get('variables', {}).items():
            scope.setVariable(name, QgsGeometry.fromWkt(value) if name.endswith('coordinate') else value)
        context.appendScope(scope)
        if self.parent is not None and layer == self.layer:
            context.appendScope(QgsExpressionContextUtils.parentFormScope(self.parent))
        if feature is not None:
            context.appendScope(QgsExpressionContextUtils.formScope(feature))
            context.setFeature(feature)
        return context

    def _create(self, layer, given):
        geometry = QgsGeometry() if layer.geometryType() == 4 else POINT
        feature = QgsVectorLayerUtils.createFeature(layer, geometry, {}, self._context(layer, None))
        return self._update(layer, self._answer(layer, feature, given)) if given else feature

    def _answer(self, layer, feature, given):
        for name, value in given.items():
            index = layer.fields().lookupField(name)
            if index < 0:
                raise SystemExit(f'{layer.name()} has no column {name}')
            feature.setAttribute(index, typed(value, layer.fields()[index].typeName()))
        return feature

    def _update(self, layer, feature):
        """Default values that apply on update, in the order of the columns, as QField's form evaluates them."""
        for index in range(layer.fields().count()):
            default = layer.defaultValueDefinition(index)
            if default.isValid() and default.applyOnUpdate():
                context = self._context(layer, feature)
                value = layer.defaultValue(index, feature, context)
                field = layer.fields()[index]
                feature.setAttribute(index, typed(plain(value), field.typeName()))
        return feature

    def _add(self, feature, layer=None):
        layer = layer or self.layers['survey']
        feature.setAttribute(layer.fields().lookupField('fid'), NULL)
        done, (added,) = layer.dataProvider().addFeatures([feature])
        if not done:
            raise SystemExit(layer.dataProvider().lastError())
        self.written.append((layer, added.id()))
        return layer.getFeature(added.id())

    def _broken(self, feature, strength):
        """Columns whose constraints of that strength do not hold, with what QField shows."""
        wrong = {}
        for index in range(self.layer.fields().count()):
            holds = QgsVectorLayerUtils.validateAttribute(self.layer, feature, index, strength)[0]
            if not holds and self.layer.fields()[index].name() != 'fid':
                wrong[self.layer.fields()[index].name()] = self.layer.constraintDescription(index)
        return wrong

    def _walk(self, elements, context, shown, texts, titles):
        for element in elements:
            if element['kind'] in ('tab', 'group'):
                visible = element['visible']
                if visible is None or evaluated(visible, context):
                    titles.extend([element['name']] if element['showLabel'] else [])
                    self._walk(element['children'], context, shown, texts, titles)
            elif element['kind'] == 'text':
                texts[element['name']] = replaced(element['html'], context)
            elif element['kind'] != 'field' or not self._is_hidden(element['name']):
                shown.append(element['name'])

    def _is_hidden(self, name):
        return self.layer.editorWidgetSetup(self.layer.fields().lookupField(name)).type() == 'Hidden'

    def _choices(self, feature):
        """What each select offers: a map's entries in order, a list's sorted (3.22 does not order them)."""
        found = {}
        for index, field in enumerate(self.layer.fields()):
            setup = self.layer.editorWidgetSetup(index)
            if setup.type() == 'ValueMap':
                entries = [next(iter(entry.items())) for entry in setup.config()['map']]
                found[field.name()] = [(value, label) for label, value in entries if label]
            elif setup.type() == 'ValueRelation':
                cache = QgsValueRelationFieldFormatter.createCache(setup.config(), feature)
                found[field.name()] = sorted((item.key, item.value) for item in cache)
        return found

    def _labels(self, context):
        labels = {}
        for index, field in enumerate(self.layer.fields()):
            expression = read_project.data_defined(self.layer.editFormConfig(), field.name(), 'Alias')
            labels[field.name()] = evaluated(expression, context) if expression else self.layer.attributeAlias(index)
        return labels

    def _locked(self, context):
        config = self.layer.editFormConfig()
        locked = []
        for index, field in enumerate(self.layer.fields()):
            expression = read_project.data_defined(config, field.name(), 'Editable')
            if config.readOnly(index) or (expression and not evaluated(expression, context)):
                locked.append(field.name())
        return locked


def evaluated(text, context):
    expression = QgsExpression(text)
    expression.prepare(context)
    value = expression.evaluate(context)
    if expression.hasParserError() or expression.hasEvalError():
        raise SystemExit(f'{text}: {expression.parserErrorString()} {expression.evalErrorString()}')
    return None if value == NULL else value


def replaced(html, context):
    def value(match):
        found = plain(evaluated(match.group(1), context))
        return '' if found is None else str(found)

    return re.sub(r'\[%(.*?)%\]', value, html, flags=re.S)


def typed(value, kind):
    """A JSON value as a column of that kind holds it."""
    if value is None:
        return NULL
    if kind == 'Date':
        return QDate.fromString(str(value)[:10], 'yyyy-MM-dd')
    if kind == 'DateTime':
        return QDateTime.fromString(str(value)[:19], 'yyyy-MM-ddTHH:mm:ss')
    if kind == 'String':
        return str(value)
    return value


def plain_values(feature):
    return {field.name(): plain(feature[field.name()]) for field in feature.fields() if field.name() != 'fid'}


def plain(value):
    if value is None or value == NULL:
        return None
    if isinstance(value, QDate):
        return value.toString('yyyy-MM-dd')
    if isinstance(value, QDateTime):
        return value.toString('yyyy-MM-ddTHH:mm:ss')
    return value if isinstance(value, (bool, int, float, str)) else repr(value)


json.dump([run(fixture) for fixture in json.load(sys.stdin)], answers, ensure_ascii=False)
answers.flush()
os._exit(0)
