import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { randomDocument } from '../../../test/support/rows/random-document'
import { Preferences } from '../../lib/preferences'
import { togglHeader } from '../../time/sessions/import/testing'
import { makeBackup } from '../backups/make'
import { dropOldStates } from './purge'
import { idOf, restore } from './testing'

const weekMs = 7 * 86_400_000
const log = new File([`${togglHeader}\nRobin,,,,Work,2026-03-02,09:00:00,2026-03-02,10:00:00,01:00:00,`], 'log.csv')
const event = `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1@example.com\r\nDTSTART:20261124T100000Z\r\nSUMMARY:Private\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`
const calendar = new File([event], 'a.ics')

/** Keys of the bucket that have one of the ids in them. */
const objectsOf = async (...ids: string[]) => {
  const { objects, truncated } = await env.BACKUPS.list()
  expect(truncated).toBe(false)
  return objects.map(({ key }) => key).filter((key) => ids.some((id) => key.includes(id)))
}

const uploaded = async (client: Client) => {
  const restored = new File([JSON.stringify(randomDocument(3))], 'daymark.json')
  const from = { from: '2026-11-01', to: '2026-11-30' }
  for (const [path, fields] of [
    ['/sessions/import', { file: log }],
    ['/meetings/import', { file: calendar, ...from }],
    ['/settings/backups/restore', { file: restored }],
  ] as const) {
    const sent = await client.post(path, fields)
    expect([path, sent.status]).toEqual([path, path.startsWith('/meetings') ? 200 : 303])
  }
}

/** A backup, and a piece of one that was given up. */
const backedUp = async (client: Client, name: string) => {
  const id = await idOf(client)
  const user = { id, preferences: Preferences.parse({}) }
  expect(await makeBackup(env, user, { id: `exports/${name}`, kind: 'manual' })).not.toBeNull()
  await env.BACKUPS.put(`${id}/work/1/0`, 'a piece')
}

/** A person with files under three ids, the last of which is theirs now. */
const restoredTwice = async () => {
  const client = await signedIn()
  const ids = [client.userId]
  for (const seed of [1, 2]) {
    await uploaded(client)
    await backedUp(client, `20260101-00000${seed}`)
    await restore(client, randomDocument(seed), 'replace')
    ids.push(await idOf(client))
  }
  await uploaded(client)
  await backedUp(client, '20260101-000003')
  return { client, ids }
}

const prefixes = (keys: string[], id: string) =>
  [
    ...new Set(
      keys.filter((key) => key.includes(id)).map((key) => key.replace(id, '').replace(/^\//, '').split('/')[0]),
    ),
  ].sort()

test('of a deleted account no object stays, whichever of its ids it was stored under', async () => {
  const { client, ids } = await restoredTwice()
  const other = await signedIn()
  await uploaded(other)
  await rows(
    'INSERT INTO rate_limits (key, count, resets_at) SELECT ? || id, 1, 9e12 FROM users WHERE id = ?',
    'pages:',
    ids[0] ?? '',
  )
  const others = await objectsOf(other.userId)
  for (const id of ids)
    expect(prefixes(await objectsOf(id), id)).toEqual(expect.arrayContaining(['exports', 'imports', 'work']))

  const confirm = `${client.userId}@example.com`
  expect((await client.json('DELETE', '/api/v1/me', { confirm })).status).toBe(204)
  expect(await objectsOf(...ids)).toEqual([])
  expect(await rows('SELECT key FROM rate_limits WHERE key = ?', `pages:${ids[0]}`)).toEqual([])
  expect(await objectsOf(other.userId)).toEqual(others)
})

test('of a state that is kept no longer only the backups stay, with their person', async () => {
  const { client, ids } = await restoredTwice()
  const [first = '', second = '', present = ''] = ids
  const listed = await rows<{ key: string }>('SELECT key FROM backups WHERE user_id = ? ORDER BY key', present)
  const own = await objectsOf(present)
  await dropOldStates(env, present, Date.now() + weekMs + 1)
  const kept = listed.map(({ key }) => key)
  expect((await objectsOf(first, second)).sort()).toEqual(kept.filter((key) => !key.startsWith(present)))
  expect(kept.filter((key) => !key.startsWith(present))).toHaveLength(2)
  expect(await objectsOf(present)).toEqual(own)

  const confirm = `${client.userId}@example.com`
  expect((await client.json('DELETE', '/api/v1/me', { confirm })).status).toBe(204)
  expect(await objectsOf(...ids)).toEqual([])
})
