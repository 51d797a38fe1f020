"""FormElement[] -> QGIS' drag-and-drop form."""

from qgis.core import (
    QgsAttributeEditorContainer,
    QgsAttributeEditorField,
    QgsAttributeEditorHtmlElement,
    QgsAttributeEditorRelation,
    QgsExpression,
    QgsOptionalExpression,
)

import version

if version.HAS_TEXT_ELEMENT:
    from qgis.core import QgsAttributeEditorTextElement


def arrange(layer, elements, relations):
    """Puts the elements into the layer's form; without elements QGIS generates it.

    `relations` are the project's relations by id: they have to be there first, since QGIS writes the id of the
    relation that an element holds, not the one it was given.
    """
    if not elements:
        return
    config = layer.editFormConfig()
    config.setLayout(version.DRAG_AND_DROP)
    config.clearTabs()
    builder = _Builder(layer.fields(), relations)
    root = config.invisibleRootContainer()
    for element in elements:
        root.addChildElement(builder.element(element, root))
    layer.setEditFormConfig(config)


class _Builder:
    def __init__(self, fields, relations):
        self._fields = fields
        self._relations = relations
        self._make = {
            'tab': self._container,
            'group': self._container,
            'field': self._field,
            'text': self._text,
            'relation': self._relation,
        }

    def element(self, plan, parent):
        return self._make[plan['kind']](plan, parent)

    def _container(self, plan, parent):
        made = QgsAttributeEditorContainer(plan['name'], parent)
        version.set_container_type(made, plan['kind'] == 'group')
        made.setShowLabel(plan['showLabel'])
        made.setColumnCount(plan['columns'])
        if plan['visible'] is not None:
            made.setVisibilityExpression(QgsOptionalExpression(QgsExpression(plan['visible']), True))
        if version.HAS_COLLAPSED:
            made.setCollapsed(plan['collapsed'])
        for child in plan['children']:
            made.addChildElement(self.element(child, made))
        return made

    def _field(self, plan, parent):
        made = QgsAttributeEditorField(plan['field'], self._fields.lookupField(plan['field']), parent)
        made.setShowLabel(plan['showLabel'])
        return made

    def _text(self, plan, parent):
        if version.HAS_TEXT_ELEMENT:
            made = QgsAttributeEditorTextElement(plan['name'], parent)
            made.setText(plan['html'])
        else:
            # Of the same XML but for its tag, which `sanitise` changes.
            made = QgsAttributeEditorHtmlElement(plan['name'], parent)
            made.setHtmlCode(plan['html'])
        made.setShowLabel(False)
        return made

    def _relation(self, plan, parent):
        made = QgsAttributeEditorRelation(self._relations[plan['relation']], parent)
        made.setLabel(plan['label'])
        made.setShowLabel(True)
        made.setRelationWidgetTypeId('relation_editor')
        return made
