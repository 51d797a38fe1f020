"""Evaluates QGIS expressions against forms with repeats: a JSON list of worlds on stdin, a JSON list of results a world
on stdout.

world: {"layers": [{"name", "fields": {column: type}, "rows": [[value, …]]}], "relations": [{"id", "child", "parent"}],
"cases": [{"expression", "layer", "uuid"}]}; dates are ISO text, and a case sees its row's form and that of its parent.
result: {"parse": "parser error" | null, "error": "evaluation error" | null, "value": …}
"""
import json
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "qgis", "expression"))

from qgis.core import (  # noqa: E402
    QgsApplication,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsProject,
)
from qgis.PyQt.QtCore import QDate, Qt  # noqa: E402

from evaluate import plain, related, table  # noqa: E402


def typed(value, kind):
    return QDate.fromString(value, Qt.ISODate) if kind == "date" and value is not None else value


def build(world):
    """The world's layers by name, with the features of each by their uuid."""
    project = QgsProject.instance()
    project.clear()
    layers = {}
    for layer in world["layers"]:
        kinds = list(layer["fields"].values())
        rows = [[typed(value, kind) for value, kind in zip(row, kinds)] for row in layer["rows"]]
        layers[layer["name"]] = table(layer["name"], "None", layer["fields"], rows)
    for one in world["relations"]:
        related(one["id"], layers[one["child"]], layers[one["parent"]])
    features = {name: {row["uuid"]: row for row in layer.getFeatures()} for name, layer in layers.items()}
    return layers, features, {one["child"]: one["parent"] for one in world["relations"]}


def run(case, layers, features, parents):
    expression = QgsExpression(case["expression"])
    if expression.hasParserError():
        return {"parse": expression.parserErrorString(), "error": None, "value": None}
    name = case["layer"]
    own = features[name][case["uuid"]]
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layers[name]))
    context.appendScope(QgsExpressionContextUtils.formScope(own))
    if name in parents:
        parent = features[parents[name]][own["uuid_parent"]]
        context.appendScope(QgsExpressionContextUtils.parentFormScope(parent))
    context.setFeature(own)
    if not expression.prepare(context):
        return {"parse": None, "error": "prepare: " + expression.evalErrorString(), "value": None}
    value = plain(expression.evaluate(context))
    return {"parse": None, "error": expression.evalErrorString() or None, "value": value}


def main():
    application = QgsApplication([], False)
    application.initQgis()
    results = []
    for world in json.load(sys.stdin):
        places = build(world)
        results.append([run(case, *places) for case in world["cases"]])
    sys.stdout.write(json.dumps(results))
    sys.stdout.flush()
    QgsProject.instance().clear()
    os._exit(0)  # Qt's teardown order differs between QGIS versions; the results are out


main()
