"""Parses and prepares expressions without a layer."""

from qgis.core import QgsExpression, QgsExpressionContext, QgsExpressionContextUtils

from table import fields_of


def expressions(params, task):
    """SessionCalls['expressions']: those that QGIS would not run, with QGIS' own words."""
    failures = []
    fields = {}
    for number, item in enumerate(params['items']):
        if number % 100 == 0:
            task.check()
        # Expressions of one layer come with the same columns: QgsFields are made once for them.
        columns = tuple((field['name'], field['type']) for field in item['fields'])
        if columns not in fields:
            fields[columns] = fields_of(columns)
        message = problem(item['expression'], fields[columns])
        if message is not None:
            failures.append({'id': item['id'], 'message': message})
    return {'failures': failures}


def problem(text, fields):
    """What is wrong with an expression over those columns; None when it can be prepared."""
    expression = QgsExpression(text)
    if expression.hasParserError():
        return ' '.join(expression.parserErrorString().split())
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.globalScope())
    context.setFields(fields)
    # Unknown columns fail here; those inside aggregate() belong to another layer and do not.
    if not expression.prepare(context):
        return expression.evalErrorString()
    return None
