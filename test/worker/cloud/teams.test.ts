import { expect, test } from 'vitest'
import { opened, refusalOf, type Opened } from '#test/worker/cloud/opened.ts'

/** Two teams in the organization `valley`, of which bob is a member and cleo is not. */
async function teamed(profile: '2024' | '2026'): Promise<Opened> {
  const one = await opened(profile)
  const valley = one.server.state.accounts.get('valley')
  valley?.teams.set('north', new Set()).set('river side', new Set())
  return one
}

test('people come into a team and leave it', async () => {
  const { cloud } = await teamed('2026')
  expect(await cloud.teams('valley')).toEqual(['north', 'river side'])
  await cloud.addMember('valley', 'cleo', 'member')
  await cloud.addTeamMember('valley', 'river side', 'bob')
  await cloud.addTeamMember('valley', 'river side', 'cleo')
  expect(await cloud.teamMembers('valley', 'river side')).toEqual(['bob', 'cleo'])
  expect(await cloud.teamMembers('valley', 'north')).toEqual([])
  await cloud.removeTeamMember('valley', 'river side', 'bob')
  expect(await cloud.teamMembers('valley', 'river side')).toEqual(['cleo'])
  const gone = await refusalOf(cloud.removeTeamMember('valley', 'river side', 'bob'))
  expect(gone.data).toMatchObject({ code: 'cloud.notFound', params: { name: 'bob' } })
})

test('who is in a team already, or is not in the organization, is refused without a reason', async () => {
  const { cloud } = await teamed('2026')
  await cloud.addTeamMember('valley', 'north', 'bob')
  for (const name of ['bob', 'cleo']) {
    const refused = await refusalOf(cloud.addTeamMember('valley', 'river side', name))
    expect(refused.data).toMatchObject({ code: 'cloud.failed', params: { status: 400, name } })
  }
  expect(await cloud.teamMembers('valley', 'river side')).toEqual([])
})

test('only who runs the organization may, and a team that is not there is told', async () => {
  const { server, cloud } = await teamed('2026')
  expect((await refusalOf(cloud.teamMembers('valley', 'south'))).data).toMatchObject({
    code: 'cloud.notFound',
    params: { name: 'south' },
  })
  const valley = server.state.accounts.get('valley')
  if (valley !== undefined) valley.owner = 'sam'
  expect((await refusalOf(cloud.addTeamMember('valley', 'north', 'bob'))).code).toBe('cloud.forbidden')
})

test('a server without teams has none, and nobody in them', async () => {
  const { cloud } = await teamed('2024')
  expect(await cloud.teams('valley')).toEqual([])
  for (const work of [
    () => cloud.teamMembers('valley', 'north'),
    () => cloud.addTeamMember('valley', 'north', 'bob'),
    () => cloud.removeTeamMember('valley', 'north', 'bob'),
  ])
    expect((await refusalOf(work())).code).toBe('cloud.notFound')
})
