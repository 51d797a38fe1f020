"""WidgetPlan -> the configuration of QGIS' editor widget."""


def config(widget, lists):
    """The widget's own map. `lists` are the plan's vector layers by id: a ValueRelation names one in `Layer`.

    The layer's name and source stand beside its id, as QField and older QGIS look for them; the source is relative,
    since QGIS keeps it word for word.
    """
    given = dict(widget['config'])
    target = lists.get(given.get('Layer')) if widget['type'] == 'ValueRelation' else None
    if target is not None:
        given['LayerName'] = target['name']
        given['LayerSource'] = f'./{target["file"]}|layername={target["table"]}'
        given['LayerProviderName'] = 'ogr'
    return given
