"""What the session answers: SessionCalls of worker/domain/qgis/protocol.ts by name."""

from apply_changes import changes
from audit_package import audit
from basemap import basemap
from build import build
from expressions import expressions
from features import features
from in_use import in_use
from job_secrets import secrets
from mend_project import mend_project
from open_project import open_project
from project_file import project_file
from package_project import package_project
from raster import raster
from results import results
from sheet import sheet
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
    'projectFile': project_file,
    'openProject': open_project,
    'mendProject': mend_project,
    'secrets': secrets,
    'inUse': in_use,
    'package': package_project,
    'audit': audit,
    'changes': changes,
    'sheet': sheet,
}
