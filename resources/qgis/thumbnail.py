"""A small picture of the project, as QFieldCloud shows it. It never fails a job."""

from qgis.core import QgsMapRendererParallelJob, QgsMapSettings, QgsRectangle
from qgis.PyQt.QtCore import QEventLoop, QSize, QTimer

import version

SIZE = 100
LIMIT_MS = 10_000


def thumbnail(project, extent, path, left_out=()):
    """Draws `extent` (of the project's CRS, or None) as a PNG to `path`. True where it was drawn; layers whose ids are
    in `left_out` are not."""
    box = None if extent is None else QgsRectangle(*extent)
    if box is None or box.isEmpty() or not box.isFinite():
        return False
    root = project.layerTreeRoot()
    shown = {layer.id() for layer in root.checkedLayers()} - set(left_out)
    settings = QgsMapSettings()
    settings.setDestinationCrs(project.crs())
    settings.setTransformContext(project.transformContext())
    settings.setBackgroundColor(project.backgroundColor())
    settings.setOutputSize(QSize(SIZE, SIZE))
    settings.setExtent(box)
    settings.setLayers([layer for layer in root.layerOrder() if layer.isValid() and layer.id() in shown])
    return _rendered(QgsMapRendererParallelJob(settings), path)


def _rendered(job, path):
    loop, timer = QEventLoop(), QTimer()
    timer.setSingleShot(True)
    timer.timeout.connect(loop.quit)
    job.finished.connect(loop.quit)
    timer.start(LIMIT_MS)
    job.start()
    if job.isActive():
        version.run_loop(loop)
    if job.isActive():
        job.cancelWithoutBlocking()
        return False
    return job.renderedImage().save(path, 'PNG')
