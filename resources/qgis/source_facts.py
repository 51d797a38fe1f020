"""What a layer's data source tells, as the project writes it: nothing is opened."""

import os
import re
from urllib.parse import unquote, urlsplit

from qgis.core import QgsDataSourceUri, QgsProviderRegistry

DATABASES = {'postgres': 5432, 'postgresraster': 5432, 'mssql': 1433, 'oracle': 1521, 'hana': None}
"""Providers that ask a server, by its usual port."""

WEB = {
    'wms', 'wcs', 'WFS', 'OAPIF', 'arcgismapserver', 'arcgisfeatureserver', 'arcgisvectortileservice',
    'xyzvectortiles', 'vectortile', 'mbtilesvectortiles', 'sensorthings', 'cesiumtiles', 'quantizedmesh',
    'esrii3s', 'tiledscene', 'stac',
}  # fmt: skip
"""Providers that ask a web service, unless their source names a file."""

OWN_PLACES = ('localized:', 'inbuilt:', 'attachment:')
"""Paths that QGIS itself looks up."""

_REMOTE = re.compile(
    r'(?!file:)[a-z][a-z0-9+.-]+://|/vsi(?:curl|s3|gs|az|adls|oss|swift|hdfs|webhdfs)|'
    r'(?:pg|mysql|mssql|oci|odbc|wfs3?|wms|wmts|wcs|oapif|mongodbv3|es|couchdb|carto|plscenes|hana):',
    re.I,
)
_URL = re.compile(r'\b[a-z][a-z0-9+.-]+://[^\s\'"|&]+', re.I)

_SECRET = r'[\w-]*(?:password|passwd|passphrase|pwd|secret|api[_-]?key|token)'
_SECRETS = re.compile(rf"""\b({_SECRET}\s*=\s*)(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\s;,&'"|]+)""", re.I)
_USER = re.compile(r'(\b[a-z][a-z0-9+.-]*)(?:(://)[^\s/&|]*@|(%3A%2F%2F)(?:(?!%2F)[^\s/&|])*%40)', re.I)
"""The user in front of a host; a whole address may stand encoded in another."""
HIDDEN = '***'


def redacted(text):
    """The data source without passwords, keys and the user in front of a host; `authcfg` only names a secret."""
    text = _SECRETS.sub(rf'\1{HIDDEN}', text)
    return _USER.sub(lambda found: f'{found[1]}{found[2] or found[3]}{HIDDEN}@', text)


def parts(provider, source):
    """`decodeUri` of the provider, with texts only; empty where the provider is unknown."""
    found = QgsProviderRegistry.instance().decodeUri(provider, source)
    return {key: value for key, value in found.items() if isinstance(value, str) and value}


def is_online(provider, source):
    """Whether it needs a connection where it is used."""
    if provider in DATABASES:
        return True
    path = parts(provider, source).get('path', '')
    if provider in WEB:
        return not path or bool(_REMOTE.match(path))
    return provider not in ('memory', 'virtual') and bool(_REMOTE.match(source) or _REMOTE.match(path))


def server(provider, source):
    """(service, host, port) that the source names; None each."""
    if provider in DATABASES or re.match('pg:', source, re.I):
        uri = QgsDataSourceUri(re.sub('^pg:', '', source, flags=re.I))
        host = uri.host() or None
        port = int(uri.port()) if uri.port().isdigit() else DATABASES.get(provider, 5432)
        return uri.service() or None, host, port if host else None
    found = _URL.search(source) or _URL.search(unquote(source))
    if found is None or not is_online(provider, source):
        return None, None, None
    try:
        url = urlsplit(unquote(found[0]))
        return None, url.hostname, url.port or (80 if url.scheme == 'http' else 443)
    except ValueError:
        return None, None, None


def file_of(provider, source):
    """The file's path as the source has it: relative or absolute; None where it is no file."""
    if provider in ('memory', 'virtual') or is_online(provider, source):
        return None
    path = parts(provider, source).get('path', '')
    # Formats of several parts: NETCDF:"./a.nc":depth.
    inner = re.search(r'^[A-Za-z0-9_]{2,}:"([^"]+)"', path)
    if inner is not None:
        path = inner[1]
    if path.startswith('file:'):
        path = re.sub('^file:(?://(?=/))?', '', unquote(path))
        path = re.sub(r'^/(?=[A-Za-z]:[\\/])', '', path)
    return path or None


def located(file, root, base):
    """(as a person should read it, absolute) of a file as a source names it: relative to `root` where it is inside.
    The absolute one is None for QGIS' own places."""
    if file.startswith(OWN_PLACES):
        return file, None
    absolute = os.path.normpath(os.path.join(base, file))
    if re.match(r'[A-Za-z]:[\\/]|\\\\', file) and os.name != 'nt':
        return file, None
    below = os.path.relpath(absolute, root) if _same_drive(absolute, root) else '..'
    if below == '..' or below.startswith('..' + os.sep):
        return file, absolute
    return below.replace(os.sep, '/'), absolute


def _same_drive(one, other):
    return os.path.splitdrive(one)[0].lower() == os.path.splitdrive(other)[0].lower()
