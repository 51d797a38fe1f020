"""Column names for the attributes of seed features."""

import re

# What QGIS, the GeoPackage or the project itself puts into every table.
RESERVED = ('fid', 'geom', 'geometry', 'ogc_fid', 'uuid', 'uuid_parent')

_UNSAFE = re.compile(r'[\x00-\x1f\x7f"\'`\[\];|\\]')


def named(sources, reserved):
    """A column name for each attribute, in order: safe in a GeoPackage and unique without regard to case.

    A name that is reserved, here or by the form, becomes `seed_<name>`.
    """
    taken = {name.casefold() for name in RESERVED} | {name.casefold() for name in reserved}
    forbidden = set(taken)
    names = []
    for position, source in enumerate(sources, 1):
        name = _UNSAFE.sub('_', source).strip() or f'field_{position}'
        if name.casefold() in forbidden:
            name = f'seed_{name}'
        unique, number = name, 2
        while unique.casefold() in taken:
            unique, number = f'{name}_{number}', number + 1
        taken.add(unique.casefold())
        names.append(unique)
    return names
