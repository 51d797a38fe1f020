"""Opens a project of anybody: nothing outside its folder, no connection where none is wanted, nothing run."""

import contextlib
import os
import re
import secrets
import zipfile

from qgis.core import QgsProject

import archive
import jail
import offline
import project_xml
import silent
import version
from failure import Failure

FOR_LOOKING = version.read_flags('ForceReadOnlyLayers', 'DontLoadLayouts', 'DontLoad3DViews', 'DontLoadProjectStyles')

_COUNTS = re.compile(
    rb"""(\bshowFeatureCount\s*=\s*["'])1(?=["'])|"""
    rb"""((?:name|key)=["']showFeatureCount["'][^<>]*\bvalue=["'])1(?=["'])|"""
    rb"""(\bvalue=["'])1(?=["'][^<>]*\b(?:name|key)=["']showFeatureCount["'])"""
)


@contextlib.contextmanager
def reading(path, root, is_offline, flags=None):
    """
    Yields (project, xml, jail): the QgsProject of the .qgs or .qgz `path` in the folder `root`, which is the instance
    that virtual layers and expressions look at, its ProjectXml, and its Jail. It is cleared afterwards.

    Raises `project.unreadable` and as `project_xml.read`.
    """
    xml = project_xml.read(path)
    project = QgsProject.instance()
    with contextlib.ExitStack() as stack:
        bounds = stack.enter_context(jail.around(root, os.path.dirname(path)))
        stack.enter_context(offline.mode(True) if is_offline else silent.cut_off(xml.layers.values()))
        place = stack.enter_context(_quick(path, xml))
        try:
            arguments = [place] if flags is None else [place, flags]
            if not project.read(*arguments):
                raise Failure('project.unreadable', {'file': os.path.basename(path)}, project.error())
            project.setFileName(path)
            yield project, xml, bounds
        finally:
            project.clear()


@contextlib.contextmanager
def _quick(path, xml):
    """A copy beside it without feature counts in the legend, which are slow to make; the project itself without any."""
    if not xml.shows_counts:
        yield path
        return
    copy = os.path.join(os.path.dirname(path), f'.{secrets.token_hex(4)}{os.path.splitext(path)[1]}')
    try:
        archive.rewrite(path, lambda text, _: without_counts(text), target=copy)
        yield copy
    except (zipfile.BadZipFile, OSError) as error:
        raise Failure('project.unreadable', {'file': os.path.basename(path)}, str(error)) from error
    finally:
        if os.path.exists(copy):
            os.remove(copy)


def without_counts(xml):
    """The XML's bytes with every `showFeatureCount` off, however this version of QGIS writes it."""
    return _COUNTS.sub(lambda found: (found[1] or found[2] or found[3]) + b'0', xml)
