"""What a source asks of its values, for a layer that leaves this source."""

from qgis.core import QgsFieldConstraints

import version

_KINDS = tuple(
    version.member(QgsFieldConstraints, f'Constraint.{name}', name)
    for name in ('ConstraintNotNull', 'ConstraintUnique')
)
_PROVIDER = version.member(
    QgsFieldConstraints, 'ConstraintOrigin.ConstraintOriginProvider', 'ConstraintOriginProvider'
)


def of(layer):
    """`(column, constraint, is asked)` of the layer's source: what that fills in itself, a serial number, is asked of nobody."""
    provider = layer.dataProvider()
    return [
        (field.name(), kind, not provider.defaultValueClause(index))
        for index, field in enumerate(provider.fields())
        for kind in _KINDS
        if field.constraints().constraintOrigin(kind) == _PROVIDER
    ]


def keep(layer, constraints):
    for name, kind, is_asked in constraints:
        index = layer.fields().lookupField(name)
        if is_asked:
            layer.setFieldConstraint(index, kind)
        else:
            # A project that was saved has it as the layer's own, too.
            layer.removeFieldConstraint(index, kind)
