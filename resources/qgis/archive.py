"""The .qgz: a zip with the project's XML and its attachments."""

import os
import zipfile


def read(path):
    """Name and bytes of the .qgs, and the names of everything else."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        project = next(name for name in names if name.lower().endswith('.qgs'))
        return project, archive.read(project), [name for name in names if name != project]


def rewrite(path, change, added=()):
    """Replaces the project's XML by `change(xml, attachments)` and adds the files `added`, all at once."""
    project, xml, attachments = read(path)
    changed = change(xml, attachments)
    part = path + '.part'
    try:
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(part, 'w', zipfile.ZIP_DEFLATED) as new:
            new.writestr(os.path.basename(path)[: -len('.qgz')] + '.qgs', changed)
            for name in attachments:
                new.writestr(name, old.read(name))
            for each in added:
                new.write(each, os.path.basename(each))
        os.replace(part, path)
    finally:
        if os.path.exists(part):
            os.remove(part)
