"""GDAL's plain translation of a file to GeoPackage, the floor that others are held against: floor.py SOURCE TARGET [plain].

With makeValid, as the geometry pass does it, unless it shall be plain.

Prints one JSON line: {"ms": wall milliseconds, "peakMb": peak resident memory}.
"""
import json
import resource
import sys
import time

from osgeo import gdal

gdal.UseExceptions()
source, target, *how = sys.argv[1:]
start = time.perf_counter()
gdal.VectorTranslate(target, source, format="GPKG", layerName="survey", makeValid=how != ["plain"])
ms = (time.perf_counter() - start) * 1000
print(json.dumps({"ms": round(ms), "peakMb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}))
