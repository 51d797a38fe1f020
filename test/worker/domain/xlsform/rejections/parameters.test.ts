import { describe, expect, test } from 'vitest'
import {
  asking,
  choices,
  compileMarkdown,
  problems,
  sheet,
  testAccepted,
  testRefused,
  type Refused,
} from '#test/worker/domain/xlsform/rejections/markdown.ts'

const invalid = 'warning parameter.invalid survey!D3'
const unknown = 'warning parameter.unknown survey!D3'
const malformed = 'warning parameter.malformed survey!D3'
const leftOut = 'warning type.leftOut survey!A3'

const has = (type: string, value: string) => asking('parameters', type, value)
const select = (value: string, type = 'select_one l') => `${has(type, value)}\n${choices}`
const audit = (value: string) =>
  sheet('survey', ['type', 'name', 'label', 'parameters'], ['text', 'a', 'A', ''], ['audit', '', '', value])
const app = (name: string): Refused => [has('image', `app=${name}`), invalid]

describe('parameters', () => {
  testRefused({
    'a value without a name': [has('range', '=5'), malformed],
    'a name without its value': [has('date', 'today'), malformed],
    'two signs of equality': [has('text', 'rows==5'), malformed, invalid],
    'no sign between': [has('audio', 'quality'), malformed],
    'a value with a blank': [select('randomize=true seed=a b'), malformed, invalid],
    'none of a range’s': [has('range', 'ticks=5'), unknown],
    'a word that every object knows': [has('range', 'constructor=5 __proto__=1'), unknown],
    'none of an image’s': [has('image', 'max_pixels=5'), unknown],
    'none of an audio’s': [has('audio', 'volume=5'), unknown],
    'none of a background audio’s': [has('background-audio', 'volume=5'), leftOut, unknown],
    'none of a point’s': [has('geopoint', 'incremental=true'), unknown],
    'none of a line’s': [has('geotrace', 'capture-accuracy=5'), unknown],
    'none of a shape’s': [has('geoshape', 'warning-accuracy=5'), unknown],
    'none of a select’s': [select('value=x'), unknown],
    'none of several answers’': [select('label=x', 'select_multiple l'), unknown],
    'none of a rank’s': [select('shuffle=true', 'rank l'), 'warning type.rank survey!A3', unknown],
    'none of an audit’s': [audit('place=yes'), leftOut, unknown],
  })
  testAccepted({
    'any parameter of a type that has none': has('integer', 'size=5'),
    'commas and semicolons': has('range', 'start=1; end=5, step = 2'),
    'a name in capitals': has('text', 'ROWS=5'),
  })
})

describe('values of texts, pictures and recordings', () => {
  testRefused({
    'rows with a fraction': [has('text', 'rows=1.5'), invalid],
    'pixels with a fraction': [has('image', 'max-pixels=1.5'), invalid],
    'an app without a period': app('camera'),
    'an app that ends with a period': app('org.'),
    'an app with two periods': app('org..camera'),
    'a part of an app with _ in front': app('org._camera'),
    'a part of an app with a digit in front': app('org.1camera'),
    'an app with a hyphen': app('org.my-camera'),
    'a quality that nobody knows': [has('audio', 'quality=best'), invalid],
    'another app’s quality in the background': [
      has('background-audio', 'quality=external'),
      leftOut,
      invalid,
    ],
  })
  testAccepted({
    rows: has('text', 'rows=5'),
    'an app and pixels': has('image', 'max-pixels=640 app=org.example.camera_2'),
    'another app’s quality': has('audio', 'quality=external'),
    'a quality in capitals': has('audio', 'quality=Voice-Only'),
  })
})

describe('values of places', () => {
  testRefused({
    'an accuracy in words': [has('geopoint', 'capture-accuracy=good'), invalid],
    'an accuracy to warn of in words': [has('geopoint', 'warning-accuracy=bad'), invalid],
    'mock places perhaps': [has('geopoint', 'allow-mock-accuracy=yes'), invalid],
    'mock places on a line': [has('geotrace', 'allow-mock-accuracy=x'), invalid],
    'not incremental': [has('geotrace', 'incremental=false'), invalid],
    'incremental perhaps': [has('geoshape', 'incremental=maybe'), invalid],
    'a reference that is nowhere': [has('geopoint', 'reference-geometry=gone'), invalid],
    'a reference that is a question': [has('geoshape', 'reference-geometry=${a}'), invalid],
  })
  testAccepted({
    accuracies: has('geopoint', 'allow-mock-accuracy=true capture-accuracy=2.5 warning-accuracy=10'),
    'incremental in another word': has('geotrace', 'incremental=yes'),
    'a reference to a repeat': sheet(
      'survey',
      ['type', 'name', 'label', 'parameters'],
      ['begin repeat', 'r', 'R', ''],
      ['text', 'p', 'P', ''],
      ['end repeat', '', '', ''],
      ['geopoint', 'q', 'Q', 'reference-geometry=${r}'],
    ),
    'a reference to a list': `${has('geopoint', 'reference-geometry=l')}\n${choices}`,
  })
})

describe('values of selects', () => {
  testRefused({
    'shuffled perhaps': [select('randomize=maybe'), invalid],
    'shuffled in another word': [select('randomize=yes', 'select_multiple l'), invalid],
    'a seed alone': [select('seed=1'), invalid],
    'a seed in words': [select('randomize=true seed=x'), invalid],
    'a seed in words on a rank': [
      select('randomize=true seed=x', 'rank l'),
      'warning type.rank survey!A3',
      invalid,
    ],
  })
  testAccepted({
    shuffled: select('randomize=true'),
    'a seed': select('randomize=true, seed=1.5'),
    'a seed from an answer': select('randomize=true seed=${a}'),
    'a seed that is not used': select('randomize=false seed=1'),
  })
})

const trail = (priority: string, interval: string, oldest: string) =>
  `location-priority=${priority} location-min-interval=${interval} location-max-age=${oldest}`

describe('values of an audit', () => {
  testRefused({
    'a priority alone': [audit('location-priority=balanced'), leftOut, invalid],
    'an age alone': [audit('location-max-age=5'), leftOut, invalid],
    'a priority that nobody knows': [audit(trail('best', '1', '2')), leftOut, invalid],
    'an interval in words': [audit(trail('balanced', 'x', '2')), leftOut, invalid],
    'an age in words': [audit(trail('balanced', '1', 'y')), leftOut, invalid],
    'an interval with a fraction': [audit(trail('balanced', '1.5', '2')), leftOut, invalid],
    'an interval below zero': [audit(trail('balanced', '-1', '2')), leftOut, invalid],
    'an age below zero': [audit(trail('balanced', '0', '-2')), leftOut, invalid],
    'an age below the interval': [audit(trail('balanced', '20', '2')), leftOut, invalid],
    'changes perhaps': [audit('track-changes=yes'), leftOut, invalid],
    'reasons at any time': [audit('track-changes-reasons=always'), leftOut, invalid],
    'a user perhaps': [audit('identify-user=perhaps'), leftOut, invalid],
  })
})

test('a sound audit is only left out', () => {
  const value = `${trail('no-power', '1', '1')} track-changes=true identify-user=false`
  expect(problems(compileMarkdown(audit(value)))).toEqual([leftOut])
})
