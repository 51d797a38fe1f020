"""What leads nowhere in the forms of a project: elements, lists of values, relations, expressions."""

from qgis.core import QgsVectorLayer

import value_relation
import version
from expressions import problem


def of(project):
    """FormProblem of worker/domain/package/plan.ts, in the order of the layers' ids."""
    found = []
    for layer_id, layer in sorted(project.mapLayers().items()):
        if isinstance(layer, QgsVectorLayer) and layer.isValid():
            for text, target in _problems(project, layer):
                found.append(
                    {'layerId': layer_id, 'problem': f'Layer "{layer.name()}", {text}', 'target': target or None}
                )
    return found


def _problems(project, layer):
    fields = layer.fields()
    relations = project.relationManager().relations()
    for index, field in enumerate(fields):
        setup = layer.editorWidgetSetup(index)
        for text, target in value_relation.problems(project, setup):
            yield f'{field.name()}: {text}', target
        relation_id = setup.config().get('Relation') if setup.type() == 'RelationReference' else None
        if relation_id:
            yield from _relation(relations, relation_id, field.name())
    for element in _elements(layer.editFormConfig().tabs()):
        if element.type() == version.ELEMENT_FIELD and fields.lookupField(element.name()) < 0:
            yield f'form: there is no column {element.name()}', None
        elif element.type() == version.ELEMENT_RELATION:
            relation = element.relation()
            yield from _relation(relations, relation.id() or element.name(), 'form')
    for join in layer.vectorJoins():
        # What a project stores beside a layer (labels that were moved by hand) is a join of none of its layers.
        if join.joinLayer() is None and project.mapLayer(join.joinLayerId()) is None:
            yield f'the joined layer {join.joinLayerId()} is missing', join.joinLayerId()
    for where, expression in _expressions(layer):
        message = problem(expression, fields)
        if message is not None:
            yield f'{where}: {message}', None


def _relation(relations, relation_id, where):
    relation = relations.get(relation_id)
    if relation is None:
        yield f'{where}: the relation {relation_id} is missing', None
    elif not relation.isValid():
        yield f'{where}: the relation {relation.name()} is not valid', relation.referencedLayerId()


def _elements(elements):
    for element in elements:
        yield element
        if element.type() == version.ELEMENT_CONTAINER:
            yield from _elements(element.children())


def _expressions(layer):
    for index, field in enumerate(layer.fields()):
        constraint = field.constraints().constraintExpression()
        for where, expression in (
            (f'default of {field.name()}', layer.defaultValueDefinition(index).expression()),
            (f'constraint of {field.name()}', constraint),
        ):
            if expression:
                yield where, expression
    for element in _elements(layer.editFormConfig().tabs()):
        if element.type() == version.ELEMENT_CONTAINER and element.visibilityExpression().enabled():
            yield f'visibility of {element.name()}', element.visibilityExpression().data().expression()
    if layer.displayExpression():
        yield 'display', layer.displayExpression()
    labeling = layer.labeling()
    if labeling is not None and layer.labelsEnabled() and labeling.type() == 'simple':
        settings = labeling.settings()
        if settings.isExpression and settings.fieldName:
            yield 'label', settings.fieldName
