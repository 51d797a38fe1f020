"""Servers that do not answer: asked once, all at the same time, and not for seconds again by each of their layers."""

import configparser
import contextlib
import os
import re
import socket
import threading
import time

from qgis.core import QgsPathResolver

import offline
import source_facts

LIMIT_S = 5


@contextlib.contextmanager
def cut_off(layers, refused=9):
    """Inside, QGIS does not try the servers behind `layers` (of ProjectXml) that did not answer just now."""
    servers = {source_facts.server(each['provider'], each['source']) for each in layers}
    proxied = any(os.environ.get(name) for name in offline.PROXIES)
    addresses = {server: address for server in servers if (address := address_of(server)) is not None}
    if proxied:
        # Only the proxy may reach what is on the web.
        addresses = {server: address for server, address in addresses.items() if address[1] not in (80, 443)}
    dead = silent(set(addresses.values()))
    names = {service or host for (service, host, _), address in addresses.items() if address in dead}
    if not names:
        yield
        return
    token = QgsPathResolver.setPathPreprocessor(lambda text: elsewhere(text, names, refused))
    try:
        yield
    finally:
        QgsPathResolver.removePathPreprocessor(token)


def address_of(server):
    """(host, port) of a (service, host, port); None where nobody can tell, as for a socket's folder."""
    service, host, port = server
    if service is not None:
        host, port = services().get(service, (None, None))
    return None if not host or not port or host.startswith('/') or ',' in host else (host, port)


def services():
    """{name: (host, port)} of the pg_service.conf that libpq will read."""
    path = os.environ.get('PGSERVICEFILE') or os.path.expanduser('~/.pg_service.conf')
    parser = configparser.RawConfigParser(strict=False, default_section='', delimiters=('=',))
    try:
        parser.read(path, encoding='utf-8')
    except (configparser.Error, UnicodeDecodeError, OSError):
        return {}
    ports = {name: parser.get(name, 'port', fallback='5432') for name in parser.sections()}
    return {
        name: (parser.get(name, 'hostaddr', fallback=None) or parser.get(name, 'host', fallback=None), int(port))
        for name, port in ports.items()
        if port.isdigit()
    }


def silent(addresses):
    """Those of the (host, port) that nobody answers at in time; one that refuses has answered."""
    answered = set()

    def ask(address):
        try:
            socket.create_connection(address, LIMIT_S).close()
            answered.add(address)
        except ConnectionRefusedError:
            answered.add(address)
        except OSError:
            pass

    threads = [threading.Thread(target=ask, args=(address,), daemon=True) for address in addresses]
    for thread in threads:
        thread.start()
    # The name's lookup has no limit of its own.
    until = time.monotonic() + LIMIT_S
    for thread in threads:
        thread.join(max(0, until - time.monotonic()))
    return set(addresses) - answered


def elsewhere(text, names, refused):
    """The data source with the refusing port of this computer in the place of any of `names`."""
    words = '|'.join(re.escape(name) for name in names)
    if re.search(rf"(?<![^\s:;])(?:host|hostaddr|service)\s*=\s*'?(?:{words})(?=['\s]|$)", text, re.I):
        return offline.cut(text, refused)
    return re.sub(
        rf'((?://|%2F%2F)(?:[^/@\s]*@)?)(?:{words})(?::\d+)?(?=[/?&\'"\s]|%2F|$)',
        rf'\g<1>{offline.LOOPBACK}:{refused}',
        text,
        flags=re.I,
    )
