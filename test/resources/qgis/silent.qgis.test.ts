import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { python } from '#test/resources/qgis/python.ts'
import { scratch } from '#test/resources/qgis/sources.ts'

const { path } = scratch()

test('a server that does not answer is found, one that refuses or takes the call has answered', async () => {
  const answer = await python(`import json, socket, time
import silent
silent.LIMIT_S = 1
def bound():
    made = socket.socket()
    made.bind(('127.0.0.1', 0))
    return made
taking, refusing, full = bound(), bound(), bound()
taking.listen(5)
# Nobody takes these calls, so that the system lets further ones wait for ever.
full.listen(0)
waiting = [socket.socket() for _ in range(4)]
for each in waiting:
    each.setblocking(False)
    each.connect_ex(full.getsockname())
time.sleep(0.1)
dead = silent.silent({each.getsockname() for each in (taking, refusing, full)} | {('no-such-host.invalid', 5432)})
print(json.dumps([full.getsockname() in dead, taking.getsockname() in dead, refusing.getsockname() in dead, ('no-such-host.invalid', 5432) in dead]))`)
  expect(JSON.parse(answer)).toEqual([true, false, false, true])
})

test('its layers look for it nowhere, all others stay', async () => {
  const answer = await python(`import json
from silent import elsewhere
print(json.dumps([elsewhere(text, {'db.example', 'field'}, 9) for text in (
    "dbname='a' host=db.example port=5432 table=\\"t\\"",
    "service='field' table=\\"t\\"",
    "type=xyz&url=https://db.example/{z}.png",
    "url=http%3A%2F%2Fana@db.example:81%2Fx",
    "dbname='a' host=db.example.org table=\\"t\\"",
    "service='fields' table=\\"t\\"",
    "https://other.example/db.example/field",
    "./field/db.example.gpkg|layername=field",
)]))`)
  expect(JSON.parse(answer)).toEqual([
    `dbname='a' host=127.0.0.1 port=9 table="t"`,
    `host=127.0.0.1 table="t"`,
    'type=xyz&url=https://127.0.0.1:9/{z}.png',
    'url=http%3A%2F%2Fana@127.0.0.1:9%2Fx',
    `dbname='a' host=db.example.org table="t"`,
    `service='fields' table="t"`,
    'https://other.example/db.example/field',
    './field/db.example.gpkg|layername=field',
  ])
})

test('a service stands for the address in its file', async () => {
  const file = path('pg_service.conf')
  await writeFile(
    file,
    '# mine\n[field]\nhost=db.example\nport=5433\npassword=a%b\n[near]\nhost=/var/run\n[bare]\ndbname=x\n',
  )
  const answer = await python(
    `import json, os, sys
os.environ['PGSERVICEFILE'] = sys.argv[1]
from silent import address_of
print(json.dumps([address_of(each) for each in (('field', None, None), ('near', None, None), ('bare', None, None), ('no', None, None), (None, 'a', 1), (None, None, None))]))`,
    file,
  )
  expect(JSON.parse(answer)).toEqual([['db.example', 5433], null, null, null, ['a', 1], null])
})
