const endings =
  /\.(?:gpkg|sqlite|shp|geojson|json|kml|kmz|gml|gpx|csv|tab|mif|fgb|dxf|mbtiles|tiff?|jpe?g|png|vrt|asc|jp2|img)$/iu

/**
 * Whether a name is one of map data, as far as its ending says. A project from elsewhere could name any file of this
 * computer: what is none is never brought into a project's folder.
 */
export function isGeodata(name: string): boolean {
  return endings.test(name)
}
