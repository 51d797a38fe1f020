"""GDAL's plain translation of a file to GeoPackage with makeValid: the floor that the geometry pass is held against.

Prints one JSON line: {"ms": wall milliseconds, "peakMb": peak resident memory}.
"""
import json
import resource
import sys
import time

from osgeo import gdal

gdal.UseExceptions()
source, target = sys.argv[1:3]
start = time.perf_counter()
gdal.VectorTranslate(target, source, format="GPKG", layerName="survey", makeValid=True)
ms = (time.perf_counter() - start) * 1000
print(json.dumps({"ms": round(ms), "peakMb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}))
