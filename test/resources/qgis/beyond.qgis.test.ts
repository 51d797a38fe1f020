import { mkdtemp, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readProject, succeed } from '#test/resources/qgis/call.ts'
import { packages } from '#test/resources/qgis/pack.ts'
import { smallPlan } from '#test/resources/qgis/plan.ts'
import { scratch } from '#test/resources/qgis/sources.ts'

const packed = packages()
const { path } = scratch()

test('a package keeps emoji and rare ideographs, in the names of files too', async () => {
  const made = await packed(
    {
      title: 'Trees TREE',
      layers: [
        {
          name: 'Offline TREE',
          id: 'offline_1111111',
          kind: 'gpkg',
          file: 'a.gpkg',
          table: 'a',
          features: 1,
        },
        {
          name: 'Copied',
          id: 'copied_11111111',
          kind: 'gpkg',
          file: 'TREE.gpkg',
          cloudAction: 'copy',
          features: 2,
        },
      ],
      replace: [['TREE', '🌳𠮷']],
    },
    { mend: (folder) => rename(join(folder, 'TREE.gpkg'), join(folder, '🌳𠮷.gpkg')) },
  )
  expect(made.judged).toMatchObject({ error: null, lines: [] })
  const { title, layers } = await readProject(made.project)
  expect(title).toBe('Trees 🌳𠮷')
  expect(layers.map(({ name, valid }) => [name, valid])).toEqual([
    ['Offline 🌳𠮷', true],
    ['Copied', true],
  ])
  expect(made.judged.layers.map(({ file, packaged }) => [file, packaged])).toEqual([
    ['data.gpkg', 1],
    ['🌳𠮷.gpkg', 2],
  ])
})

test('so does a project that is built, without what XML may not hold', async () => {
  const small = smallPlan()
  const [first, ...rest] = small.layers
  if (first === undefined) throw new Error('the plan has no layer')
  const plan = {
    ...small,
    title: 'Survey 🌳 \uFFFE\u0001𠮷',
    layers: [{ ...first, name: `${first.name} 🌳` }, ...rest],
  }
  const folder = await mkdtemp(path('project-'))
  const { project } = await succeed('build', { plan, folder })
  expect(await succeed('verify', { plan, folder })).toMatchObject({ problems: [] })
  const { title, layers } = await readProject(project)
  expect(title).toBe('Survey 🌳 𠮷')
  expect(layers.map(({ name }) => name)).toContain(`${first.name} 🌳`)
})
