"""Characters beyond U+FFFF (emoji, rare ideographs) in a project's XML.

QGIS has Qt drop characters that XML doesn't allow, and Qt 5 takes each half of such a one for that: a layer loses part
of its name, and of the way to its file. So Qt keeps all of them, and what XML really doesn't allow is dropped here.
"""

import contextlib
import re

from qgis.PyQt.QtXml import QDomImplementation

import version

_KEEP_ALL = version.member(QDomImplementation, 'InvalidDataPolicy.AcceptInvalidChars', 'AcceptInvalidChars')

_FORBIDDEN = re.compile(rb'[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]|\xed[\xa0-\xbf][\x80-\xbf]')


@contextlib.contextmanager
def kept(project):
    """Inside, a project is written with all characters. QGIS sets its own way again with every write."""

    def keep(*_):
        QDomImplementation.setInvalidDataPolicy(_KEEP_ALL)

    # Comes after QGIS has set it, and before any layer is written.
    project.writeProject.connect(keep)
    before = QDomImplementation.invalidDataPolicy()
    try:
        yield
    finally:
        project.writeProject.disconnect(keep)
        QDomImplementation.setInvalidDataPolicy(before)


def allowed(xml):
    """The XML's bytes without what no XML may hold."""
    return _FORBIDDEN.sub(b'', xml)
