import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { deletePlan, importPlan, knotsText, planText, putPlan } from '../../../learning/plans/testing'
import { lines, offered } from '../testing'

/** A line that was taken names the plan and the chunk, as its preview says. */
const link = async (client: Client, line: string) => {
  expect((await client.post('/sessions/entry', { entry: `5m read ${line}` })).status).toBe(303)
  const [last] = await rows<{ plan_id: string; chunk_id: string | null; title: string }>(
    'SELECT plan_id, chunk_id, title FROM sessions WHERE user_id = ? ORDER BY number DESC LIMIT 1',
    client.userId,
  )
  return [last?.title, last?.plan_id, last?.chunk_id]
}

test('the mark alone offers plans, each with its next chunk; those of others and gone ones are not there', async () => {
  const client = await signedIn({ time_zone: 'Etc/UTC' })
  await importPlan(client, knotsText('knots'))
  await importPlan(client, knotsText('old', { title: 'Old' }).replace('status: in-progress', 'status: archived'))
  await deletePlan(client, await putPlan(client, 'gone', 'Gone', { one: 'not-started' }))
  await putPlan(await signedIn(), 'foreign', 'Secret', { one: 'not-started' })
  expect(await offered(client, '%')).toMatchObject([
    { line: '%Knots ', words: '% Knots', selected: false },
    { line: '%Knots/Sheet bend ', words: '% Sheet bend Knots · next chunk', selected: false },
  ])
  expect(await lines(client, '50%')).toEqual([])
})

test('a plan is found by its title or id, and its chunks behind a slash', async () => {
  const client = await signedIn({ time_zone: 'Etc/UTC' })
  await putPlan(client, 'sql-1', 'SQL in depth', { joins: 'completed', windows: 'not-started', ctes: 'not-started' })
  await putPlan(client, 'kochen', 'Über das Kochen', { one: 'not-started' })
  await putPlan(client, 'ab', 'A/B tests', { setup: 'not-started', reading: 'skipped' })
  expect((await lines(client, '%dep'))[0]).toBe('%SQL in depth ')
  expect((await offered(client, 'x %sql-1'))[0]).toMatchObject({ line: 'x %SQL in depth ' })
  expect((await offered(client, '%uber'))[0]).toMatchObject({ line: '%Über das Kochen ', selected: true })
  expect(await lines(client, '%sql/')).toEqual([
    '%SQL in depth/The windows ',
    '%SQL in depth/The ctes ',
    '%SQL in depth/The joins ',
  ])
  expect((await offered(client, '%sql/join'))[0]).toMatchObject({
    line: '%SQL in depth/The joins ',
    words: '% The joins SQL in depth · Completed',
    selected: true,
  })
  expect(await lines(client, '%a/b tests/')).toEqual(['%A/B tests/The setup ', '%A/B tests/The reading '])
  expect(await lines(client, '%A/B tests/The setup')).toEqual([])
  expect(await link(client, '%SQL in depth/The joins')).toEqual(['read', 'sql-1', 'joins'])
  expect(await link(client, '%A/B tests/The setup')).toEqual(['read', 'ab', 'setup'])
})

test('titles that two have, and long ones, are written as ids', async () => {
  const client = await signedIn({ time_zone: 'Etc/UTC' })
  const text = planText('one', 'Same', { a: 'not-started', b: 'not-started' }).replace('The b', 'The a')
  await importPlan(client, text)
  await putPlan(client, 'two', 'Same')
  await putPlan(client, 'long', 'Long '.repeat(20).trim())
  expect(await lines(client, '%same')).toEqual(['%one ', '%one/a ', '%two '])
  expect(await lines(client, '%one/')).toEqual(['%one/a ', '%one/b '])
  expect(await lines(client, '%lon')).toEqual(['%long '])
  expect(await link(client, '%one/b')).toEqual(['read', 'one', 'b'])
})

test('markup, quotes and marks in titles are text, and the line that is taken names them', async () => {
  const client = await signedIn({ time_zone: 'Etc/UTC' })
  await importPlan(
    client,
    planText('odd', '"<b>Odd</b> @one #two"', { x: 'not-started' }).replace('The x', '"Q" %5 <i>'),
  )
  const found = await offered(client, '%odd')
  expect(found).toHaveLength(2)
  for (const { line } of found) expect((await link(client, line))[1]).toBe('odd')
})
