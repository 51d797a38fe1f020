/**
 * Makes resources/samples: the small town that the demo, the first run and the tests use. Run by hand after
 * a change here; the files are committed, since the app ships them.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { utils, write } from '@e965/xlsx'
import { buildings, featureOf, seeded } from '#test/bench/buildings.ts'

const folder = fileURLToPath(new URL('../resources/samples', import.meta.url))
mkdirSync(folder, { recursive: true })

const origin: [number, number] = [84.4312, 27.6795]
const town = [...buildings({ count: 196, seed: 7, origin, bowties: 0.01 })]

const random = seeded(11)
const taps = Array.from({ length: 9 }, (_, index) => {
  const x = (origin[0] + random() * 0.0028).toFixed(7)
  const y = (origin[1] + random() * 0.0028).toFixed(7)
  return `{"type":"Feature","properties":{"osm_id":${200_000_000 + index},"man_made":"water_tap"},"geometry":{"type":"Point","coordinates":[${x},${y}]}}`
})
writeFileSync(
  join(folder, 'town.geojson'),
  `{"type":"FeatureCollection","features":[\n${[...town.map(featureOf), ...taps].join(',\n')}\n]}\n`,
)

/** Four work areas that meet on the streets between the blocks. */
const cuts = [origin[0] - 0.0003, origin[0] + 0.0017, origin[0] + 0.0035]
const rows = [origin[1] - 0.0003, origin[1] + 0.0017, origin[1] + 0.0035]
const tasks = [0, 1].flatMap((row) =>
  [0, 1].map((column) => {
    const [x0 = 0, x1 = 0] = cuts.slice(column, column + 2)
    const [y0 = 0, y1 = 0] = rows.slice(row, row + 2)
    const ring = [
      [x0, y0],
      [x1, y0],
      [x1, y1],
      [x0, y1],
      [x0, y0],
    ].map(([x = 0, y = 0]) => [Number(x.toFixed(7)), Number(y.toFixed(7))])
    return JSON.stringify({
      type: 'Feature',
      properties: { task_id: row * 2 + column + 1 },
      geometry: { type: 'Polygon', coordinates: [ring] },
    })
  }),
)
writeFileSync(
  join(folder, 'tasks.geojson'),
  `{"type":"FeatureCollection","features":[\n${tasks.join(',\n')}\n]}\n`,
)

const [en, fr] = ['English (en)', 'Français (fr)']
const survey = [
  [
    'type',
    'name',
    `label::${en}`,
    `label::${fr}`,
    `hint::${en}`,
    `hint::${fr}`,
    'required',
    'relevant',
    'constraint',
    `constraint_message::${en}`,
    `constraint_message::${fr}`,
    'calculation',
    'choice_filter',
    'default',
    'appearance',
    'parameters',
  ],
  ['start', 'start'],
  ['end', 'end'],
  ['today', 'today'],
  ['username', 'surveyor'],
  ['begin group', 'visit', 'Visit', 'Visite'],
  ['select_one yes_no', 'exists', 'Does this building exist?', 'Ce bâtiment existe-t-il ?', '', '', 'yes'],
  [
    'text',
    'reason',
    'What stands here instead?',
    'Qu’y a-t-il à la place ?',
    '',
    '',
    'yes',
    "${exists} = 'no'",
    '',
    '',
    '',
    '',
    '',
    '',
    'multiline',
  ],
  [
    'date',
    'visited',
    'Date of the visit',
    'Date de la visite',
    '',
    '',
    '',
    '',
    '. <= today()',
    'The visit cannot lie in the future.',
    'La visite ne peut pas être dans le futur.',
    '',
    '',
    'today()',
  ],
  ['end group', ''],
  ['begin group', 'building_details', 'Building', 'Bâtiment', '', '', '', "${exists} = 'yes'"],
  ['select_one use', 'use', 'Main use', 'Usage principal', '', '', 'yes'],
  [
    'select_one detail',
    'use_detail',
    'Which kind?',
    'De quel type ?',
    '',
    '',
    '',
    "${use} = 'public'",
    '',
    '',
    '',
    '',
    'use = ${use}',
  ],
  [
    'integer',
    'floors',
    'Floors above ground',
    'Étages hors sol',
    'Count the ground floor as one.',
    'Compter le rez-de-chaussée comme un.',
    'yes',
    '',
    '. >= 1 and . <= 60',
    'Between 1 and 60.',
    'Entre 1 et 60.',
  ],
  [
    'decimal',
    'height',
    'Height in metres, if measured',
    'Hauteur en mètres, si mesurée',
    '',
    '',
    '',
    '',
    '. > 0',
  ],
  ['calculate', 'floor_height', '', '', '', '', '', '', '', '', '', 'round(${height} div ${floors}, 2)'],
  [
    'select_multiple material',
    'materials',
    'Wall materials',
    'Matériaux des murs',
    'Choose all that you see.',
    'Choisir tout ce qui est visible.',
  ],
  [
    'note',
    'floor_note',
    'One floor is about ${floor_height} m high.',
    'Un étage mesure environ ${floor_height} m.',
    '',
    '',
    '',
    '${height} > 0',
  ],
  ['end group', ''],
  ['begin group', 'people', 'People', 'Habitants', '', '', '', "${exists} = 'yes' and ${use} = 'home'"],
  [
    'integer',
    'residents',
    'How many people live here?',
    'Combien de personnes habitent ici ?',
    '',
    '',
    '',
    '',
    '. >= 0',
  ],
  [
    'range',
    'satisfaction',
    'Satisfaction with the water supply',
    'Satisfaction de l’approvisionnement en eau',
    '1 is poor, 5 is good.',
    '1 mauvais, 5 bon.',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    'start=1 end=5 step=1',
  ],
  ['end group', ''],
  ['begin group', 'evidence', 'Evidence', 'Preuves'],
  [
    'image',
    'photo',
    'Photo of the front',
    'Photo de la façade',
    '',
    '',
    '',
    "${exists} = 'yes'",
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    'max-pixels=1600',
  ],
  ['barcode', 'plate', 'Scan the house plate', 'Scanner la plaque'],
  ['acknowledge', 'consent', 'The owner agreed to this visit', 'Le propriétaire a accepté la visite'],
  ['end group', ''],
]
const choices = [
  ['list_name', 'name', `label::${en}`, `label::${fr}`, 'use'],
  ['yes_no', 'yes', 'Yes', 'Oui'],
  ['yes_no', 'no', 'No', 'Non'],
  ['use', 'home', 'Home', 'Habitation'],
  ['use', 'shop', 'Shop or workshop', 'Commerce ou atelier'],
  ['use', 'public', 'Public building', 'Bâtiment public'],
  ['use', 'empty', 'Empty', 'Vide'],
  ['detail', 'school', 'School', 'École', 'public'],
  ['detail', 'clinic', 'Health centre', 'Centre de santé', 'public'],
  ['detail', 'worship', 'Place of worship', 'Lieu de culte', 'public'],
  ['material', 'brick', 'Brick', 'Brique'],
  ['material', 'wood', 'Wood', 'Bois'],
  ['material', 'concrete', 'Concrete', 'Béton'],
  ['material', 'mud', 'Mud', 'Terre'],
]
const settings = [
  ['form_title', 'form_id', 'version', 'default_language', 'instance_name'],
  ['Building survey', 'building_survey', '2026110101', en, "concat(${use}, ' ', ${floors})"],
]
const book = utils.book_new()
utils.book_append_sheet(book, utils.aoa_to_sheet(survey), 'survey')
utils.book_append_sheet(book, utils.aoa_to_sheet(choices), 'choices')
utils.book_append_sheet(book, utils.aoa_to_sheet(settings), 'settings')
writeFileSync(join(folder, 'building_survey.xlsx'), write(book, { type: 'buffer', bookType: 'xlsx' }))
