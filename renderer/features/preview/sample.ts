import type { SampleRecord } from '#worker/api/preview.ts'

/** The way from the form's own record into entries of repeats; empty for the form itself. */
export type Place = readonly { repeat: string; index: number }[]

export const emptyRecord: SampleRecord = { answers: {}, repeats: {} }

/** A place as a text, for keys and attributes. */
export const placeId = (place: Place): string =>
  place.map(({ repeat, index }) => `${repeat}[${index}]`).join('/')

/** The record at a place; an empty one where there is none. */
export function recordAt(record: SampleRecord, place: Place): SampleRecord {
  return place.reduce((at, { repeat, index }) => at.repeats[repeat]?.[index] ?? emptyRecord, record)
}

/** The whole record with one answer changed; an empty text takes it away. */
export function withAnswer(record: SampleRecord, place: Place, key: string, value: string): SampleRecord {
  return changeAt(record, place, (at) => {
    const { [key]: _before, ...others } = at.answers
    return { ...at, answers: value === '' ? others : { ...others, [key]: value } }
  })
}

/** The whole record with one more entry at the end of a repeat. */
export function withEntry(
  record: SampleRecord,
  place: Place,
  repeat: string,
  entry: SampleRecord,
): SampleRecord {
  return changeAt(record, place, (at) => ({
    ...at,
    repeats: { ...at.repeats, [repeat]: [...(at.repeats[repeat] ?? []), entry] },
  }))
}

/** The whole record without the entry that stands at the place. */
export function withoutEntry(record: SampleRecord, place: Place): SampleRecord {
  const last = place.at(-1)
  if (last === undefined) return record
  return changeAt(record, place.slice(0, -1), (at) => ({
    ...at,
    repeats: {
      ...at.repeats,
      [last.repeat]: (at.repeats[last.repeat] ?? []).filter((_entry, index) => index !== last.index),
    },
  }))
}

function changeAt(
  record: SampleRecord,
  [step, ...rest]: Place,
  change: (record: SampleRecord) => SampleRecord,
): SampleRecord {
  if (step === undefined) return change(record)
  const entries = record.repeats[step.repeat] ?? []
  return {
    ...record,
    repeats: {
      ...record.repeats,
      [step.repeat]: entries.map((entry, index) =>
        index === step.index ? changeAt(entry, rest, change) : entry,
      ),
    },
  }
}
