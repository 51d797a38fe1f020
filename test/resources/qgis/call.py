"""Runs one method of resources/qgis without the session: {method, params} on stdin, the answer on stdout."""

import json
import os
import resource
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../../resources/qgis'))
os.environ.setdefault('QT_QPA_PLATFORM', 'offscreen')
sys.dont_write_bytecode = True
answers = os.fdopen(os.dup(1), 'w')
os.dup2(2, 1)

request = json.load(sys.stdin)
if request.get('withoutOsgeo'):
    # As in a QGIS that was packed without GDAL's Python module.
    sys.modules['osgeo'] = None

from qgis.core import QgsApplication

application = QgsApplication([], False)
application.initQgis()

from failure import Failure
from methods import METHODS
from task import Task

steps, logs = [], []
cancel_at = request.get('cancelAt')
task = Task(
    lambda step, value: steps.append([step, value]),
    lambda level, message: logs.append({'level': level, 'message': message}),
    lambda: cancel_at is not None and len(steps) >= cancel_at,
)
started, cpu = time.monotonic(), time.process_time()
try:
    answer = {'result': METHODS[request['method']](request['params'], task)}
except Failure as failure:
    answer = {'error': {'code': failure.code, 'params': failure.params, 'detail': failure.detail}}
answer |= {
    'progress': steps[-50:],
    'logs': logs,
    'seconds': round(time.monotonic() - started, 3),
    'cpuSeconds': round(time.process_time() - cpu, 3),
    'peakMb': round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
}
json.dump(answer, answers, ensure_ascii=False)
answers.flush()
os._exit(0)
