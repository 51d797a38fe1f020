"""The .qgz, a zip with the project's XML and its attachments; or the .qgs, which is that XML alone."""

import os
import zipfile


def read(path):
    """Name and bytes of the .qgs, and the names of everything else."""
    if path.lower().endswith('.qgs'):
        with open(path, 'rb') as file:
            return os.path.basename(path), file.read(), []
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        project = next(name for name in names if name.lower().endswith('.qgs'))
        return project, archive.read(project), [name for name in names if name != project]


def rewrite(path, change, added=(), target=None):
    """
    Replaces the project's XML by `change(xml, attachments)` and adds the files `added`, all at once. With `target`
    the outcome stands there and `path` stays as it is.
    """
    project, xml, attachments = read(path)
    changed = change(xml, attachments)
    part = (target or path) + '.part'
    try:
        if path.lower().endswith('.qgs'):
            with open(part, 'wb') as file:
                file.write(changed)
        else:
            _pack(path, part, changed, attachments, added)
        os.replace(part, target or path)
    finally:
        if os.path.exists(part):
            os.remove(part)


def _pack(path, part, xml, attachments, added):
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(part, 'w', zipfile.ZIP_DEFLATED) as new:
        new.writestr(os.path.basename(path)[: -len('.qgz')] + '.qgs', xml)
        for name in attachments:
            new.writestr(name, old.read(name))
        for each in added:
            new.write(each, os.path.basename(each))
