import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { allRows, sql } from '../functions/lib/sql'
import { cardJson, planJson, sessionDeletedAt, sessionJson, withWaiting } from '../functions/programs/sync/rows'
import { deviceOf, planText, sessionData } from '../functions/programs/sync/testing'
import { type Client, origin, request, rows, signedIn } from './client'
import { methodOf, routes } from './routes'
import { share } from './runs'
import { validWrite } from './valid-writes'

type Wire = { key: string; seq: number; wire: string }

/** Rows as devices have them; null for those that are not there. */
const wireOf = async (userId: string) => {
  const db = sql(env.DB)
  const found = await Promise.all([
    allRows<Wire>(db`
      SELECT 'plan ' || id AS key, seq, iif(deleted_at IS NULL, ${planJson}, NULL) AS wire FROM plans
      WHERE user_id = ${userId}`),
    allRows<Wire>(db`
      SELECT 'session ' || id AS key, seq, iif(${sessionDeletedAt} IS NULL, ${sessionJson}, NULL) AS wire FROM sessions
      WHERE user_id = ${userId}`),
    allRows<Wire>(db`
      SELECT 'card ' || cards.id AS key, cards.seq, iif(cards.deleted_at IS NULL, ${cardJson}, NULL) AS wire
      FROM cards ${withWaiting} WHERE cards.user_id = ${userId}`),
    allRows<Wire>(
      db`SELECT type || ' ' || id AS key, seq, NULL AS wire FROM sync_tombstones WHERE user_id = ${userId}`,
    ),
  ])
  return new Map(found.flat().map((row) => [row.key, row]))
}

const isWrite = (route: string) =>
  !/^(GET |POST \/dev\/|POST \/auth\/|DELETE \/api\/v1\/me$|POST \/settings\/account)/.test(route)

/** They give the person another account, which has an epoch of its own. */
const swaps = /restore\/:id\/confirm|restore\/undo|\/api\/v1\/restore$/

const unnoticed = async (route: string, client: Client) => {
  const { path, body, headers } = await validWrite(route, client)
  const before = await wireOf(client.userId)
  const head = (await client.heads())?.seq ?? 0
  await request(path, { method: methodOf(route), body, headers: { Origin: origin, ...headers } })
  const after = await wireOf(client.userId)
  return [...new Set([...before.keys(), ...after.keys()])].filter((key) => {
    const [old, present] = [before.get(key), after.get(key)]
    return (old?.wire ?? null) !== (present?.wire ?? null) && (present?.seq ?? 0) <= head
  })
}

test('every write of a plan, a session or a card reaches devices', async () => {
  const missed: string[] = []
  for (const route of share(Object.keys(routes).filter((one) => isWrite(one) && !swaps.test(one)))) {
    const client = await signedIn()
    if (route.includes('/admin')) await rows("UPDATE users SET role = 'admin' WHERE id = ?", client.userId)
    const at = Date.parse('2026-05-04T12:00:00Z')
    await deviceOf(client).sync({
      plans: [{ action: 'create', id: 'own-plan', data: { content: planText('own-plan') }, updated_at: at }],
      sessions: [{ action: 'create', id: 'own-session', data: sessionData({ plan_id: 'own-plan' }), updated_at: at }],
      cards: [
        { action: 'create', id: 'own-card', data: { plan_id: 'own-plan', question: 'Q', answer: 'A' }, updated_at: at },
      ],
    })
    for (const key of await unnoticed(route, client)) missed.push(`${route}: ${key}`)
  }
  expect(missed).toEqual([])
})
