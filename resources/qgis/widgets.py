"""WidgetPlan -> QGIS' editor widget."""

from qgis.core import QgsEditorWidgetSetup


def setup(widget, lists):
    """The widget of one field. `lists` are the plan's vector layers by id: a ValueRelation names one in `Layer`.

    The layer's name and source stand beside its id, as QField and older QGIS look for them; the source is relative,
    since QGIS keeps it word for word.
    """
    config = dict(widget['config'])
    target = lists.get(config.get('Layer')) if widget['type'] == 'ValueRelation' else None
    if target is not None:
        config['LayerName'] = target['name']
        config['LayerSource'] = f'./{target["file"]}|layername={target["table"]}'
        config['LayerProviderName'] = 'ogr'
    return QgsEditorWidgetSetup(widget['type'], config)
