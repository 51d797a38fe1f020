"""Evaluates QGIS expressions against a small form: a JSON list of cases on stdin, a JSON list of results on stdout.

case: {"expression": "…", "layer": "survey" | "kids" | "list_c", "row": 0, "answers": {"column": …}}
result: {"parse": "parser error" | null, "error": "evaluation error" | null, "value": …}
Only with "layer" null is the expression parsed and not evaluated. "answers" stand in for the survey row's own;
dates among them are ISO text.
"""
import json
import math
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (  # noqa: E402
    NULL,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsRelation,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QByteArray, QDate, QDateTime, Qt, QTime  # noqa: E402

AREA = "Polygon((0 0, 0.01 0, 0.01 0.01, 0 0.01, 0 0))"


def table(name, geometry, fields, rows, wkt=None):
    """Adds a memory layer to the project; `fields` is {name: type}."""
    uri = f"{geometry}?crs=EPSG:4326&" + "&".join(f"field={n}:{t}" for n, t in fields.items())
    layer = QgsVectorLayer(uri, name, "memory")
    for row in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes(list(row))
        if wkt:
            feature.setGeometry(QgsGeometry.fromWkt(wkt))
        layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    return layer


def related(identifier, child, parent):
    relation = QgsRelation()
    relation.setId(identifier)
    relation.setName(identifier)
    relation.setReferencingLayer(child.id())
    relation.setReferencedLayer(parent.id())
    relation.addFieldPair("uuid_parent", "uuid")
    QgsProject.instance().relationManager().addRelation(relation)


def build():
    project = QgsProject.instance()
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    project.setEllipsoid("EPSG:7030")
    moment = QDateTime(QDate(2024, 3, 15), QTime(14, 5, 9))
    survey = table(
        "survey",
        "Polygon",
        {
            "uuid": "string", "s": "string", "n": "integer", "d": "double", "neg": "double", "m": "string",
            "m1": "string", "m0": "string", "one": "string", "e": "string", "en": "integer", "dt": "date",
            "ts": "datetime", "num_s": "string", "b": "bool", "f": "bool", "eb": "bool", "edt": "date",
            "tm": "string", "p1": "string", "p2": "string", "big": "double", "o'q": "string", "ed": "double",
            "me": "string", "ets": "datetime",
        },
        [
            ["u1", "abc", 7, 2.5, -1.7, '{"a","c"}', '{"b"}', "{}", "b", None, None, QDate(2024, 3, 15),
             moment, "10", True, False, None, None,
             "14:05:09", "0.005 0.005 0 0", "0.005 1 0 0", 2500000.0, "it's", None, None, None],
        ],
        AREA,
    )
    table(
        "list_c",
        "None",
        {"name": "string", "label": "string", "region": "string", "cost": "double"},
        [["a", "Apple", "N", 1.5], ["b", "Bean", "S", 2.0], ["c", "Chef's choice", "N", 4.0]],
    )
    kids = table(
        "kids",
        "None",
        {"uuid": "string", "uuid_parent": "string", "idx": "integer", "nm": "string", "q": "integer", "born": "date"},
        [
            ["k1", "u1", 1, "Ann", 5, QDate(2020, 1, 2)],
            ["k2", "u1", 2, "Bob", None, None],
            ["k3", "u1", 3, "Cy", 9, QDate(2010, 5, 6)],
            ["k4", "u2", 1, "Zoe", 100, QDate(1999, 1, 1)],
        ],
    )
    toys = table(
        "toys",
        "None",
        {"uuid": "string", "uuid_parent": "string", "idx": "integer", "toy": "string", "price": "double"},
        [["t1", "k1", 1, "ball", 2.5], ["t2", "k1", 2, "car", 4.0], ["t3", "k3", 1, "doll", 8.0]],
    )
    plot = table("plot", "Polygon", {"uuid": "string", "uuid_parent": "string"}, [["o1", "u1"]], AREA)
    bare = table("bare", "Polygon", {"uuid": "string", "uuid_parent": "string"}, [["o2", "u2"]], AREA)
    related("rel_plot", plot, survey)
    related("rel_bare", bare, survey)
    related("rel_kids", kids, survey)
    related("rel_toys", toys, kids)
    project.setCustomVariables({"xlsform_version": "2024.1"})
    return {layer.name(): layer for layer in project.mapLayers().values()}


def answered(feature, answers):
    """The feature with other answers."""
    for name, value in answers.items():
        kind = feature.fields().field(name).typeName()
        if value is not None and kind in ("date", "datetime"):
            value = QDate.fromString(value, Qt.ISODate) if kind == "date" else QDateTime.fromString(value, Qt.ISODate)
        feature.setAttribute(name, NULL if value is None else value)
    return feature


def context_of(layers, layer, row, answers):
    """What QField gives: global, project and layer scope, the form's feature, and the parent's form in a repeat."""
    current = layers[layer]
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(current))
    survey = answered(next(layers["survey"].getFeatures()), answers)
    features = [survey] if layer == "survey" else list(current.getFeatures())
    if layer == "list_c":
        context.appendScope(QgsExpressionContextUtils.formScope(survey))
    else:
        context.appendScope(QgsExpressionContextUtils.formScope(features[row]))
    if layer == "kids":
        context.appendScope(QgsExpressionContextUtils.parentFormScope(survey))
    context.setFeature(features[row])
    return context


def plain(value):
    if value is None or value == NULL:
        return None
    if isinstance(value, QDate):
        return value.toString("yyyy-MM-dd")
    if isinstance(value, QDateTime):
        return value.toString("yyyy-MM-ddTHH:mm:ss")
    if isinstance(value, QTime):
        return value.toString("HH:mm:ss")
    if isinstance(value, QByteArray):
        return bytes(value).decode()
    if isinstance(value, QgsGeometry):
        return value.asWkt(6)
    if isinstance(value, float) and (math.isnan(value) or math.isinf(value)):
        return str(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value if isinstance(value, (bool, int, float, str)) else repr(value)


def run(layers, case):
    expression = QgsExpression(case["expression"])
    if expression.hasParserError():
        return {"parse": expression.parserErrorString(), "error": None, "value": None}
    if case.get("layer") is None:
        return {"parse": None, "error": None, "value": None}
    context = context_of(layers, case["layer"], case.get("row", 0), case.get("answers", {}))
    if not expression.prepare(context):
        return {"parse": None, "error": "prepare: " + expression.evalErrorString(), "value": None}
    value = plain(expression.evaluate(context))
    return {"parse": None, "error": expression.evalErrorString() or None, "value": value}


def main():
    application = QgsApplication([], False)
    application.initQgis()
    layers = build()
    results = [run(layers, case) for case in json.load(sys.stdin)]
    sys.stdout.write(json.dumps(results))
    sys.stdout.flush()
    QgsProject.instance().clear()
    os._exit(0)  # Qt's teardown order differs between QGIS versions; the results are out


if __name__ == "__main__":
    main()
