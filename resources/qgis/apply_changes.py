"""delta_apply: makes the changes in the layers of a project's copy, with the verdicts of QFieldCloud's worker."""

import os

from qgis.core import QgsProject

import disk
import jail
import offline
import write_feature
from compare import is_null
from failure import Failure
from find_feature import TwoFeatures
from refused import Refused
from strict import Warnings
from table_count import Table
from target import Target
from transactions import Transactions
from write_feature import NOT_WRITTEN, Half

STEP = 'apply_deltas'

METHODS = {'create': write_feature.create, 'patch': write_feature.patch, 'delete': write_feature.delete}
GROWTH = {'create': 1, 'patch': 0, 'delete': -1}


def changes(params, task):
    """SessionCalls['changes']. Raises `project.unreadable`."""
    # What isn't on the disk when the power goes is on a copy that nobody needs.
    os.environ['OGR_SQLITE_SYNCHRONOUS'] = 'OFF'
    project = QgsProject.instance()
    with offline.mode(params['offline']):
        with jail.around(params['root'], os.path.dirname(params['project'])) as bounds:
            if not project.read(params['project']):
                name = os.path.basename(params['project'])
                raise Failure('project.unreadable', {'file': name}, project.error())
        job = Job(project, params['plan'], bounds, task)
        try:
            job.run()
        finally:
            job.close()
            project.clear()
        return job.report()


class Job:
    """Every delta of a plan, in order. `run`, then always `close`, then `report`."""

    def __init__(self, project, plan, bounds, task):
        self._project, self._plan, self._bounds, self._task = project, plan, bounds, task
        self._transactions = Transactions()
        self._targets, self._tables = {}, {}
        self._made = set()
        self._rows, self._broken = [], None
        # Numbers of the deltas in databases, and whether these have them for good.
        self._shared, self._is_committed = [], False

    def run(self):
        """Until the last delta, or one that ends the server's job."""
        planned = self._plan['deltas']
        for position, change in enumerate(planned):
            self._task.check()
            if not self._take(change):
                break
            self._task.progress(STEP, (position + 1) / len(planned))
        keep = self._broken is None and not self._plan.get('dryRun', False)
        error = self._transactions.end(keep)
        if error is not None and self._broken is None:
            self._broken = {'number': planned[-1]['number'], 'why': error}
        self._is_committed = keep and error is None

    def close(self):
        """Lets go of every file, whatever has happened."""
        self._transactions.end(False)
        for target in self._targets.values():
            if isinstance(target, Target):
                target.close()
        self._targets = {}

    def report(self):
        """ChangesReport, with the counts of the reopened layers. To be called when the project is closed."""
        layers = []
        if self._broken is None:
            layers = [self._count(table) for table in self._tables.values()]
        for file in {table.file for table in self._tables.values() if table.is_database}:
            disk.settle(file)
        committed = self._shared if self._is_committed else []
        return {'deltas': self._rows, 'broken': self._broken, 'layers': layers, 'committed': committed}

    def _take(self, change):
        """One delta and its row; False where the job ends."""
        delta, warn = change['delta'], Warnings()
        row = {
            'number': change['number'],
            'status': 'applied',
            'message': 'Successfully applied delta!',
            'modifiedPk': None,
            'conflicts': [],
            'strict': warn.told,
            'layerName': delta.get('localLayerName') or '',
        }
        self._rows.append(row)
        try:
            target = self._target(delta)
            row['layerName'] = target.layer.name()
            written = self._apply(target, change, warn)
            row['modifiedPk'] = None if is_null(written.key) else str(written.key)
            if written.replaced is not None:
                row['replaced'] = written.replaced
            if target.transaction is not None:
                self._shared.append(change['number'])
        except Refused as refused:
            self._raise_full(delta, refused)
            row |= {
                'status': 'conflict' if refused.conflicts else 'not_applied',
                'message': refused.message,
                'conflicts': refused.conflicts,
            }
            if refused.details:
                self._task.log('warning', f'{delta["uuid"]}: {"; ".join(refused.details)}')
        except Failure:
            raise
        except Exception as error:
            # Whatever else happens ends the server's job, and none of its deltas counts.
            why = _why(error)
            row |= {'status': 'error', 'message': why}
            self._broken = {'number': change['number'], 'why': why}
            return False
        return True

    def _raise_full(self, delta, refused):
        """This laptop's full disk is no verdict on a delta. Raises `output.full`."""
        target = self._targets.get(_layer_id(delta))
        if refused.message != NOT_WRITTEN or not isinstance(target, Target):
            return
        file = self._tables[target.table].file
        failure = None if file is None else disk.write_failed(file, '; '.join(refused.details))
        if failure is not None and failure.code == 'output.full':
            raise failure from refused

    def _apply(self, target, change, warn):
        """What was written."""
        delta = change['delta']
        made = delta.get('clientId'), delta['localLayerId'], delta['localPk']
        if delta['method'] != 'create' and made in self._made:
            warn('createdInSameJob')
        written = self._written(target, change, warn)
        if delta['method'] == 'create':
            self._made.add(made)
        table = self._tables[target.table]
        table.expected += GROWTH[delta['method']]
        if GROWTH[delta['method']] != 0:
            target.reopen()
        table.touched.note(change['number'], written, warn.has('duplicateKey'))
        return written

    def _written(self, target, change, warn):
        method, overwrite = METHODS[change['delta']['method']], self._plan['overwriteConflicts']
        if target.transaction is None:
            return method(target, change, overwrite, warn)
        target.transaction.mark()
        try:
            written = method(target, change, overwrite, warn)
        except Refused:
            target.transaction.undo()
            raise
        target.transaction.confirm()
        return written

    def _target(self, delta):
        """The layer of a delta, opened once. Raises Refused, each time."""
        layer_id = _layer_id(delta)
        if layer_id not in self._targets:
            try:
                self._targets[layer_id] = self._opened(layer_id)
            except Refused as refused:
                self._targets[layer_id] = refused
        target = self._targets[layer_id]
        if isinstance(target, Refused):
            raise target
        return target

    def _opened(self, layer_id):
        target = Target(self._project, layer_id, self._transactions, self._bounds)
        if target.table not in self._tables:
            self._tables[target.table] = Table(target.layer, target.key, target.file)
        return target

    def _count(self, table):
        layer = table.reopened()
        problem = None
        if layer.isValid() and table.file is not None and not table.is_database:
            problem = table.touched.problem(layer)
        if problem is not None and self._broken is None:
            self._broken = dict(zip(('number', 'why'), problem))
        return {
            'id': table.layer_id,
            'name': table.name,
            'file': table.file,
            'before': table.before,
            'after': table.after(layer),
            'expected': table.expected,
        }


def _layer_id(delta):
    return delta['sourceLayerId'] or delta['localLayerId']


def _why(error):
    if isinstance(error, KeyError):
        return f'The delta does not say {error}, without which QFieldCloud ends the job.'
    return str(error) if isinstance(error, (Half, TwoFeatures)) else f'{type(error).__name__}: {error}'
