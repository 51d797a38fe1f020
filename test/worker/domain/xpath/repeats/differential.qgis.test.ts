import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Outcome } from '#test/worker/domain/qgis/expression/qgis.ts'
import { agree } from '#test/worker/domain/xpath/agree.ts'
import { counterexamples, family } from '#test/worker/domain/xpath/repeats/counterexamples.ts'
import { layersOf, relationsOf, tablesOf } from '#test/worker/domain/xpath/repeats/tables.ts'
import { owned, type Owner } from '#test/worker/domain/xpath/repeats/typed.ts'
import {
  records,
  sampleOf,
  surveyForm,
  type Filled,
  type Layer,
} from '#test/worker/domain/xpath/repeats/world.ts'
import { translateXPath } from '#worker/domain/qgis/expression/translate.ts'
import { relationId, scopeOf } from '#worker/domain/qgis/form-scope.ts'
import type { Place } from '#worker/domain/qgis/scope.ts'
import type { FormLayer } from '#worker/domain/xlsform/model.ts'
import { keyOf, prepareForm, type PreparedForm } from '#worker/domain/xlsform/preview/prepare.ts'
import { FormRecord } from '#worker/domain/xlsform/preview/record.ts'
import { sightFrom } from '#worker/domain/xlsform/preview/sight.ts'
import { evaluateXPath } from '#worker/domain/xpath/evaluate/evaluate.ts'
import type { Value } from '#worker/domain/xpath/evaluate/value.ts'
import { toBoolean, toText } from '#worker/domain/xpath/evaluate/value.ts'
import { parseXPath } from '#worker/domain/xpath/parse.ts'

interface Case {
  grouped: boolean
  world: Filled[]
  asked: { owner: Owner; xpath: string; place: Place }[]
}

const forms = new Map([true, false].map((grouped) => [grouped, prepared(grouped)]))
const outside = { now: '2026-05-04T10:20:30', random: () => 0.5, uuid: () => '', hash: () => null }

function prepared(grouped: boolean): PreparedForm {
  const form = prepareForm(surveyForm(grouped))
  if (form === null) throw new Error('no survey')
  return form
}

/** One world for QGIS, and what the interpreter says of each of its cases. */
function worldOf({ grouped, world, asked }: Case) {
  const form = forms.get(grouped) as PreparedForm
  const layerOf = (layer: Layer) =>
    form.form.layers.find((one) => (one.repeat?.name ?? 'survey') === layer) as FormLayer
  const nameOf = (layer: Layer) => form.names.layerName(layerOf(layer))
  const tables = tablesOf(world)
  const state = {
    model: form.form,
    names: form.names,
    types: new Map(form.form.translated.types),
    carriers: new Map(),
  }
  const cases = asked.flatMap(({ owner, xpath, place }) => {
    const layer = layerOf(owner)
    const node = layer.questions[0] ?? null
    const translation = translateXPath(xpath, scopeOf(state, { node, layer }, place))
    const parsed = parseXPath(xpath)
    const rows =
      owner === 'survey'
        ? ['0']
        : tables[owner].map(([uuid]) => String(uuid)).filter((uuid) => uuid.startsWith('0/'))
    return rows.map((uuid) => {
      const result =
        parsed.ok && node !== null
          ? evaluateXPath(parsed.ast, sightFrom(recordAt(form, world, uuid), node, null))
          : null
      expect({ xpath, owner, translation, result }).toMatchObject({
        translation: { ok: true },
        result: { ok: true },
      })
      const value: Value = result?.ok === true ? result.value : ''
      return {
        owner,
        xpath,
        world: world[0],
        uuid,
        layer: nameOf(owner),
        expression: translation.ok ? translation.expression : '',
        value: place === 'default' ? value : toBoolean(value),
      }
    })
  })
  return { layers: layersOf(tables, nameOf), relations: relationsOf(nameOf, relationId), cases }
}

/** The preview's record that a row's uuid names. */
function recordAt(form: PreparedForm, world: Filled[], uuid: string): FormRecord {
  const [own, ...way] = uuid.split('/')
  const keys = new Map(
    form.form.layers.flatMap((layer) =>
      [...layer.questions, ...(layer.repeat ? [layer.repeat] : [])].map((node) => [node.name, keyOf(node)]),
    ),
  )
  const sample = sampleOf(world[Number(own)] as Filled, keys)
  const root = new FormRecord(form, sample, outside, { layer: form.survey, parent: null, position: 1 })
  return way.reduce((record, step) => {
    const [, name = '', at = ''] = /^(\D+)(\d+)$/u.exec(step) ?? []
    const found = [...record.children].find(([layer]) => layer.repeat?.name === name)?.[1][Number(at)]
    if (found === undefined) throw new Error(`no record ${uuid}`)
    return found
  }, root)
}

/** Every case of every world, evaluated by QGIS in one process and by the interpreter. */
function compare(tried: Case[]) {
  const worlds = tried.map(worldOf)
  const script = fileURLToPath(new URL('evaluate.py', import.meta.url))
  const input = worlds.map((world) => ({
    ...world,
    cases: world.cases.map(({ expression, layer, uuid }) => ({ expression, layer, uuid })),
  }))
  const run = spawnSync('/usr/bin/python3', [script], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, QT_QPA_PLATFORM: 'offscreen', LC_ALL: 'C.UTF-8' },
  })
  if (run.status !== 0) throw new Error(run.stderr)
  const outcomes = JSON.parse(run.stdout) as Outcome[][]
  const compared = worlds.flatMap(({ cases }, at) =>
    cases.map((one, index) => ({ ...one, outcome: outcomes[at]?.[index] })),
  )
  const differing = compared.flatMap(({ outcome, value, owner, xpath, uuid, expression, world }) => {
    const { parse = null, error = null, value: found = null } = outcome ?? {}
    if (parse === null && error === null && agree(value, found)) return []
    const interpreter = typeof value === 'object' ? toText(value) : value
    return [{ owner, xpath, uuid, interpreter, qgis: parse ?? error ?? found, expression, world }]
  })
  return {
    compared,
    differing: differing.sort((one, other) => one.xpath.length - other.xpath.length),
  }
}

const runs = Number(process.env['RUNS'] ?? 60)
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)

test('QGIS and the interpreter agree on random expressions inside and outside of repeats', () => {
  const asked = fc.array(
    fc
      .tuple(owned, fc.constantFrom<Place>('default', 'relevance', 'constraint'))
      .map(([one, place]) => ({ ...one, place: one.xpath.includes('once(') ? ('default' as const) : place })),
    { minLength: 12, maxLength: 12 },
  )
  const tried = fc.sample(fc.record({ grouped: fc.boolean(), world: records, asked }), {
    numRuns: runs,
    seed,
  })
  const { compared, differing } = compare(tried)
  process.stdout.write(`seed ${seed}: ${runs} worlds, ${compared.length} values, ${differing.length} apart\n`)
  expect(differing.slice(0, 25)).toEqual([])
})

test.each(counterexamples)('$owner: $xpath', ({ owner, xpath, values }) => {
  const { compared, differing } = compare([
    { grouped: true, world: family, asked: [{ owner, xpath, place: 'default' }] },
  ])
  expect(compared.map(({ value }) => toText(value))).toEqual(values)
  expect(differing).toEqual([])
})
