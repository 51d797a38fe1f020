import { anyArgument } from '#worker/domain/qgis/expression/argument.ts'
import { shapeRelation } from '#worker/domain/qgis/expression/column.ts'
import type { Compiling, FunctionRule } from '#worker/domain/qgis/expression/compiling.ts'
import { toText } from '#worker/domain/qgis/expression/convert.ts'
import { atom, bind, loose, quoteText } from '#worker/domain/qgis/expression/term.ts'
import type { Term } from '#worker/domain/qgis/expression/term.ts'
import type { CallExpression, Span } from '#worker/domain/xpath/ast.ts'

export const geometryFunctions: Record<string, FunctionRule> = {
  area: { least: 1, most: 1, write: area },
  // ODK Collect knows both names.
  'enclosed-area': { least: 1, most: 1, write: area },
  perimeter: { least: 1, most: 1, write: length },
  distance: { least: 1, most: Number.POSITIVE_INFINITY, write: distance },
  geofence: { least: 2, most: 2, write: geofence },
  intersects: { least: 1, most: 1, write: crossesItself },
}

/** Square metres on the ellipsoid; for another feature's geometry through an equal-area projection. */
function area(call: CallExpression, compiling: Compiling): Term {
  const shape = layerGeometry(call, 0, compiling)
  const text = measured(shape, '$area')
  if (text !== null) return atom(text, 'decimal')
  return atom(`area(transform(${shape.text},'EPSG:4326','EPSG:6933'))`, 'decimal')
}

/** Metres along the line or around the polygon. */
function length(call: CallExpression, compiling: Compiling): Term {
  const shape = layerGeometry(call, 0, compiling)
  const text = measured(shape, `if(geometry_type($geometry) = 'Polygon',$perimeter,$length)`)
  if (text === null) return compiling.fail('xpath.unsupported', { feature: call.name }, call.span)
  return atom(text, 'decimal')
}

/** A measure on the ellipsoid, which QGIS only takes of the feature at hand; null for another feature's geometry. */
function measured(shape: Term, measure: string): string | null {
  if (shape.text === '$geometry') return measure
  const relation = shape.reference === undefined ? null : shapeRelation(shape.reference)
  return relation === null ? null : `relation_aggregate(${quoteText(relation)},'sum',${measure})`
}

/** Length of a line, or the way from point to point. */
function distance(call: CallExpression, compiling: Compiling): Term {
  if (call.args.length === 1) return length(call, compiling)
  const points = call.args.map((argument) => pointOf(compiling.term(argument), argument.span, compiling))
  const legs = points.slice(1).map((point, index) => greatCircle(points[index] ?? point, point))
  return loose(legs.join(' + '), 'decimal')
}

function geofence(call: CallExpression, compiling: Compiling): Term {
  const point = pointOf(anyArgument(call, 0, compiling), call.args[0]?.span ?? call.span, compiling)
  const shape = layerGeometry(call, 1, compiling)
  return atom(`coalesce(contains(${shape.text},${point}),false)`, 'boolean', false)
}

/** QGIS can tell a polygon that crosses itself; a line that does so passes for valid. */
function crossesItself(call: CallExpression, compiling: Compiling): Term {
  const shape = layerGeometry(call, 0, compiling)
  compiling.report('xpath.approximate', { feature: call.name }, call.span)
  return loose(`not coalesce(is_valid(${shape.text}),true)`, 'boolean', false)
}

function layerGeometry(call: CallExpression, index: number, compiling: Compiling): Term {
  const shape = anyArgument(call, index, compiling)
  if (shape.type === 'geometry') return shape
  return compiling.fail('xpath.unsupported', { feature: call.name }, call.args[index]?.span ?? call.span)
}

/** A point from the layer's geometry or from ODK's `latitude longitude …` text. */
function pointOf(term: Term, span: Span, compiling: Compiling): string {
  if (term.type === 'geometry') return `centroid(${term.text})`
  if (term.type !== 'text' && term.type !== 'unknown') {
    return compiling.fail('xpath.unsupported', { feature: 'point' }, span).text
  }
  const [latitude, longitude] = [0, 1].map((index) => `try(to_real(array_get(@words,${index})))`)
  const words = `string_to_array(trim(${toText(term).text}),' ')`
  return `with_variable('words',${words},make_point(${longitude},${latitude}))`
}

/** Metres on a sphere with ODK's radius. */
function greatCircle(from: string, to: string): string {
  return bind('from', atom(from, 'geometry'), (one) =>
    bind('to', atom(to, 'geometry'), (other) => arcLength(one.text, other.text)),
  ).text
}

function arcLength(one: string, other: string): Term {
  const haversine =
    `sin(radians(y(${other}) - y(${one})) / 2) ^ 2 + ` +
    `cos(radians(y(${one}))) * cos(radians(y(${other}))) * sin(radians(x(${other}) - x(${one})) / 2) ^ 2`
  // Rounding may put opposite points a hair above 1.
  return bind('arc', loose(haversine, 'decimal'), ({ text }) =>
    atom(`2 * 6378100 * asin(sqrt(if(${text} > 1,1,${text})))`, 'decimal'),
  )
}
