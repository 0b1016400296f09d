import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { deletePlan, importPlan, knotsText, planText } from '../../learning/plans/testing'
import { words } from '../../time/sessions/testing'

const section = (html: string) => [...html.matchAll(/<li id="plan-.*?<\/li>/gs)].join('')
const page = async (client: Client) => section(await (await client.get('/')).text())

/** The address at which the dashboard asks for its figures again. */
const livePath = async (client: Client) =>
  /hx-get="(\/stats\/live\?[^"]*)"/.exec(await (await client.get('/')).text())?.[1]?.replaceAll('&amp;', '&') ?? ''

test('the dashboard offers the next chunk of each plan in progress', async () => {
  const client = await signedIn({ time_zone: 'Etc/UTC' })
  expect(await page(client)).toBe('')
  await importPlan(client, planText('later', 'Later', { one: 'not-started' }), {}, 3)
  await importPlan(client, knotsText('knots'), {}, 1)
  await importPlan(client, knotsText('done', { title: 'Over' }).replace('status: in-progress', 'status: completed'))
  await importPlan(client, knotsText('old', { title: 'Old' }).replace('status: in-progress', 'status: archived'))
  await importPlan(client, knotsText('gone', { title: 'Gone' }))
  await deletePlan(client, 'gone')
  await importPlan(await signedIn(), knotsText('foreign', { title: 'Secret' }))
  const html = await page(client)
  expect([...html.matchAll(/href="(\/plans\/[^"]*)"/g)].map(([, href]) => href)).toEqual(['/plans/knots'])
  expect(words(html)).toContain('Sheet bend')
  expect(html).toMatch(/name="plan" value="knots\/chunk-002"/)
  expect(html).toContain('aria-label="Start: Sheet bend"')
  const start = { title: 'Sheet bend', plan: 'knots/chunk-002' }
  expect((await client.post('/timer/start', start)).status).toBe(303)
  expect((await client.post('/timer/stop', {})).status).toBe(303)
  expect(await rows('SELECT chunk_id FROM sessions WHERE user_id = ?', client.userId)).toEqual([
    { chunk_id: 'chunk-002' },
  ])
})

test('time tracked on it begins a plan, whatever its text says', async () => {
  const client = await signedIn({ time_zone: 'Etc/UTC' })
  await importPlan(client, planText('later', 'Later', { one: 'not-started' }))
  expect(await page(client)).toBe('')
  await client.post('/sessions/entry', { entry: '25m reading %Later' })
  expect(words(await page(client))).toContain('Later')
})

test.each<[string, (client: Client) => Promise<Response>]>([
  ['a chunk is done', ({ post }) => post('/plans/knots/chunks/chunk-002/status', { status: 'completed' })],
  ['the plan is completed', ({ post }) => post('/plans/knots/status', { status: 'completed' })],
  ['the plan is deleted', ({ post }) => post('/plans/knots/delete', {})],
  ['its project is set', ({ json }) => json('PATCH', '/api/v1/plans/knots', { scheduler: 'fsrs' })],
  ['another one comes', ({ json }) => json('POST', '/api/v1/plans', { title: 'Another' })],
])('an open dashboard follows when %s', async (_, change) => {
  const client = await signedIn()
  await importPlan(client, knotsText('knots'))
  const path = await livePath(client)
  expect((await client.get(path, { part: true })).status).toBe(204)
  expect((await change(client)).status).toBeLessThan(400)
  const answer = await client.get(path, { part: true })
  expect(answer.status).toBe(200)
  expect(section(await answer.text())).toBe(await page(client))
})

test('the dashboard shows four plans at most', async () => {
  const client = await signedIn()
  for (let n = 0; n < 6; n += 1) await importPlan(client, knotsText(`plan-${n}`))
  expect([...(await page(client)).matchAll(/<li id="plan-/g)]).toHaveLength(4)
})
