import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Client, request, rows, signedIn } from '../../../test/support/client'
import { seedHistory } from '../../../test/support/rows/history'
import { Preferences } from '../../lib/preferences'
import { makeBackup, turnLimit } from './make'
import { stepLimit } from './steps'
import { agedBy, keysOf, unpackBackup } from './testing'

beforeEach(() => {
  turnLimit.milliseconds = 0
  stepLimit.pages = 1
})
afterEach(() => {
  turnLimit.milliseconds = 10_000
  stepLimit.pages = 40
})

/** Somebody with several pages of sessions, whose backup is due. */
const person = async () => {
  const client = await signedIn()
  await seedHistory(env.DB, client.userId, { years: 0.8 })
  await agedBy(client.userId, 1)
  return client
}

const listed = ({ userId }: Client) =>
  rows<{ id: string; rows: number }>('SELECT id, rows FROM backups WHERE user_id = ? AND error IS NULL', userId)

/** Requests until the backup is there. */
const requestsUntilMade = async (client: Client) => {
  for (let count = 1; count <= 12; count += 1) {
    await client.get('/tags')
    if ((await listed(client)).length > 0) return count
  }
  return null
}

test('a backup of many rows is made in steps, one request after the other, and is whole', async () => {
  const client = await person()
  expect(await requestsUntilMade(client)).toBeGreaterThan(3)
  const keys = await keysOf(client.userId)
  expect(keys.filter((key) => !/^(daily|weekly)\//.test(key))).toEqual([])
  const members = await unpackBackup(`${client.userId}/${keys[0]}`)
  const { sessions } = JSON.parse(members.get('data.json') ?? '')
  const there = await rows('SELECT id FROM sessions WHERE user_id = ? ORDER BY id', client.userId)
  expect(there.length).toBeGreaterThan(1000)
  expect(sessions.map(({ id }: { id: string }) => ({ id }))).toEqual(there)
  expect(members.get('sessions.csv')?.split(there[0]?.id as string)).toHaveLength(2)
})

test('one that is written to while it is made begins anew in one batch, and holds what was written', async () => {
  const client = await person()
  await client.get('/tags')
  await client.json('POST', '/api/v1/goals', { title: 'Added meanwhile' })
  expect(await requestsUntilMade(client)).not.toBeNull()
  const [key] = await keysOf(client.userId)
  const { goals } = JSON.parse((await unpackBackup(`${client.userId}/${key}`)).get('data.json') ?? '')
  expect(goals).toContainEqual(expect.objectContaining({ title: 'Added meanwhile' }))
})

/** Writes a goal between any two reads of the backup’s rows. Returns the number of goals written. */
const writeMeanwhile = async (client: Client, work: (db: D1Database) => Promise<unknown>) => {
  let written = 0
  const write = async () => {
    written += 1
    await client.json('POST', '/api/v1/goals', { title: `Goal ${written}` })
  }
  const writing = <T extends object>(target: T, names: string[]): T =>
    new Proxy(target, {
      get: (object, name) => {
        const member = Reflect.get(object, name)
        if (typeof member !== 'function') return member
        if (!names.includes(String(name))) return member.bind(object)
        return async (...values: unknown[]) => {
          const result = await member.apply(object, values)
          await write()
          return result
        }
      },
    })
  await work(writing(env.DB, ['batch']))
  return written
}

test('one is made while its person writes without a pause, of one moment', async () => {
  turnLimit.milliseconds = 10_000
  const client = await person()
  const log = vi.spyOn(console, 'error')
  const user = { id: client.userId, preferences: Preferences.parse({ time_zone: 'UTC' }) }
  const BACKUPS = new Proxy(env.BACKUPS, {
    get: (bucket, name: keyof R2Bucket) => {
      if (name !== 'put') return bucket[name].bind(bucket)
      return async (key: string, content: ArrayBuffer) => {
        await client.json('POST', '/api/v1/goals', { title: key })
        return bucket.put(key, content)
      }
    },
  })
  const written = await writeMeanwhile(client, async (DB) => {
    const made = await makeBackup({ DB, BACKUPS, JWT_SECRET: '' }, user, { id: 'daily/2026-11-20', kind: 'daily' })
    expect(made).toMatchObject({ error: null })
  })
  expect(written).toBeGreaterThan(1)
  const members = await unpackBackup(`${client.userId}/daily/2026-11-20.tar.gz`)
  const { goals, sessions } = JSON.parse(members.get('data.json') ?? '')
  const { seq, counts } = JSON.parse(members.get('manifest.json') ?? '')
  expect(counts).toMatchObject({ goals: goals.length, sessions: sessions.length })
  const then = await rows<{ id: string }>(
    'SELECT id FROM goals WHERE user_id = ? AND seq <= ? ORDER BY id',
    client.userId,
    seq,
  )
  expect(goals.map(({ id }: { id: string }) => ({ id }))).toEqual(then)
  expect(log).not.toHaveBeenCalled()
})

test('one that never comes to its end is noted as failed, with its reason, and tried again an hour later', async () => {
  const client = await person()
  const failing = new Proxy(env.BACKUPS, {
    get: (bucket, name: keyof R2Bucket) =>
      name === 'put' ? () => Promise.reject(new Error('R2 failed')) : bucket[name].bind(bucket),
  })
  const log = vi.spyOn(console, 'error')
  const init = { headers: { Cookie: client.cookie, Origin: 'http://localhost' } }
  await request('/tags', init, { ...env, BACKUPS: failing })
  expect(log.mock.calls.map(String).join()).toContain('"failure":"The file storage failed."')
  log.mockRestore()
  const [user] = await rows<{ backup_failures: number; backup_retry_at: number }>(
    'SELECT backup_failures, backup_retry_at FROM users WHERE id = ?',
    client.userId,
  )
  expect(user?.backup_failures).toBe(1)
  expect(user?.backup_retry_at).toBeGreaterThan(Date.now() + 3_500_000)
  const html = await (await client.get('/')).text()
  expect(html).toContain('Daymark tries again within the hour.')
  expect(await (await client.get('/settings/backups')).text()).toContain(
    'It couldn’t be stored and checked. The file storage failed.',
  )
  await rows('UPDATE users SET backup_retry_at = 1 WHERE id = ?', client.userId)
  turnLimit.milliseconds = 10_000
  stepLimit.pages = 40
  expect(await requestsUntilMade(client)).toBe(1)
  expect(await (await client.get('/')).text()).not.toContain('The last backup failed')
})
