"""Keeps what is changed in databases undone until the whole job is."""

from qgis.core import QgsTransaction

from refused import Refused


class Transactions:
    """
    One a connection. Files need none: the job has a copy of them. On the server the changes in a database stay even
    when the job fails.
    """

    def __init__(self):
        self._open = []

    def join(self, layer):
        """To be called before the layer is edited. Raises Refused when the database takes no changes."""
        if layer.providerType() == 'ogr' or not QgsTransaction.supportsTransaction(layer):
            return
        if any(each.addLayer(layer) for each in self._open):
            return
        transaction = QgsTransaction.create({layer})
        begun, error = (False, '') if transaction is None else transaction.begin()
        if not begun:
            raise Refused(f'Cannot start editing layer "{layer.id()}"', details=[error])
        self._open.append(transaction)

    def end(self, keep):
        """Commits or rolls back; answers what went wrong, or None."""
        errors = []
        for each in self._open:
            done, error = each.commit() if keep else each.rollback()
            if not done:
                errors.append(error)
        self._open = []
        return '; '.join(errors) or None
