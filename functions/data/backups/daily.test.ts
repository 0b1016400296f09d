import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { rows, signedIn } from '../../../test/support/client'
import { seedHistory } from '../../../test/support/rows/history'
import { storeFailedBackup } from './make'
import { agedBy, keysOf, unpackBackup } from './testing'

describe('the daily backup', () => {
  test('of a new account is made on the day of its first writes', async () => {
    const client = await signedIn()
    await agedBy(client.userId, 0)
    await client.get('/')
    expect(await keysOf(client.userId)).toEqual([])
    await client.post('/projects', { name: 'First' })
    await client.get('/')
    expect(await keysOf(client.userId)).toContainEqual(expect.stringMatching(/^daily/))
  })

  test('is made after the first request of a day, once, and holds what the export holds', async () => {
    const client = await signedIn()
    await seedHistory(env.DB, client.userId, { years: 0.1 })
    await client.get('/')
    expect(await keysOf(client.userId)).toEqual([])
    await agedBy(client.userId, 1)
    const answers = await Promise.all([1, 2, 3, 4].map(() => client.get('/')))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const stored = () =>
      rows<{ id: string; key: string }>('SELECT * FROM backups WHERE user_id = ? ORDER BY id', client.userId)
    const made = await stored()
    expect(made.map(({ id }) => id)).toEqual([
      expect.stringMatching(/^daily\/\d{4}-\d\d-\d\d$/),
      expect.stringMatching(/^weekly\/\d{4}-W\d\d$/),
    ])
    expect(await keysOf(client.userId)).toEqual(made.map(({ id }) => `${id}.tar.gz`))
    const members = await unpackBackup(made[0]?.key ?? '')
    const { seal, ...data } = JSON.parse(members.get('data.json') ?? '')
    expect(seal).toMatch(/^[0-9a-f]{64}$/)
    const {
      exported_at: _,
      seal: __,
      ...exported
    } = await (await client.get('/api/v1/export')).json<Record<string, unknown>>()
    delete (exported.user as Record<string, unknown>).last_active_at
    expect(data).toEqual(exported)
    expect(data.sessions.length).toBeGreaterThan(5)
    expect(members.get('sessions.csv')?.split('\n').length).toBeGreaterThan(5)
    const list = async () => (await env.BACKUPS.list({ prefix: client.userId })).objects.map(({ uploaded }) => uploaded)
    const before = await list()
    await client.get('/')
    expect(await list()).toEqual(before)
    // A slower request fails after another made the backup.
    await storeFailedBackup(
      env,
      { userId: client.userId, id: made[0]?.id ?? '', kind: 'daily' },
      new Error('slow'),
    ).run()
    expect(await stored()).toEqual(made)
  })
})
