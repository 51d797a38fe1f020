"""QGIS without any connection: whatever wants one is sent to a port of this computer that refuses."""

import contextlib
import os
import re
import socket
import tempfile

from qgis.core import QgsNetworkAccessManager, QgsPathResolver, QgsSettings

LOOPBACK = '127.0.0.1'

# An address that no TCP connection can have: the system refuses at once, whatever the port.
NOWHERE = '255.255.255.255'

_FILES_OF_SERVICES = ('PGSERVICEFILE', 'PGSYSCONFDIR')
PROXIES = ('http_proxy', 'https_proxy', 'all_proxy', 'ftp_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY')
_EXCEPTIONS = ('no_proxy', 'NO_PROXY')

_SETTINGS = tuple(
    f'proxy/{key}' for key in ('proxyEnabled', 'proxyType', 'proxyHost', 'proxyPort', 'proxyExcludedUrls', 'noProxyUrls')
)

_SERVER = re.compile(r"""(?<![^\s:;])(?:host|hostaddr|server|service)\s*=\s*(?:'(?:[^'\\]|\\.)*'|"[^"]*"|[^\s;,'"]*)""", re.I)
_IS_DATABASE = re.compile(r'(?<![^\s:;])(?:dbname|database|service|driver)\s*=|^(?:pg|mysql|mssql|oci|odbc|mongodbv3|hana):', re.I)


@contextlib.contextmanager
def mode(on):
    """Inside, with `on`, this process makes no connection. To be entered before anything is opened."""
    if not on:
        yield
        return
    with _refusing() as port, _environment(port), _proxy(port):
        token = QgsPathResolver.setPathPreprocessor(lambda text: cut(text, port))
        try:
            yield
        finally:
            QgsPathResolver.removePathPreprocessor(token)


def cut(text, port):
    """A database's data source leads nowhere; any other text stays as it is."""
    if not _IS_DATABASE.search(text):
        return text
    return re.sub(r'\bport\s*=\s*\'?\d+\'?', f'port={port}', _SERVER.sub(f'host={LOOPBACK}', text))


@contextlib.contextmanager
def _refusing():
    """A port that is ours and that nobody listens on."""
    with socket.socket() as held:
        held.bind((LOOPBACK, 0))
        yield held.getsockname()[1]


@contextlib.contextmanager
def _environment(port):
    """For libpq and curl, which GDAL uses."""
    before = dict(os.environ)
    refused = f'http://{LOOPBACK}:{port}'
    with tempfile.TemporaryDirectory(prefix='fieldpack-offline-') as empty:
        nothing = os.path.join(empty, 'pg_service.conf')
        with open(nothing, 'w', encoding='utf-8'):
            pass
        try:
            for name in _EXCEPTIONS:
                os.environ.pop(name, None)
            os.environ |= dict.fromkeys(PROXIES, refused)
            os.environ |= dict(zip(_FILES_OF_SERVICES, (nothing, empty)))
            os.environ |= {'PGHOSTADDR': NOWHERE, 'PGPORT': str(port)}
            os.environ |= {'GDAL_HTTP_PROXY': refused, 'GDAL_HTTPS_PROXY': refused, 'GDAL_HTTP_MAX_RETRY': '0'}
            yield
        finally:
            os.environ.clear()
            os.environ |= before


@contextlib.contextmanager
def _proxy(port):
    """For Qt. The main thread's manager is set as it stands; those of other threads read QGIS' settings."""
    settings = QgsSettings()
    before = {key: settings.value(key) for key in _SETTINGS}
    values = (True, 'HttpProxy', LOOPBACK, port, None, None)
    try:
        _set(settings, dict(zip(_SETTINGS, values)))
        QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()
        yield
    finally:
        _set(settings, before)
        QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()


def _set(settings, values):
    for key, value in values.items():
        if value is None:
            settings.remove(key)
        else:
            settings.setValue(key, value)
    # Whoever ends without a word leaves them as they are now.
    settings.sync()
