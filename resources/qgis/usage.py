"""What this session is and needs."""

import sys

from qgis.core import Qgis

try:
    import resource
except ImportError:
    # Windows counts elsewhere.
    resource = None


def usage(params, task):
    """SessionCalls['usage']."""
    return {'qgisVersion': Qgis.QGIS_VERSION, 'peakBytes': _peak_bytes()}


def _peak_bytes():
    if resource is None:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts in KiB, macOS in bytes.
    return peak if sys.platform == 'darwin' else peak * 1024
