"""StylePlan and LabelPlan -> renderer and labels. Widths and sizes of symbols are millimetres."""

from qgis.core import (
    QgsFillSymbol,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor, QFont

import version


def renderer(style):
    return QgsSingleSymbolRenderer(_SYMBOLS[style['kind']](style))


def labeling(label, geometry):
    """Labels inside of polygons, along lines and around points."""
    settings = QgsPalLayerSettings()
    settings.fieldName = label['expression']
    settings.isExpression = True
    if geometry.endswith('Polygon'):
        settings.placement = version.LABEL_OVER_POINT
        settings.centroidInside = True
    elif geometry.endswith('LineString'):
        settings.placement = version.LABEL_LINE
    else:
        settings.placement = version.LABEL_AROUND_POINT
    settings.setFormat(_text_format(label))
    return QgsVectorLayerSimpleLabeling(settings)


def _text_format(label):
    font = QFont()
    font.setBold(label['bold'])
    text = QgsTextFormat()
    text.setFont(font)
    text.setSize(label['size'])
    text.setColor(QColor(label['color']))
    buffer = QgsTextBufferSettings()
    buffer.setEnabled(True)
    buffer.setColor(QColor('#ffffff'))
    buffer.setSize(0.8)
    text.setBuffer(buffer)
    return text


def _outline(style):
    return QgsFillSymbol.createSimple(
        {
            'style': 'no',
            'outline_style': 'solid',
            'outline_color': style['color'],
            'outline_width': str(style['width']),
            'outline_width_unit': 'MM',
        }
    )


def _line(style):
    return QgsLineSymbol.createSimple(
        {'line_color': style['color'], 'line_width': str(style['width']), 'line_width_unit': 'MM'}
    )


def _marker(style):
    return QgsMarkerSymbol.createSimple(
        {
            'name': 'circle',
            'color': style['color'],
            'outline_color': style['outline'],
            'outline_width': '0.4',
            'size': str(style['size']),
            'size_unit': 'MM',
        }
    )


_SYMBOLS = {'outline': _outline, 'line': _line, 'marker': _marker}
