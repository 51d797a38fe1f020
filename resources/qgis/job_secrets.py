"""What only this job may know: in a file of this process' own folder and in its environment, and gone with both."""

import os
import tempfile


def secrets(params, task):
    """SessionCalls['secrets']."""
    if params['services']:
        folder = tempfile.mkdtemp(prefix='services-')
        path = os.path.join(folder, 'pg_service.conf')
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), 'w', encoding='utf-8') as file:
            file.write(params['services'])
        os.environ['PGSERVICEFILE'] = path
    os.environ |= params['env']
    role = params['env'].get('QFC_PG_EFFECTIVE_USER')
    if role:
        # As QFieldCloud's workers: the login is one person's, what may be seen another's.
        escaped = role.replace('\\', '\\\\').replace(' ', '\\ ')
        os.environ['PGOPTIONS'] = f'-c role={escaped}'
    return None
