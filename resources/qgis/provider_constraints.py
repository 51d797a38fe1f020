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
    """`(column, constraint)` of the layer's source. What the source fills in itself, such as a serial number, is asked of nobody."""
    provider = layer.dataProvider()
    return [
        (field.name(), kind)
        for index, field in enumerate(provider.fields())
        for kind in _KINDS
        if field.constraints().constraintOrigin(kind) == _PROVIDER and not provider.defaultValueClause(index)
    ]


def keep(layer, constraints):
    for name, kind in constraints:
        layer.setFieldConstraint(layer.fields().lookupField(name), kind)
