import { expect } from 'vitest'
import { matrix } from '#test/worker/domain/qgis/matrix/matrix.ts'

const header = ['type', 'name', 'label']

/** `<img …>` of a file in the project's own folder, wherever that is. */
const shown = (target: string, sides = '') =>
  expect.stringMatching(
    new RegExp(`<img src="file:///[^"?#]+/media/${target}"${sides}>`),
  ) as unknown as string

const file = (name: string, size: [number, number] | null = null) => ({ name, path: `/form/${name}`, size })

matrix([
  {
    it: 'pictures stand over their question, with it hidden, in notes and groups; large ones are fitted',
    media: [file('Baum groß.PNG', [1600, 800]), file('oak.jpg', [40, 30]), file('house.webp')],
    survey: [
      [...header, 'media::image', 'relevant'],
      ['text', 'a', 'A', 'Baum groß.PNG', ''],
      ['note', 'n', 'N', 'jr://images/oak.jpg', "${a} = 'x'"],
      ['begin group', 'g', 'G', 'house.webp', ''],
      ['text', 'b', 'B', '', ''],
      ['end group', '', '', '', ''],
    ],
    tree: 'tab:T{"media_a" a group:n{"n" "media_n"}} tab:G{"media_g" b}',
    looks: [
      [
        { answers: { a: 'x' } },
        {
          texts: {
            media_a: shown('Baum-gross.png', ' width="320" height="160"'),
            media_n: shown('oak.jpg', ' width="40" height="30"'),
            media_g: shown('house.webp'),
          },
        },
      ],
    ],
    also: ({ project }) => [
      [project.entries['qfieldsync'], expect.objectContaining({ dataDirs: ['media'] })],
      [project.entries['QFieldSync'], expect.objectContaining({ dataDirs: ['media'] })],
    ],
  },
  {
    it: 'sounds, videos and big pictures are linked, and what is missing is said once',
    media: [file('hello.mp3'), file('how.mp4'), file('small.png', [10, 10]), file('big.png', [9, 9])],
    survey: [
      [...header, 'audio', 'video', 'image', 'big-image'],
      ['text', 'a', 'A', 'hello.mp3', 'how.mp4', 'small.png', 'big.png'],
      ['text', 'b', 'B', '', '', 'gone.png', ''],
      ['text', 'c', 'C', '', '', 'gone.png', ''],
    ],
    tree: '"media_a" a b c',
    looks: [
      [
        {},
        {
          texts: {
            media_a: expect.stringMatching(
              /^<img [^>]+><br><a href="file:\/\/\/[^"]+\/media\/big.png">big.png<\/a><br><a [^>]+>how.mp4<\/a><br><a [^>]+>hello.mp3<\/a>$/,
            ) as string,
          },
        },
      ],
    ],
    issues: [
      'info media.linked survey!G2',
      'info media.linked survey!E2',
      'info media.linked survey!D2',
      'warning media.missing survey!F3',
      'warning media.missing survey!F4',
    ],
  },
  {
    it: 'pictures of choices stand with their words below the question; sounds of choices are told',
    media: [file('pit.png', [600, 600])],
    choices: [
      ['list_name', 'name', 'label', 'media::image', 'media::audio'],
      ['toilets', 'pit', 'Pit & slab', 'pit.png', 'pit.mp3'],
      ['toilets', 'none', 'None', '', ''],
    ],
    survey: [header, ['select_one toilets', 'a', 'A']],
    tree: 'a "choices_a"',
    looks: [
      [
        {},
        {
          choices: { a: ['pit', 'none'] },
          texts: {
            choices_a: expect.stringMatching(/ width="120" height="120"> Pit &amp; slab<\/p>$/) as string,
          },
        },
      ],
    ],
    issues: ['info media.choices choices!D2', 'info media.choicesUnheard choices!E2'],
  },
  {
    it: 'each language has its own picture',
    media: [file('en.png', [10, 10]), file('fr.png', [10, 10])],
    settings: [['default_language'], ['English (en)']],
    survey: [
      [
        'type',
        'name',
        'label::English (en)',
        'label::French (fr)',
        'image::English (en)',
        'image::French (fr)',
      ],
      ['text', 'a', 'A', 'A', 'en.png', 'fr.png'],
    ],
    looks: [
      [{ variables: { qgis_locale: 'fr_CH' } }, { texts: { media_a: shown('fr.png', '[^>]*') } }],
      [{ variables: { qgis_locale: 'en_US' } }, { texts: { media_a: shown('en.png', '[^>]*') } }],
    ],
  },
])
