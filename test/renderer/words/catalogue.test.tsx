import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'
import { catalogue } from '#renderer/words/catalogue.ts'
import { errorCodes } from '#worker/api/errors.ts'

/** Parameters that every maker of a code gives; a sentence may use no others. */
const given: Record<string, string[]> = {
  usage: ['why'],
  'form.languageUnknown': ['language'],
  'secrets.exposed': ['file'],
  'qgis.tooOld': ['version', 'minimum'],
  'project.invalid': ['first'],
  'results.noData': ['layer'],
  'project.unreadable': ['file'],
  'project.missing': ['folder'],
  'project.several': ['files', 'count'],
  'project.brokenXml': ['file', 'line', 'column'],
  'project.notArchive': ['file'],
  'project.zipBomb': ['file', 'megabytes'],
  'project.unsafeArchive': ['file'],
  'project.changing': ['file'],
  'project.changed': ['file'],
  'project.inUse': ['file'],
  'output.exists': ['file'],
  'package.inside': ['folder'],
  'package.layerLost': ['layers', 'count'],
  'package.countDiffers': ['layer', 'expected', 'packaged'],
  'package.notSound': ['first', 'count'],
  'deltas.notJson': ['file'],
  'deltas.notSchema': ['file', 'where', 'why'],
  'deltas.tooMany': ['count', 'limit'],
  'deltas.otherProject': ['file'],
  'deltas.notFound': ['count'],
  'deltas.broken': ['uuid', 'index', 'why'],
  'deltas.corrupted': ['layer', 'expected', 'found'],
  'basemap.notOneProject': ['count'],
  'plugin.unreadable': ['file'],
  'plugin.unsafe': ['entry'],
  'plugin.tooLarge': ['file', 'limit', 'entries'],
  'download.unreachable': ['host', 'status'],
  'download.refused': ['host', 'status'],
  'download.tooLarge': ['host', 'megabytes'],
  'download.empty': ['host'],
  'cloud.unreachable': ['host'],
  'cloud.refused': ['host', 'status'],
  'cloud.notFound': ['host', 'status'],
  'cloud.failed': ['host', 'status'],
  'cloud.lastVersion': ['host', 'file'],
  'cloud.unsafeName': ['file'],
  'cloud.broken': ['file'],
  'cloud.wrongPassword': ['host'],
  'cloud.locked': ['host'],
  'cloud.expired': ['host'],
  'cloud.forbidden': ['host'],
  'cloud.overQuota': ['host'],
  'cloud.planTooSmall': ['host'],
  'cloud.portal': ['host'],
  'cloud.plainHttp': ['host'],
  'cloud.badAddress': ['host'],
  'cloud.jobFailed': ['host'],
  'cloud.incomplete': ['host'],
  'cloud.badDeltas': ['host'],
  'cloud.busy': ['host', 'seconds'],
  'cloud.tls': ['host', 'why'],
  'cloud.invalidName': ['host', 'name'],
  'cloud.exists': ['host', 'name'],
  'cloud.tooLarge': ['host', 'file'],
  'cloud.otherProjectFile': ['host', 'file'],
  'cloud.notStored': ['host', 'file'],
  'cloud.fileChanged': ['host', 'file'],
  'http.address': ['address'],
  'http.noJob': ['job'],
  'mirror.unreachable': ['host', 'trouble'],
  'mirror.refused': ['host', 'trouble'],
  'mirror.newer': ['host'],
  'mirror.broken': ['file'],
  'mirror.tooLarge': ['file', 'megabytes'],
}

describe('the words of errors', () => {
  test.each(errorCodes)('%s says what happened, what it means for the data and what to do', (code) => {
    for (const part of ['what', 'data', 'todo']) {
      const message = catalogue[`error.${code}.${part}`]
      expect(message, `error.${code}.${part}`).toBeTruthy()
      expect(argumentsOf(message!).filter((name) => !given[code]?.includes(name))).toEqual([])
    }
  })

  test('stand for no code that does not exist', () => {
    const codes = new Set<string>(errorCodes)
    const orphans = Object.keys(catalogue)
      .filter((key) => key.startsWith('error.'))
      .filter((key) => !codes.has(key.replace(/^error\./, '').replace(/\.(what|data|todo)$/, '')))
    expect(orphans).toEqual([])
  })
})

describe('all words', () => {
  test('are well-formed ICU messages', () => {
    const broken = Object.entries(catalogue).filter(([, words]) => !isWellFormed(words))
    expect(broken).toEqual([])
  })

  test('neither beg nor boast', () => {
    const wrong = Object.entries(catalogue).filter(([, words]) =>
      /\b(please|sorry|oops|successfully)\b/i.test(words),
    )
    expect(wrong).toEqual([])
  })
})

function isWellFormed(message: string): boolean {
  try {
    return new IntlMessageFormat(message, 'en').getAst().length >= 0
  } catch {
    return false
  }
}

type Part = ReturnType<IntlMessageFormat['getAst']>[number]

/** Names that an ICU message fills in: `{name}`, `{count, plural, …}`, in its branches too. */
function argumentsOf(message: string): string[] {
  const inside = (part: Part): string[] => {
    const branches = 'options' in part ? Object.values(part.options).flatMap(({ value }) => value) : []
    // Type 0 is a text between the values.
    const type: number = part.type
    const own = 'value' in part && type !== 0 ? [part.value] : []
    return [...own, ...branches.flatMap(inside)]
  }
  return new IntlMessageFormat(message, 'en').getAst().flatMap(inside)
}
