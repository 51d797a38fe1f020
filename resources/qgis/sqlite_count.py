"""Rows of a table in a SQLite file, counted by SQLite: a GeoPackage's own note of them may be wrong."""

import contextlib
import sqlite3


def count(file, table):
    """-1 where the table cannot be counted."""
    try:
        with contextlib.closing(sqlite3.connect(file)) as connection:
            return connection.execute(f'select count(*) from {_quoted(table)}').fetchone()[0]
    except sqlite3.Error:
        return -1


def note(file, table, rows):
    """
    Mends the GeoPackage's note, which QGIS shows: of two layers that changed one table GDAL writes down the count of
    the one that it closes last.
    """
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(
            'update gpkg_ogr_contents set feature_count = ? where lower(table_name) = lower(?) and feature_count <> ?',
            (rows, table, rows),
        )


def _quoted(name):
    return '"' + name.replace('"', '""') + '"'
