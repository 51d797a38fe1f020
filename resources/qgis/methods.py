"""What the session answers: SessionCalls of worker/domain/qgis/protocol.ts by name."""

from apply_changes import changes
from basemap import basemap
from build import build
from expressions import expressions
from features import features
from raster import raster
from results import results
from survey_source import survey_source
from tasks import tasks
from usage import usage
from verify import verify

METHODS = {
    'inspect': survey_source,
    'features': features,
    'tasks': tasks,
    'expressions': expressions,
    'build': build,
    'verify': verify,
    'results': results,
    'raster': raster,
    'basemap': basemap,
    'usage': usage,
    'changes': changes,
}
