import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { ExplainQuery, formatCursor } from '../functions/figures/stats/explain/schema'
import { explainView } from '../functions/figures/stats/explain/view'
import { orgTime } from '../functions/frame/context/middleware'
import { readDaySums as daysOf } from '../functions/ledger/facts'
import { resolveSubject } from '../functions/ledger/resolve-subject'
import type { User } from '../functions/lib/env'
import { clientOf } from '../functions/lib/org'
import { readPreferences } from '../functions/lib/preferences'
import { addDays } from '../functions/lib/time/days'
import { type Client, rows, signedIn } from './support/client'
import { stopClock } from './support/clock'
import { seedHistory } from './support/rows/history'
import { isWhole, share } from './support/runs'
import { lisbon } from './support/times'

const today = '2026-03-11'
stopClock(`${today}T15:00:00Z`)

let client: Client
let org: string

beforeAll(async () => {
  client = await signedIn(lisbon)
  await seedHistory(env.DB, client.userId, { years: 1 })
  const made = await client.json('POST', '/api/v1/organizations', { name: 'Acme' })
  org = (await made.json<{ id: string }>()).id
  await rows(
    'UPDATE projects SET organization_id = ? WHERE user_id = ? AND id IN (SELECT id FROM projects WHERE user_id = ? ORDER BY id LIMIT 3)',
    org,
    client.userId,
    client.userId,
  )
})

/** A subject of each kind that is read in another way. */
const subjectsOf = async ({ userId }: Client) => {
  const [project] = await rows<{ id: string; client: string }>(
    `SELECT id, ${clientOf()} AS client FROM projects WHERE user_id = ? AND organization_id IS NOT NULL ORDER BY id LIMIT 1`,
    userId,
  )
  const [goal] = await rows<{ id: string }>(
    'SELECT parent_id AS id FROM goals WHERE user_id = ? AND parent_id IS NOT NULL LIMIT 1',
    userId,
  )
  const [tag] = await rows<{ subject: string }>(
    "SELECT 'tag:#' || tag AS subject FROM session_tags WHERE user_id = ? ORDER BY tag LIMIT 1",
    userId,
  )
  return [
    ...['all', 'weekday:3', 'hour:09', 'hour:3:09', 'tag:none', 'tag:several', tag?.subject ?? ''],
    ...['repo:none', 'plan:none', 'chunk:none', 'task:none', 'project:none', `project:${project?.id}`],
    ...['client:none', `client:=${project?.client}`, 'organization:none', `organization:${org}`],
    ...['classification:none', 'classification:work'],
    ...[`goal:${goal?.id}`, `goal-tree:${goal?.id}`, `goal-tree:${goal?.id}@${addDays(today, -60)}`],
  ]
}

test('the time of each day on each page is that of the whole day', async () => {
  const preferences = readPreferences(JSON.stringify(lisbon))
  const user = { id: client.userId, preferences } as User
  let cut = 0
  const contexts = [null, await orgTime(env.DB, client.userId, org)]
  const ways = contexts.flatMap((context) => ['total', 'best'].map((figure) => ({ context, figure })))
  for (const [index, subject] of (await subjectsOf(client)).entries())
    for (const { context, figure } of share(ways, 4, index)) {
      const filter = await resolveSubject(env.DB, client.userId, subject, context)
      let query = ExplainQuery.parse({ subject, figure, from: addDays(today, -364), to: today })
      for (let page = 0; page < 4; page += 1) {
        const view = await explainView(env.DB, user, query, today, context)
        if (!filter || !view?.rows) throw new Error(`no rows of ${subject}`)
        const { days, after, next } = view.rows
        const dates = days.map(({ date }) => date)
        const sums = await daysOf(env.DB, client.userId, filter, null)
        const secondsOf = new Map(sums.map((day) => [day.date, day.total_seconds]))
        expect(
          days.map(({ date, seconds }) => [date, seconds]),
          `${subject} ${figure} page ${page}`,
        ).toEqual(dates.map((date) => [date, secondsOf.get(date)]))
        cut += Number(after?.date === dates[0])
        if (!next) break
        query = { ...query, cursor: formatCursor(next) }
      }
    }
  expect(cut).toBeGreaterThan(isWhole ? 10 : 0)
})
