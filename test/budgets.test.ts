import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { setRules } from '../functions/apps/whitelists/rules'
import { putApps } from '../functions/apps/whitelists/testing'
import { ask } from './callers'
import { type Client, cost, signedIn } from './client'
import { seedHistory, seedJournal, seedTasks, seedUsage } from './history'
import { ofKind, pathOf } from './routes'
import { share } from './runs'

const today = () => new Date().toISOString().slice(0, 10)

const statementBudget = 20

let client: Client

beforeAll(async () => {
  client = await signedIn({ time_zone: 'Europe/Lisbon', rest_days: [7] })
  await seedHistory(env.DB, client.userId, { years: 10 })
  await seedTasks(env.DB, client.userId, 10)
  await seedJournal(env.DB, client.userId, 10, today())
  await putApps(...Array.from({ length: 100 }, (_, n) => ({ package_name: `app.${n}` })))
  const after = { subject: 'all', seconds: 3600, period: 'day' as const }
  await setRules(
    env.DB,
    { id: client.userId },
    [{ package_name: 'app.3', rule: { is_whitelisted: 1, after } }],
    Date.now(),
  )
  await seedUsage(env.DB, client.userId, { events: 10_000, apps: 100, days: 365 })
})

test('after ten years every page and list reads in few statements', async () => {
  const faults: string[] = []
  for (const route of share(
    ofKind('own', 'account').filter((one) => one.startsWith('GET ')),
    3,
  )) {
    const path = pathOf(route).replace(':date', '2026-03-03').replace(':package_name', 'app.3').replace(/\/:.*/, '')
    const { statements } = cost(await ask(route, path, { Cookie: client.cookie }))
    if (statements > statementBudget) faults.push(`${path}: ${statements} statements`)
  }
  expect(faults).toEqual([])
})

test('the check of an app reads at most six rows in two statements', async () => {
  const { read, statements } = cost(await client.get('/api/v1/whitelist/check?package_name=app.3'))
  expect(read).toBeGreaterThan(0)
  expect(read).toBeLessThanOrEqual(6)
  expect(statements).toBeLessThanOrEqual(2)
})

test.each(['/', '/stats?range=365'])('an open page of %s asks again for four rows', async (path) => {
  const html = await (await client.get(path)).text()
  const [, live = ''] = /hx-get="(\/stats\/live\?[^"]*)"/.exec(html) ?? []
  const answer = await client.get(live.replaceAll('&amp;', '&'), { part: true })
  expect([answer.status, cost(answer).read <= 4]).toEqual([204, true])
})

test('statistics that a program has already cost four rows', async () => {
  const known = (await client.get('/api/v1/stats')).headers.get('ETag') ?? ''
  const answer = await client.get('/api/v1/stats', { headers: { 'If-None-Match': known } })
  expect([answer.status, cost(answer).read <= 4]).toEqual([304, true])
})

test.each(['/search?q=re', '/search?q=th&kind=session', '/api/v1/search?q=th&limit=100', '/palette?line=/th'])(
  '%s looks at a bounded number of its thousands of hits',
  async (path) => {
    const { id } = await (await client.json('POST', '/api/v1/organizations', { name: path })).json<{ id: string }>()
    for (const org of ['all', id]) {
      const answer = await client.get(`${path}&org=${org}`, { part: path.startsWith('/palette'), page: `/?org=${org}` })
      expect([org, answer.status, cost(answer).read]).toEqual([org, 200, expect.toSatisfy((read) => read <= 3000)])
    }
  },
)
