/**
 * Where the interpreter and QGIS answer differently on purpose, each with its reason; the generator of typed.ts
 * leaves such expressions out.
 */
export const differences: { xpath: string; interpreter: string; reason: string }[] = [
  {
    xpath: '7 div 0',
    interpreter: 'Infinity',
    reason: 'QGIS has no infinite number: a division by zero is empty in QField',
  },
  {
    xpath: 'log(0)',
    interpreter: '-Infinity',
    reason: 'QGIS has no infinite number',
  },
  {
    xpath: "number(concat('1e', '5'))",
    interpreter: '',
    reason: 'XPath has no exponents; QGIS reads them in text',
  },
  {
    xpath: 'pow(${en}, 0)',
    interpreter: '1',
    reason: 'Java and JavaScript give 1 for any base; in QGIS an empty base stays empty',
  },
  {
    xpath: 'if(true(), ${dt}, ${ts})',
    interpreter: '2024-03-15',
    reason: 'a QGIS expression has one type: a date beside a moment becomes that day at midnight',
  },
  {
    xpath: 'number(if(true(), ${b}, false()))',
    interpreter: '',
    reason: 'an acknowledge answer beside a truth value is a truth value in QGIS, and OK in ODK',
  },
  {
    xpath: 'area(${feature})',
    interpreter: '1239188.5194006034',
    reason: 'QGIS measures on the ellipsoid, ODK on a sphere',
  },
  {
    xpath: 'area(${plot})',
    interpreter: '1239188.5194006034',
    reason: 'QGIS measures on the ellipsoid, ODK on a sphere',
  },
  {
    xpath: 'enclosed-area(${feature})',
    interpreter: '1239188.5194006034',
    reason: 'QGIS measures on the ellipsoid, ODK on a sphere',
  },
  {
    xpath: 'perimeter(${feature})',
    interpreter: '4452.753783903183',
    reason: 'QGIS measures on the ellipsoid, ODK on a sphere',
  },
  {
    xpath: 'perimeter(${plot})',
    interpreter: '4452.753783903183',
    reason: 'QGIS measures on the ellipsoid, ODK on a sphere',
  },
  {
    xpath: 'distance(${feature})',
    interpreter: '4452.753783903183',
    reason: 'QGIS measures on the ellipsoid, ODK on a sphere',
  },
  {
    xpath: 'distance(${plot})',
    interpreter: '4452.753783903183',
    reason: 'QGIS measures on the ellipsoid, ODK on a sphere',
  },
  {
    xpath: 'distance(${p1}, ${feature})',
    interpreter: '5239.896885288866',
    reason: "a layer's geometry stands for its centre in QGIS; ODK takes all of its points",
  },
  {
    xpath: 'string(${feature})',
    interpreter: '0 0 0 0;0 0.01 0 0;0.01 0.01 0 0;0.01 0 0 0;0 0 0 0',
    reason: "a layer's geometry stands for its centre in QGIS",
  },
  {
    xpath: "pulldata('@geopoint', ${feature}, 'x')",
    interpreter: '0',
    reason: "a layer's geometry stands for its centre in QGIS",
  },
]
