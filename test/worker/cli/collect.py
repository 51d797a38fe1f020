"""Plays the field: adds rows to a project's tables through QGIS, as QField would. Reads one JSON object."""

import json
import sys

from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsVectorLayer

application = QgsApplication([], False)
application.initQgis()
asked = json.load(sys.stdin)
for table, rows in asked['tables'].items():
    layer = QgsVectorLayer(f'{asked["file"]}|layername={table}', table, 'ogr')
    assert layer.isValid(), table
    layer.startEditing()
    for row in rows:
        feature = QgsFeature(layer.fields())
        if row['wkt'] is not None:
            feature.setGeometry(QgsGeometry.fromWkt(row['wkt']))
        for column, value in row['values'].items():
            feature.setAttribute(column, value)
        assert layer.addFeature(feature), table
    assert layer.commitChanges(), layer.commitErrors()
    del layer
application.exitQgis()
