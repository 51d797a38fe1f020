/** XLSForm's question types, normalised; `unknown` is a word that nobody knows. */
export type QuestionType =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'range'
  | 'date'
  | 'time'
  | 'dateTime'
  | 'select_one'
  | 'select_multiple'
  | 'rank'
  | 'note'
  | 'calculate'
  | 'hidden'
  | 'image'
  | 'audio'
  | 'video'
  | 'file'
  | 'barcode'
  | 'acknowledge'
  | 'geopoint'
  | 'geotrace'
  | 'geoshape'
  /** Asks which seed feature is meant: here the feature itself is edited. */
  | 'feature'
  | 'start-geopoint'
  /** Where the device was when its trigger was answered. */
  | 'background-geopoint'
  | 'start'
  | 'end'
  | 'today'
  | 'username'
  | 'email'
  | 'device'
  | 'background-audio'
  | 'audit'
  | 'external'
  | 'osm'
  | 'include'
  | 'unknown'

export type Control = 'group' | 'repeat' | 'loop'
export type ListSource = 'choices' | 'external' | 'file'

export type RowType =
  | { kind: 'begin'; control: Control; list: string }
  | { kind: 'end'; control: Control }
  | { kind: 'question'; type: QuestionType }
  | {
      kind: 'select'
      type: 'select_one' | 'select_multiple' | 'rank'
      source: ListSource
      list: string
      orOther: boolean
    }
  /** Old forms with a built-in rule (`phone number`). */
  | { kind: 'ruled'; type: 'text' | 'integer'; constraint: string }

/** Every word for a type, in lower case. Selects, ranks and groups are read by their parts. */
export const typeWords = new Map<string, QuestionType>(
  Object.entries({
    text: 'text',
    string: 'text',
    integer: 'integer',
    int: 'integer',
    decimal: 'decimal',
    range: 'range',
    date: 'date',
    time: 'time',
    datetime: 'dateTime',
    'date time': 'dateTime',
    note: 'note',
    calculate: 'calculate',
    calculation: 'calculate',
    hidden: 'hidden',
    image: 'image',
    photo: 'image',
    picture: 'image',
    audio: 'audio',
    video: 'video',
    file: 'file',
    barcode: 'barcode',
    acknowledge: 'acknowledge',
    trigger: 'acknowledge',
    geopoint: 'geopoint',
    gps: 'geopoint',
    location: 'geopoint',
    geotrace: 'geotrace',
    geoshape: 'geoshape',
    'start-geopoint': 'start-geopoint',
    'start-geotrace': 'start-geopoint',
    'start-geoshape': 'start-geopoint',
    'background-geopoint': 'background-geopoint',
    start: 'start',
    'start time': 'start',
    end: 'end',
    'end time': 'end',
    today: 'today',
    username: 'username',
    email: 'email',
    deviceid: 'device',
    'device id': 'device',
    imei: 'device',
    phonenumber: 'device',
    'get phone number': 'device',
    simserial: 'device',
    'sim id': 'device',
    'sim serial': 'device',
    subscriberid: 'device',
    'subscriber id': 'device',
    'uri:deviceid': 'device',
    'uri:phonenumber': 'device',
    'uri:simserial': 'device',
    'uri:subscriberid': 'device',
    'uri:username': 'username',
    'uri:email': 'email',
    'background-audio': 'background-audio',
    audit: 'audit',
    'csv-external': 'external',
    'xml-external': 'external',
    osm: 'osm',
    include: 'include',
  }),
)

/** Old words for a type with a rule. */
export const ruledTypes = new Map<string, { type: 'text' | 'integer'; constraint: string }>(
  Object.entries({
    'phone number': { type: 'text', constraint: "regex(., '^\\d*$')" },
    percentage: { type: 'integer', constraint: '0 <= . and . <= 100' },
    'number of days in last month': { type: 'integer', constraint: '0 <= . and . <= 31' },
    'number of days in last six months': { type: 'integer', constraint: '0 <= . and . <= 183' },
    'number of days in last year': { type: 'integer', constraint: '0 <= . and . <= 365' },
  }),
)

const controls = new Map<string, Control>(
  Object.entries({
    group: 'group',
    repeat: 'repeat',
    lgroup: 'repeat',
    'looped group': 'repeat',
    loop: 'loop',
  }),
)

const control = /^(begin|end)[ _](looped group|group|lgroup|repeat|loop)(?:\s+over)?(?:\s+(.*))?$/i
const select =
  /^(?:add )?(select all that apply|select[ _]multiple|select[ _]one|select1|select|rank)(?: prompt)?(?:[ _](external|from[ _]file|from|using))?(?:\s+(.*))?$/i
/** Files that hold choices, which a plain select may name too. */
const choiceFile = /^\S+\.(?:csv|xml|geojson)$/
/** `add text prompt`, `q text`. */
const wrapped = /^(?:add (.+) prompt|q (.+))$/
const orOther = /\s+or(?:[ _]specify)?[ _]other$/i

/** Reads a cell of the `type` column by pyxform's words, whatever their case and blanks. */
export function parseType(text: string): RowType {
  const clean = text.trim().replaceAll(/\s+/g, ' ')
  const group = control.exec(clean)
  if (group) {
    const of = controls.get((group[2] ?? '').toLowerCase()) ?? 'group'
    return (group[1] ?? '').toLowerCase() === 'end'
      ? { kind: 'end', control: of }
      : { kind: 'begin', control: of, list: group[3] ?? '' }
  }
  const word = wordOfType(clean)
  const rule = ruledTypes.get(word)
  if (rule) return { kind: 'ruled', ...rule }
  const known = typeWords.get(word) ?? typeWords.get(word.replace(/^get /, ''))
  if (known) return { kind: 'question', type: known }
  const [first] = word.split(' ')
  const type = first === 'include' || first === 'osm' ? first : 'unknown'
  return parseSelect(clean) ?? { kind: 'question', type }
}

/** The word of a type's cell, without what old forms write around it. */
function wordOfType(text: string): string {
  const word = text.toLowerCase()
  const [, added, asked] = wrapped.exec(word) ?? []
  return added ?? asked ?? word
}

function parseSelect(clean: string): RowType | null {
  const match = select.exec(clean)
  if (!match) return null
  const [, head = '', from = '', rest = ''] = match
  const lower = head.toLowerCase()
  const multiple = lower.includes('multiple') || lower.includes('all')
  const source = from.toLowerCase()
  const list = rest.replace(orOther, '').trim()
  return {
    kind: 'select',
    type: lower === 'rank' ? 'rank' : multiple ? 'select_multiple' : 'select_one',
    source:
      source === 'external'
        ? 'external'
        : source.includes('file') || choiceFile.test(list)
          ? 'file'
          : 'choices',
    list,
    orOther: orOther.test(` ${rest}`),
  }
}
