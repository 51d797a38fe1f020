"""A layer that deltas change: opened for editing once, however many there are."""

from qgis.core import QgsFields, QgsVectorLayer

import version
from change_key import is_provider_id, key_of
from refused import Refused
from table_count import file_of, table_name, unfiltered

FROM_PROVIDER = version.member(QgsFields, 'FieldOrigin.OriginProvider', 'OriginProvider')

KEEPS_NUMBERS = ('GPKG', 'SQLite', 'ESRI Shapefile')


class Target:
    """
    Raises Refused, in the server's words, for a layer that no delta can change; and for one whose changes nobody
    could take back or would keep: on a server without transactions, in a folder (File Geodatabase), in memory.
    """

    def __init__(self, project, layer_id, transactions, bounds):
        layer = project.mapLayer(layer_id)
        if not isinstance(layer, QgsVectorLayer):
            raise Refused(f'No layer with id "{layer_id}"')
        if not layer.isValid():
            raise Refused(f'Invalid layer "{layer_id}"')
        self._twin = None
        self.layer = layer
        self.provider = layer.dataProvider()
        self.transaction = transactions.join(layer)
        self.file = file_of(layer, bounds)
        if self.transaction is None and self.file is None:
            raise Refused(f'Layer "{layer.name()}" is in no file or database in which changes can be kept or taken back.')
        if not layer.isEditable() and not layer.startEditing():
            raise Refused(f'Cannot start editing layer "{layer_id}"', details=self.provider.errors())
        self.key_index = key_of(layer)
        self.key = layer.fields().at(self.key_index).name()
        self._key_origin = self.provider_index(self.key_index)
        if self._key_origin is None:
            raise Refused(f'Layer "{layer.name()}" has no primary key.')
        self.default_key = self.provider.defaultValueClause(self._key_origin)
        self.table = table_name(layer)
        self.key_is_id = is_provider_id(layer, self.key_index)

    def reopen(self):
        """
        Opens a text file anew once it has a feature more or less: GDAL numbers its features by their place, and those
        who read and who write it would each go by numbers of their own.
        """
        if self.layer.providerType() != 'ogr' or self.layer.storageType() in KEEPS_NUMBERS:
            return
        self._twin = None
        self.layer.rollBack()
        if not self.layer.startEditing():
            raise RuntimeError(f'The layer "{self.layer.name()}" could not be opened again.')

    def unfiltered(self):
        """The layer, or where it has a filter another one of the whole table."""
        if not self.layer.subsetString():
            return self.layer
        if self._twin is None:
            self._twin = unfiltered(self.layer)
        return self._twin

    def provider_index(self, index):
        """Where the provider has this field; None for a joined or computed one, and for no field (-1)."""
        fields = self.layer.fields()
        if index < 0 or fields.fieldOrigin(index) != FROM_PROVIDER:
            return None
        return fields.fieldOriginIndex(index)

    def key_in(self, feature):
        """The key in a feature of the provider's fields."""
        return feature[self._key_origin]

    def typed_key(self, text):
        """The key that a text stands for."""
        return int(text) if self.layer.fields().at(self.key_index).isNumeric() and text.lstrip('-').isdigit() else text

    def close(self):
        """Ends editing, so that the provider tidies its file up."""
        self._twin = None
        self.layer.rollBack()
