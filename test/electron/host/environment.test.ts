import { expect, test } from 'vitest'
import { workerEnvironment } from '#electron/host/environment.ts'

test('the worker gets what it needs and nothing else (S26)', () => {
  const environment = workerEnvironment({
    PATH: '/usr/bin',
    HOME: '/home/ann',
    LANG: 'C.UTF-8',
    FIELDPACK_NODE: '/n',
    TMPDIR: undefined,
    NODE_OPTIONS: '--require evil.js',
    ELECTRON_RUN_AS_NODE: '1',
    GITHUB_TOKEN: 's3cr3t',
    LD_PRELOAD: 'x.so',
  })
  expect(environment).toEqual({
    PATH: '/usr/bin',
    HOME: '/home/ann',
    LANG: 'C.UTF-8',
    FIELDPACK_NODE: '/n',
  })
})
