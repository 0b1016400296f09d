import { describe, expect, test } from 'vitest'
import { upload } from '../../../../test/support/callers'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { exportOf, idOf, restore } from '../../../data/restore/testing'
import { create, deviceOf, sessionData } from '../testing'

const tombstones = () => rows<{ user_id: string; id: string }>('SELECT user_id, id FROM sync_tombstones')

const of = async (userId: string) => (await tombstones()).filter((one) => one.user_id === userId)

/** Imports a session and undoes the import, which removes it for good; returns its id. */
const removeOne = async (client: Client) => {
  await client.post(`/sessions/import/${await upload(client, '2026-03-02')}/confirm`, { on_error: 'skip' })
  const [session] = await rows<{ id: string; import_id: string }>(
    'SELECT id, import_id FROM sessions WHERE user_id = ? AND import_id IS NOT NULL',
    client.userId,
  )
  return {
    id: session?.id ?? '',
    undo: async () => {
      expect((await client.json('DELETE', `/api/v1/imports/${session?.import_id}`)).status).toBe(204)
      expect(await rows('SELECT 1 FROM sessions WHERE id = ? AND user_id = ?', session?.id, client.userId)).toEqual([])
    },
  }
}

describe('a session that is removed for good', () => {
  test('leaves a tombstone for devices, which fetch its deletion', async () => {
    const client = await signedIn()
    const device = deviceOf(client)
    const { id, undo } = await removeOne(client)
    expect((await device.sync()).sessions.map((one) => one.id)).toEqual([id])
    await undo()
    expect(await of(client.userId)).toEqual([{ user_id: client.userId, id }])
    expect(await device.sync()).toMatchObject({ deleted_ids: [id], sessions: [{ id, action: 'delete' }] })
    expect(await device.sync()).toMatchObject({ deleted_ids: [], sessions: [] })
  })

  test('leaves none where the person has no device', async () => {
    const client = await signedIn()
    await (await removeOne(client)).undo()
    expect(await of(client.userId)).toEqual([])
  })

  test('has no tombstone once a device sends it again', async () => {
    const client = await signedIn()
    const device = deviceOf(client)
    await device.sync()
    const { id, undo } = await removeOne(client)
    await undo()
    await device.sync()
    const updated_at = Date.now()
    await device.sync({ sessions: [{ action: 'update', id, data: sessionData(), updated_at }] })
    expect(await of(client.userId)).toEqual([])
    expect((await client.json('GET', `/api/v1/sessions/${id}`)).status).toBe(200)
  })
})

describe('a deleted account', () => {
  const full = async () => {
    const client = await signedIn()
    const device = deviceOf(client)
    await device.sync({
      sessions: [create('s1', sessionData(), 1e12)],
      cards: [create('k1', { plan_id: 'later', question: 'Q', answer: 'A' }, 1e12)],
    })
    await (await removeOne(client)).undo()
    await rows(
      `INSERT INTO sync_conflicts (user_id, id, type, row_id, reason, title, updated_at, created_at)
       VALUES (?, 'c1', 'session', 's1', 'edit', 'A title', 1, 1)`,
      client.userId,
    )
    return client
  }

  const tables = ['sync_devices', 'sync_writes', 'sync_tombstones', 'sync_waiting', 'sync_conflicts']

  const counts = async (userIds: string[]) =>
    Promise.all(
      tables.map(async (table) => {
        const [row] = await rows<{ count: number }>(
          `SELECT count(*) AS count FROM ${table} WHERE user_id IN (SELECT value FROM json_each(?))`,
          JSON.stringify(userIds),
        )
        return row?.count
      }),
    )

  const leave = (client: Client) => client.json('DELETE', '/api/v1/me', { confirm: `${client.userId}@example.com` })

  test('with a state that a restore keeps, too', async () => {
    const client = await full()
    await restore(client, await exportOf(client), 'replace')
    const present = await idOf(client)
    expect(await counts([present, client.userId])).toEqual([1, 2, 1, 1, 1])
    const before = (await tombstones()).length
    expect((await leave(client)).status).toBe(204)
    expect(await counts([present, client.userId])).toEqual([0, 0, 0, 0, 0])
    expect((await tombstones()).length).toBe(before - 1)
  })
})

describe('a session that its device deletes, writes and deletes again', () => {
  const at = Date.parse('2026-05-04T12:00:00Z')
  const data = sessionData()
  const deletion = (id: string, after: number) => ({
    sessions: [{ action: 'delete' as const, id, updated_at: at + after }],
  })
  const state = (written: number) => ({ device_id: 'laptop', last_sync: 0, remote_version: 0, local_version: written })

  test.each(['was never stored', 'was stored'])(
    'stays deleted where the write arrives last, and it %s',
    async (kind) => {
      const client = await signedIn()
      const device = deviceOf(client)
      const id = `session-${crypto.randomUUID()}`
      const write = (after: number) => ({ sessions: [{ action: 'update' as const, id, data, updated_at: at + after }] })
      if (kind === 'was stored') await device.sync({ ...write(0), state: state(1) })
      await device.sync({ ...deletion(id, 1), state: state(2) })
      await device.sync({ ...deletion(id, 3), state: state(5) })
      const late = await device.sync({ ...write(2), state: { ...state(3), remote_version: device.version } })
      expect(late.results).toMatchObject([{ id, status: 'superseded' }])
      expect((await client.json('GET', `/api/v1/sessions/${id}`)).status).toBe(404)
    },
  )
})
