import { expect, test } from 'vitest'
import { exposition } from '#worker/domain/http/exposition.ts'

test('labels and help are escaped as the format wants it', () => {
  const text = exposition([
    {
      name: 'a_total',
      help: 'C:\\maps\nand more',
      type: 'counter',
      samples: [{ labels: { path: 'C:\\"maps"\n' }, value: 0.5 }],
    },
  ])
  expect(text).toBe(
    '# HELP a_total C:\\\\maps\\nand more\n# TYPE a_total counter\na_total{path="C:\\\\\\"maps\\"\\n"} 0.5\n',
  )
})
