"""Where a field's list of values comes from, and whether that is there."""


def problems(project, setup):
    """`(text, id of the list's layer)` of everything that leads nowhere in a ValueRelation's setup."""
    if setup.type() != 'ValueRelation':
        return
    config = setup.config()
    layer_id = config.get('Layer') or ''
    target = project.mapLayer(layer_id)
    if target is None:
        yield f'its list {config.get("LayerName")} is missing', layer_id
        return
    for key in ('Key', 'Value'):
        if target.isValid() and target.fields().lookupField(config.get(key, '')) < 0:
            yield f'its list has no column {config.get(key)}', layer_id
