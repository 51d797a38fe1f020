"""Starts and ends a QGIS without windows, and says what it is."""

from __future__ import annotations

import gc
import os
import sys

import qgis
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsNetworkAccessManager,
    QgsProviderRegistry,
    QgsSettings,
    QgsVectorFileWriter,
)
from qgis.PyQt.QtCore import QT_VERSION_STR, QCoreApplication, QSettings

try:
    from osgeo import gdal, ogr
except ImportError:
    # QGIS' installers bring GDAL's Python along; without it only the fast way of reading is missing.
    gdal = ogr = None

NETWORK_TIMEOUT_MS = 5000

# Where an installer may put the plugins, seen from its prefix: Debian, Fedora, Windows, macOS.
PLUGIN_FOLDERS = ("lib/qgis/plugins", "lib64/qgis/plugins", "plugins", "PlugIns/qgis", "../PlugIns/qgis")


def start() -> QgsApplication:
    """A ready application whose profile is the folder in QGIS_CUSTOM_CONFIG_PATH."""
    profile = os.environ.get("QGIS_CUSTOM_CONFIG_PATH", "")
    # Without an organisation Qt writes "Unknown Organization" into the user's own configuration.
    QCoreApplication.setOrganizationName("Fieldpack")
    if profile:
        ini = getattr(QSettings, "Format", QSettings).IniFormat
        user = getattr(QSettings, "Scope", QSettings).UserScope
        QSettings.setDefaultFormat(ini)
        QSettings.setPath(ini, user, profile)
    application = QgsApplication([], False, profile)
    if not os.path.isdir(QgsApplication.pluginPath()):
        prefix = find_prefix(os.path.dirname(qgis.__file__))
        if prefix is not None:
            QgsApplication.setPrefixPath(prefix, True)
    application.initQgis()
    if gdal is not None:
        gdal.UseExceptions()
        ogr.UseExceptions()
    QgsNetworkAccessManager.setTimeout(NETWORK_TIMEOUT_MS)
    if profile:
        QgsSettings().setValue('PostgreSQL/default_timeout', NETWORK_TIMEOUT_MS // 1000)
    return application


def stop(application: QgsApplication) -> None:
    """Ends QGIS. Layers that are still referenced from Python would crash it later, so they go first."""
    gc.collect()
    application.exitQgis()


def find_prefix(module: str) -> str | None:
    """The folder above the Python module `qgis` that holds the providers; None where there is none."""
    folder = os.path.abspath(module)
    while True:
        if any(os.path.isdir(os.path.join(folder, plugins)) for plugins in PLUGIN_FOLDERS):
            return folder
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def describe() -> dict:
    """What the host wants to know of this QGIS; the shape is `Hello` in worker/domain/qgis/protocol.ts."""
    return {
        "qgis": Qgis.QGIS_VERSION,
        "qgisInt": Qgis.QGIS_VERSION_INT,
        "qt": QT_VERSION_STR,
        "gdal": "" if gdal is None else gdal.__version__,
        "python": sys.version.split()[0],
        "prefix": QgsApplication.prefixPath(),
        "providers": sorted(QgsProviderRegistry.instance().providerList()),
        "drivers": sorted(drivers()),
        "pid": os.getpid(),
    }


def drivers() -> list[str]:
    """Formats that GDAL knows; without its Python, those that QGIS can write."""
    if ogr is None:
        return [driver.driverName for driver in QgsVectorFileWriter.ogrDriverList()]
    return [ogr.GetDriver(index).GetName() for index in range(ogr.GetDriverCount())]
