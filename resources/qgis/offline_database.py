"""Features of a layer into a table of the package's GeoPackage: QGIS' own writer does it, in C++."""

import os

from qgis.core import QgsFeedback, QgsProject, QgsVectorFileWriter

import as_it_was
import counted
import disk
import text_values
import version
from failure import Failure


class Database:
    """The GeoPackage of the offline layers. `area` is an Area, None = everything; `tables` are names that are given away."""

    def __init__(self, file, area, tables, task):
        self.file = file
        self._area = area
        self._task = task
        self._tables = set(tables)

    def uri(self, table, layer=None):
        """Data source of a table; with the filter that a layer has."""
        subset = '' if layer is None else layer.subsetString()
        return f'{self.file}|layername={table}' + (f'|subset={subset}' if subset else '')

    def free(self, table):
        """A name for one more table beside `table`."""
        number = next(number for number in range(1, len(self._tables) + 2) if f'{table}_{number}' not in self._tables)
        return f'{table}_{number}'

    def expected(self, layer):
        """How many features of the layer, under its filter, belong into the package."""
        return len(self._inside(layer)) if self._is_cut(layer) else counted.features(layer, self._task)

    def write(self, layer, table, others, progress):
        """Writes what the layer shows; answers the new key's column and QGIS' words where it left something out.

        `others` are layers that will read the table too. Raises `package.layerLost`, `output.*`.
        """
        self._tables.add(table)
        names = {field.name().casefold() for each in (layer, *others) for field in each.fields()}
        key, geometry = _free('fid', names), _free('geom', names)
        options = self._options(layer, table, [f'FID={key}', f'GEOMETRY_NAME={geometry}'])
        # The options only point to these two.
        feedback, as_text = self._feedback(progress), text_values.of(layer.fields())
        options.feedback = feedback
        if as_text is not None:
            options.fieldValueConverter = as_text
        if self._is_cut(layer):
            layer.selectByIds(self._inside(layer))
            options.onlySelectedFeatures = True
        try:
            code, words, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(
                layer, self.file, QgsProject.instance().transformContext(), options
            )
            self._task.check()
            if code == version.WRITER_OK:
                as_it_was.mend(layer, self._is_cut(layer), (self.file, table, key, geometry), self._task)
        finally:
            layer.removeSelection()
        return key, self._judged(code, words, layer)

    def _options(self, layer, table, creation):
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName = 'GPKG'
        options.layerName = table
        options.layerOptions = creation
        options.attributes = provider_fields(layer)
        # No list of columns stands for all of them.
        options.skipAttributeCreation = not options.attributes
        if os.path.exists(self.file):
            options.actionOnExistingFile = version.WRITER_NEW_LAYER
        return options

    def _feedback(self, progress):
        feedback = QgsFeedback()

        def told(percent):
            progress(percent / 100)
            if self._task.cancelled():
                feedback.cancel()

        feedback.progressChanged.connect(told)
        return feedback

    def _judged(self, code, words, layer):
        if code == version.WRITER_OK:
            return []
        trouble = disk.write_failed(self.file, words)
        if trouble.code != 'qgis.failed':
            raise trouble
        if code == version.WRITER_FEATURE_FAILED:
            return [f'Layer "{layer.name()}": {words}']
        raise Failure('package.layerLost', {'layers': layer.name(), 'count': 1}, f'{code}: {words}')

    def _is_cut(self, layer):
        return self._area is not None and layer.isSpatial()

    def _inside(self, layer):
        return self._area.ids(layer, self._task)


def provider_fields(layer):
    """Indexes of the columns that the source itself has: none that a join or an expression adds."""
    fields = layer.fields()
    return [index for index in range(fields.count()) if fields.fieldOrigin(index) == version.ORIGIN_PROVIDER]


def _free(name, names):
    if name not in names:
        return name
    return next(f'{name}_{number}' for number in range(1, len(names) + 2) if f'{name}_{number}' not in names)
