"""Keeps what is changed in databases undone until the whole job is."""

from qgis.core import QgsTransaction

from refused import Refused

PROVIDER = 'postgres'

SAVEPOINT = 'fieldpack_delta'

# QGIS asks for it with every feature that it reads, and ends a transaction in which that fails, without a word.
WITHOUT_POSTGIS = """
do $$ begin
  if to_regclass('spatial_ref_sys') is null then
    create temporary table spatial_ref_sys(srid integer, auth_name text, auth_srid integer, srtext text, proj4text text)
      on commit drop;
  end if;
end $$
"""


class Transactions:
    """
    One a connection. Files need none: the job has a copy of them. On the server the changes in a database stay even
    when the job fails.
    """

    def __init__(self):
        self._open = []

    def join(self, layer):
        """
        To be called before the layer is edited; answers its Transaction, or None for a layer that isn't in a
        database. Raises Refused when the database takes no changes.
        """
        if layer.providerType() != PROVIDER or not QgsTransaction.supportsTransaction(layer):
            return None
        for each in self._open:
            if each.takes(layer):
                return each
        begun = QgsTransaction.create({layer})
        done, error = (False, '') if begun is None else begun.begin()
        if done:
            done, error = begun.executeSql(WITHOUT_POSTGIS)
        if not done:
            if begun is not None:
                begun.rollback()
            raise Refused(f'Cannot start editing layer "{layer.id()}"', details=[error])
        self._open.append(Transaction(begun))
        return self._open[-1]

    def end(self, keep):
        """Commits or rolls back; answers what went wrong, or None."""
        errors = [each.end(keep) for each in self._open]
        self._open = []
        return '; '.join(error for error in errors if error) or None


class Transaction:
    """
    A delta that fails is undone to the mark before it. The provider's own way of changing values and geometry at once
    isn't used inside: when it fails in QGIS 3.22 it rolls everything back.
    """

    def __init__(self, begun):
        self._begun = begun

    def takes(self, layer):
        return self._begun.addLayer(layer)

    def mark(self):
        self._run(f'SAVEPOINT {SAVEPOINT}')

    def confirm(self):
        """Raises RuntimeError when the transaction is over, and with it what was written."""
        self._run(f'RELEASE SAVEPOINT {SAVEPOINT}')

    def undo(self):
        self._run(f'ROLLBACK TO SAVEPOINT {SAVEPOINT}')

    def end(self, keep):
        done, error = self._begun.commit() if keep else self._begun.rollback()
        return None if done else error

    def _run(self, sql):
        done, error = self._begun.executeSql(sql)
        if not done:
            raise RuntimeError(error)
