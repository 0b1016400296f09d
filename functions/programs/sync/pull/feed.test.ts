import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { runs } from '../../../../test/support/runs'
import { commit, sql } from '../../../lib/db/sql'
import { addSessions } from '../../../time/sessions/queries'
import type { SyncAnswer } from '../core/protocol'
import { responseDeltaLimit } from '../core/protocol'
import { create, deviceOf, sessionData } from '../testing'
import { parsePosition, toRemoteVersion } from './feed'

const start = Date.parse('2026-05-04T09:00:00Z')

/** Adds sessions as one version, as an import does. */
const addMany = ({ userId }: Client, count: number, name: string, notes = '') => {
  const added = Array.from({ length: count }, (_, index) => ({
    id: `${name}-${String(index).padStart(5, '0')}`,
    source: 'import' as const,
    title: '',
    notes,
    tags: [],
    project_id: null,
    goal_id: null,
    started_at: start + index * 60_000,
    ended_at: start + index * 60_000 + 1000,
    duration_seconds: 1,
    time_zone: 'Etc/UTC',
    day_start_minute: 0,
    import_id: null,
    import_key: null,
  }))
  return commit(env.DB, userId, ['stats'], addSessions(env.DB, userId, added, Date.now()))
}

/** Reads on until there is no more; the pages. */
const readAll = async (device: ReturnType<typeof deviceOf>, between = async () => {}) => {
  const pages: SyncAnswer[] = []
  do {
    pages.push(await device.sync())
    await between()
  } while (pages.at(-1)?.has_more)
  return pages
}

const idsOf = (pages: SyncAnswer[]) => pages.flatMap(({ sessions }) => sessions.map(({ id }) => id))

test('a position survives the way to a device and back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 0, max: 2 ** 20 - 1 }), (seq, left) => {
      const position = { seq: seq + 1, left }
      expect(parsePosition(toRemoteVersion(position))).toEqual(position)
      expect(parsePosition(JSON.parse(JSON.stringify(toRemoteVersion(position))))).toEqual(position)
    }),
    { numRuns: runs(1000) },
  )
})

describe('what changed', () => {
  test('comes in pages of 500, also where one change has more', async () => {
    const client = await signedIn()
    await addMany(client, 1100, 'a')
    await addMany(client, 300, 'b')
    await addMany(client, 300, 'c')
    const pages = await readAll(deviceOf(client))
    expect(pages.map(({ sessions }) => sessions.length)).toEqual([500, 500, 100, 300, 300])
    expect(new Set(idsOf(pages)).size).toBe(1700)
    expect(pages.every(({ sessions }) => sessions.length <= responseDeltaLimit)).toBe(true)
  })

  test('comes in pages of 1 MB, and a larger row alone', async () => {
    const client = await signedIn()
    await addMany(client, 150, 'long', 'x'.repeat(9_900))
    const pages = await readAll(deviceOf(client))
    expect(pages.map((page) => JSON.stringify(page).length < 1.2e6)).toEqual(pages.map(() => true))
    expect(pages.map(({ sessions }) => sessions.length)).toEqual([99, 51, 0])
    expect(new Set(idsOf(pages)).size).toBe(150)
  })

  test('reaches a device whole while rows of a large change are edited and deleted between its pages', async () => {
    const client = await signedIn()
    const [laptop, phone] = [deviceOf(client), deviceOf(client, 'phone')]
    await phone.sync()
    await addMany(client, 1200, 'a')
    let round = 0
    const pages = await readAll(laptop, async () => {
      round += 1
      if (round > 3) return
      for (const index of [3, 480 * round + 7, 1190 - round]) {
        const id = `a-${String(index + round).padStart(5, '0')}`
        if (round === 2) await client.json('DELETE', `/api/v1/sessions/${id}`)
        else await client.json('PATCH', `/api/v1/sessions/${id}`, { title: `edited ${round}` })
      }
    })
    const has = new Map<string, string | null>()
    for (const delta of pages.flatMap(({ sessions }) => sessions)) {
      has.set(delta.id, delta.action === 'delete' ? null : (delta.data?.title ?? ''))
    }
    const stored = await rows<{ id: string; title: string; deleted_at: number | null }>(
      'SELECT id, title, deleted_at FROM sessions WHERE user_id = ?',
      client.userId,
    )
    for (const { id, title, deleted_at } of stored)
      expect([id, has.get(id) ?? null]).toEqual([id, deleted_at ? null : title])
  })

  test('by the device itself is left out, unless it is stored otherwise', async () => {
    const client = await signedIn()
    const laptop = deviceOf(client)
    const before = laptop.version
    const delta = (id: string, title: string) => create(id, sessionData({ title }), start + 1)
    const sent = await laptop.sync({ sessions: [delta('plain', 'Plain'), delta('spaced', '  Spaced ')] })
    expect(sent.has_more).toBe(true)
    expect((await laptop.sync()).sessions).toMatchObject([{ id: 'spaced', data: { title: 'Spaced' } }])
    laptop.version = before
    expect((await laptop.sync()).sessions.map(({ id }) => id)).toEqual(['spaced'])
  })

  test('for good is told to those who have it', async () => {
    const client = await signedIn()
    const laptop = deviceOf(client)
    await laptop.sync()
    const file =
      'Start date,Start time,End date,End time,Duration,Description\n2026-05-04,09:00:00,2026-05-04,10:00:00,01:00:00,A\n'
    const headers = { 'Content-Type': 'text/csv' }
    await client.json('POST', '/api/v1/sessions/import?time_zone=UTC', file, headers)
    const [added] = (await laptop.sync()).sessions
    expect(added).toMatchObject({ action: 'update', data: { title: 'A' } })
    const [{ id } = { id: '' }] = await rows<{ id: string }>('SELECT id FROM imports WHERE user_id = ?', client.userId)
    expect((await client.post(`/changes/session.import~${id}/undo`)).status).toBe(303)
    expect(await laptop.sync()).toMatchObject({
      sessions: [{ action: 'delete', id: added?.id }],
      deleted_ids: [added?.id],
    })
  })
})

test('a version of what a device sends has at most 250 rows, so that no answer is cut inside it', async () => {
  const client = await signedIn()
  const sessions = Array.from({ length: 700 }, (_, index) => create(`s${index}`, sessionData(), start + 1))
  await deviceOf(client).sync({ sessions })
  const counts = await sql(
    env.DB,
  )`SELECT count(*) AS count FROM sessions WHERE user_id = ${client.userId} GROUP BY seq`.all()
  expect(counts.results.map(({ count }) => count)).toEqual([250, 250, 200])
  const pages = await readAll(deviceOf(client, 'phone'))
  expect(pages.map(({ state }) => Number.isInteger(state.remote_version))).toEqual(pages.map(() => true))
})
