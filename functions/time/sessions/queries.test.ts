import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { recentSessions } from './few-sessions'
import { allSessions } from './list/view'
import { viewSums } from './list/view-sums'
import * as q from './queries'
import { ListedSession, SessionRow } from './schema'
import { berlin, newSession, put, putAll } from './testing'
import { deleteSession } from './writes'

const found = async (client: Client, view = allSessions, limit = 10) =>
  q.listViewSessions(env.DB, client.userId, view, limit)

test('rows are what their schema says, with columns of the table', async () => {
  const columns = await rows<{ name: string }>("SELECT name FROM pragma_table_info('sessions')")
  expect(columns.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(SessionRow.shape)))
  const client = await signedIn(berlin)
  const session = await put(client, '2026-03-08T08:00:00Z', 30, { tags: ['deep'] })
  expect(ListedSession.parse((await found(client))[0])).toMatchObject({ tags: ['deep'], days: [['2026-03-08', 1800]] })
  expect(SessionRow.parse(await q.sessionById(env.DB, client.userId, session.id))).toMatchObject({ source: 'manual' })
})

test('sessions that began at the same instant come one after the other, on any page', async () => {
  const client = await signedIn(berlin)
  const same = Array.from({ length: 7 }, () => newSession('2026-03-08T08:00:00Z', 30))
  await putAll(client, same)
  const seen: string[] = []
  let view = allSessions
  for (let page = await found(client, view, 3); page.length > 0; page = await found(client, view, 3)) {
    seen.push(...page.map(({ id }) => id))
    const last = page.at(-1)
    if (last) view = { ...allSessions, after: { ...last, shown: seen.length } }
  }
  expect(seen).toEqual(same.map(({ id }) => id).reverse())
})

test('the latest sessions are found without those deleted or of others', async () => {
  const [client, other] = [await signedIn(berlin), await signedIn(berlin)]
  await put(other, '2026-03-09T08:00:00Z', 30)
  const a = await put(client, '2026-03-08T08:00:00Z', 30)
  const b = await put(client, '2026-03-08T09:00:00Z', 30)
  const gone = await put(client, '2026-03-08T10:00:00Z', 30)
  await env.DB.batch(deleteSession(env.DB, client.userId, gone.id, 1))
  expect((await recentSessions(env.DB, client.userId, 5)).sessions.map(({ id }) => id)).toEqual([b.id, a.id])
  expect((await recentSessions(env.DB, client.userId, 1)).sessions).toHaveLength(1)
})

test('the count of a view is the length of its list', async () => {
  const client = await signedIn(berlin)
  await putAll(client, [
    newSession('2026-03-08T22:30:00Z', 90),
    newSession('2026-03-09T08:00:00Z', 30),
    newSession('2026-02-20T08:00:00Z', 30),
    newSession('2025-12-31T22:30:00Z', 120),
  ])
  const views = [
    allSessions,
    { ...allSessions, from: '2026-03-09', to: '2026-03-09' },
    { ...allSessions, from: '2026-01-01' },
    { ...allSessions, to: '2026-03-08' },
    { ...allSessions, subject: 'project:none', from: '2026-01-01', to: '2026-03-31' },
    { ...allSessions, subject: 'project:none' },
    { ...allSessions, subject: 'project:unknown' },
  ]
  for (const view of views) {
    expect((await viewSums(env.DB, client.userId, q.plainView(view))).sessions).toBe((await found(client, view)).length)
  }
})
