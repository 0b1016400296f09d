import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../test/support/client'
import { deletePlan, putPlan } from '../learning/plans/testing'
import { words } from '../time/sessions/testing'
import { findPlanByName } from './names'

const plans = [
  {
    id: 'sql-1',
    title: 'SQL in depth',
    chunks: [
      { id: 'joins', title: 'Joins and sets' },
      { id: 'c2', title: 'Windows' },
    ],
  },
  { id: 'sqlite', title: 'Übungen', chunks: [] },
  { id: 'ab', title: 'A/B tests', chunks: [{ id: 'one', title: 'One' }] },
]

test.each([
  ['sql-1', 'sql-1', null],
  ['SQL IN', 'sql-1', null],
  ['ubung', 'sqlite', null],
  ['sqlite', 'sqlite', null],
  ['a/b', 'ab', null],
  ['ab/one', 'ab', 'one'],
  ['sql-1/joins', 'sql-1', 'joins'],
  ['SQL in depth/win', 'sql-1', 'c2'],
])('%s names a plan or its chunk', (name, plan_id, chunk_id) => {
  expect(findPlanByName(name, plans)).toMatchObject({ plan_id, chunk_id })
})

test.each([
  ['sql', /could be “.*SQL in depth.*” or “.*Übungen/],
  ['rust', /No plan is called “.*rust/],
  ['sql-1/other', /No chunk of “.*SQL in depth.*” is called “.*other/],
  ['rust/one', /No plan/],
])('%s names none', (name, error) => {
  expect(findPlanByName(name, plans)).toMatchObject({
    plan_id: null,
    chunk_id: null,
    error: expect.stringMatching(error),
  })
})

const last = async (client: Client) =>
  (
    await rows<{ title: string; plan_id: string; chunk_id: string; status: string }>(
      'SELECT title, plan_id, chunk_id, status FROM sessions WHERE user_id = ? ORDER BY number DESC LIMIT 1',
      client.userId,
    )
  )[0]

test('a line logs and starts time on a chunk, which it starts; an unknown name changes nothing', async () => {
  const client = await signedIn({ time_zone: 'Etc/UTC' })
  await putPlan(client, 'sql', 'SQL in depth', { joins: 'not-started', windows: 'not-started', last: 'not-started' })
  await putPlan(await signedIn(), 'foreign', 'Secret', { one: 'not-started' })
  await deletePlan(client, await putPlan(client, 'gone', 'Gone'))
  const states = async () =>
    (
      await rows<{ status: string }>(
        "SELECT status FROM plan_chunks WHERE user_id = ? AND plan_id = 'sql' ORDER BY position",
        client.userId,
      )
    ).map(({ status }) => status)
  const send = async (entry: string) => (await client.post('/sessions/entry', { entry })).status
  const preview = await client.get(`/sessions/entry?${new URLSearchParams({ entry: '25m reading %sql/win' })}`)
  expect(words(await preview.text())).toContain('SQL in depth: The windows')
  for (const name of ['foreign', 'gone', 'sql/none', 'nothing'])
    expect([name, await send(`25m x %${name}`)]).toEqual([name, 422])
  expect(await last(client)).toBeUndefined()

  expect(await send('25m reading %sql/windows #deep')).toBe(303)
  expect(await last(client)).toEqual({ title: 'reading', plan_id: 'sql', chunk_id: 'windows', status: 'completed' })
  expect(await states()).toEqual(['not_started', 'in_progress', 'not_started'])
  expect(await send('10m %SQL in depth/The last more')).toBe(303)
  expect(await last(client)).toMatchObject({ title: 'more', chunk_id: 'last' })
  expect(await send('10m 50% off and %5 more \\%sql')).toBe(303)
  expect(await last(client)).toMatchObject({ title: '50% off and %5 more %sql', plan_id: null })
  expect(await send('reading %sql/joins')).toBe(303)
  expect(await last(client)).toMatchObject({ title: 'reading', chunk_id: 'joins', status: 'active' })
  expect(await states()).toEqual(['in_progress', 'in_progress', 'in_progress'])
  const form = await (await client.get('/timer/switch?entry=reading+%25sql')).text()
  expect(form).toContain('<option value="sql" selected')
})
