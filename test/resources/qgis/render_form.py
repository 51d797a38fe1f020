"""Opens a .qgz as a QGIS with windows does and prints what a live form of its survey shows, as JSON.

render_form.py PROJECT [--locale LOCALE] [--answers JSON] [--layer NAME] [--pictures FOLDER] [--width PIXELS]

For each tab that is shown: its name, and every label and widget in it with its class. With `--pictures`, each tab as a
PNG. Then the values of what is in the form, as text. The first feature of the layer is shown, else a new one. Before 3.30 QGIS knows no text elements: labels of ours
stand in their place.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import xml.etree.ElementTree as ET
import zipfile

os.environ.setdefault('QT_QPA_PLATFORM', 'offscreen')
answers = os.fdopen(os.dup(1), 'w')
os.dup2(2, 1)

from qgis.core import (  # noqa: E402
    NULL,
    Qgis,
    QgsApplication,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsGeometry,
    QgsProject,
    QgsSettings,
    QgsVectorLayerTools,
    QgsVectorLayerUtils,
)
from qgis.gui import (  # noqa: E402
    QgsAttributeEditorContext,
    QgsAttributeForm,
    QgsGui,
    QgsMapCanvas,
    QgsRelationEditorWidget,
)
from qgis.PyQt.QtCore import QSettings  # noqa: E402
from qgis.PyQt.QtWidgets import QApplication, QGroupBox, QLabel, QScrollArea, QTabWidget, QWidget  # noqa: E402


class Tools(QgsVectorLayerTools):
    """What a relation's editor asks of the window around it."""

    def addFeature(self, *_):
        return (False, None)

    def startEditing(self, layer):
        return layer.startEditing()

    def stopEditing(self, layer, _=True):
        return layer.rollBack()

    def saveEdits(self, _):
        return False


def main():
    asked = arguments()
    # In a profile of its own, with the language chosen as QGIS' options do it.
    profile = tempfile.mkdtemp()
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, profile)
    application = QgsApplication([], True, profile)
    QgsSettings().setValue('locale/overrideFlag', True)
    QgsSettings().setValue('locale/userLocale', asked.locale)
    application.initQgis()
    QgsGui.editorWidgetRegistry().initEditors()
    project = QgsProject.instance()
    path, texts = (asked.project, {}) if Qgis.QGIS_VERSION_INT >= 33000 else without_texts(asked.project)
    if not project.read(path):
        raise SystemExit(project.error())
    layer = next(each for each in project.mapLayers().values() if each.name() == asked.layer)
    canvas = QgsMapCanvas()
    tools = Tools()
    form = form_of(layer, canvas, tools, json.loads(asked.answers))
    form.resize(asked.width, 900)
    form.show()
    settle()
    show_texts(form, texts)
    pages = [read_page(form, page, asked) for page in pages_of(form)]
    values = {name: text_of(form.currentFormFeature()[name]) for name in layer.fields().names()}
    json.dump({'layer': layer.name(), 'pages': pages, 'values': values}, answers, ensure_ascii=False)
    answers.flush()
    # Qt's teardown order differs between QGIS versions; everything is out.
    os._exit(0)


def text_of(value):
    return None if value is None or value == NULL else str(value)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument('project')
    parser.add_argument('--locale', default='en_US')
    parser.add_argument('--layer', default='survey')
    parser.add_argument('--answers', default='{}')
    parser.add_argument('--pictures')
    parser.add_argument('--width', type=int, default=1000)
    return parser.parse_args()


def without_texts(path):
    """A copy of the project with an empty group in the place of each text element, and their HTML by its title."""
    folder = os.path.join(tempfile.mkdtemp(), 'project')
    shutil.copytree(os.path.dirname(os.path.abspath(path)), folder)
    copy, texts = os.path.join(folder, os.path.basename(path)), {}
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, 'w') as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, replaced(ET.fromstring(data), texts) if name.endswith('.qgs') else data)
    return copy, texts


def replaced(root, texts):
    for element in root.iter('attributeEditorTextElement'):
        title = f'text element {len(texts)}'
        texts[title] = element.text or ''
        element.tag, element.text = 'attributeEditorContainer', None
        element.attrib.update(name=title, showLabel='1', groupBox='1', columnCount='1', visibilityExpressionEnabled='0')
    return ET.tostring(root)


def show_texts(form, texts):
    """As newer QGIS shows them: with what the feature in the form makes of their expressions."""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(form.layer()))
    context.setFeature(form.currentFormFeature())
    for box in form.findChildren(QGroupBox):
        if box.title() in texts:
            label = QLabel(QgsExpression.replaceExpressionText(texts[box.title()], context))
            label.setWordWrap(True)
            box.parentWidget().layout().replaceWidget(box, label)
            box.hide()
            label.show()
    settle()


def form_of(layer, canvas, tools, given):
    layer.startEditing()
    feature = next(layer.getFeatures(), None)
    if feature is None:
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        feature = QgsVectorLayerUtils.createFeature(layer, QgsGeometry.fromWkt('Point(0 0)'), {}, context)
        layer.addFeature(feature)
    context = QgsAttributeEditorContext()
    context.setMapCanvas(canvas)
    context.setVectorLayerTools(tools)
    form = QgsAttributeForm(layer, feature, context)
    for name, value in given.items():
        form.changeAttribute(name, value)
    return form


def settle():
    for _ in range(5):
        QApplication.processEvents()


def pages_of(form):
    """Each tab's name with its widget, where it stands in which tabs; a form without tabs is one page."""
    tabs = form.findChild(QTabWidget)
    if tabs is None:
        return [('', form, None, 0)]
    return [(tabs.tabText(index), tabs.widget(index), tabs, index) for index in range(tabs.count())]


def read_page(form, page, asked):
    name, widget, tabs, index = page
    if tabs is not None:
        tabs.setCurrentIndex(index)
    settle()
    if asked.pictures:
        take(form, widget, os.path.join(asked.pictures, f'{index:02}.png'))
    inner = widget.findChild(QScrollArea).widget() if widget.findChild(QScrollArea) else widget
    columns = set(form.layer().fields().names())
    items = [item for child in inner.findChildren(QWidget) if child.isVisible() for item in read(child, columns)]
    return {'name': name, 'items': items}


def read(widget, columns):
    """What a person sees of one widget; nothing for those that only hold others."""
    kind, name = type(widget).__name__, widget.objectName()
    if isinstance(widget, QLabel):
        # A label in colour is the mark of a constraint.
        return [{'kind': 'label', 'text': widget.text()}] if widget.text() and '<font' not in widget.text() else []
    if isinstance(widget, QGroupBox):
        return [{'kind': 'group', 'text': widget.title()}] if widget.title() else []
    if isinstance(widget, QgsRelationEditorWidget):
        return [{'kind': 'relation', 'text': widget.relation().id()}]
    return [{'kind': kind, 'text': name}] if name in columns and kind != 'QWidget' else []


def take(form, widget, path):
    """The whole page, not only what a window would show."""
    inner = widget.findChild(QScrollArea)
    height = inner.widget().sizeHint().height() + 120 if inner else widget.sizeHint().height() + 60
    form.resize(form.width(), max(300, min(height, 4000)))
    settle()
    form.grab().save(path)


main()
