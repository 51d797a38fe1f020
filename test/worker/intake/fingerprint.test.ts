import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fingerprintForm } from '#worker/intake/fingerprint.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fieldpack-fingerprint-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const write = (name: string, text: string) => writeFileSync(join(folder, name), text)

test('follows the form’s bytes and the lists beside it, and nothing else', async () => {
  write('form.xlsx', 'one')
  const form = join(folder, 'form.xlsx')
  const first = await fingerprintForm(form)
  write('form.xlsx', 'one')
  write('photo.jpg', 'x')
  expect(await fingerprintForm(form)).toBe(first)
  write('form.xlsx', 'two')
  const second = await fingerprintForm(form)
  expect(second).not.toBe(first)
  write('towns.csv', 'name,label')
  expect(await fingerprintForm(form)).not.toBe(second)
})

test('of a folder of sheets, each sheet counts', async () => {
  const form = join(folder, 'form')
  mkdirSync(form)
  write('form/survey.csv', 'type,name')
  write('form/choices.csv', 'list_name')
  const first = await fingerprintForm(form)
  write('form/choices.csv', 'list_name,name')
  expect(await fingerprintForm(form)).not.toBe(first)
})

test('a form that is not there is missing', async () => {
  await expect(fingerprintForm(join(folder, 'nothing.xlsx'))).rejects.toMatchObject({ code: 'input.missing' })
})
