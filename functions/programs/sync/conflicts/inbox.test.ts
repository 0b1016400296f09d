import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { documentOf, importPlan } from '../../../learning/plans/testing'
import { words } from '../../../time/sessions/testing'
import { putDevice } from '../devices/testing'
import { sessionData } from '../testing'
import { tidySync } from '../tidy'
import { cardData, planData, putConflict, putLostCard } from './testing'

const path = '/settings/devices/conflicts'

const main = (html: string) => words(html.slice(html.indexOf('<main'), html.indexOf('</main')))

const shown = async (client: Client, query = '') => main(await (await client.get(path + query)).text())

const addSession = async (client: Client, more: object = {}) => {
  const session = { title: 'Write', started_at: '2015-03-02T09:00:00Z', duration_seconds: 3600, ...more }
  return await client.add('/sessions', session)
}

/** Members of the session that `addSession` adds. */
const now = {
  ...{ title: 'Write', start_time: Date.parse('2015-03-02T09:00:00Z'), end_time: Date.parse('2015-03-02T10:00:00Z') },
  time_zone: 'Europe/Lisbon',
}

const ofSession = (row_id: string, data: object | null, more: object = {}) =>
  ({
    type: 'session',
    ...{ row_id, title: 'Write' },
    data: data && sessionData({ ...now, ...data }),
    ...more,
  }) as const

describe('a conflict', () => {
  test('of a session shows what differs, which side lost, and both buttons', async () => {
    const client = await signedIn({ time_zone: 'Europe/Lisbon' })
    const lost_by = await putDevice(client, { agent: 'daymark/1.0.0 (laptop)' })
    await client.json('POST', '/api/v1/projects', { name: 'Thesis' })
    const [{ id: project_id = '' } = {}] = await rows<{ id: string }>(
      'SELECT id FROM projects WHERE user_id = ?',
      client.userId,
    )
    const id = await addSession(client, { notes: 'Same start, then this' })
    const start_time = Date.parse('2015-03-02T08:00:00Z')
    const data = {
      title: 'Read',
      start_time,
      notes: 'Same start, then that',
      project_id,
      plan_id: 'later',
      duration_seconds: 5400,
    }
    await putConflict(client, ofSession(id, data, { lost_by }))
    const text = await shown(client)
    expect(text).toContain('Session · Edited on laptop, replaced by the browser')
    for (const words of [
      'Title: Read',
      'When: Mon 2 Mar 2015, 08:00–10:00',
      'Duration: 1h 30m',
      'Project: Thesis',
      'Plan: later',
      'Notes: Same start, then that',
      'Title: Write',
      'When: Mon 2 Mar 2015, 09:00–10:00',
      'Duration: 1h',
      'Project: nothing',
      'Plan: nothing',
    ]) {
      expect(text).toContain(words)
    }
    expect(text).not.toContain('Goal:')
    expect(text).toMatch(/Bring back Write.*Keep current Write/)
  })

  test.each([
    [null, 'phone', 0, false, 'Edited in the browser, replaced by phone'],
    ['phone', 'phone', 0, true, 'Edited on phone, deleted on phone'],
    ['gone', null, 0, false, 'Edited on gone, replaced by the browser'],
    ['phone', null, 1, false, 'Deleted on phone, kept in the browser'],
  ])('of %s and %s says which side lost', async (lost_by, kept_by, isDeletion, isDeleted, words) => {
    const client = await signedIn()
    await putDevice(client, { id: 'phone' })
    const id = await addSession(client)
    await putConflict(client, ofSession(id, isDeletion ? null : { title: 'Lost' }, { lost_by, kept_by }))
    if (isDeleted) await client.json('DELETE', `/api/v1/sessions/${id}`)
    expect(await shown(client)).toContain(words)
  })

  test('of a plan shows the lines that differ, and all of them on a page of its own', async () => {
    const client = await signedIn()
    const content = documentOf('ropes', 2)
    await importPlan(client, content)
    const more = Array.from({ length: 30 }, (_, n) => `Line ${n}`).join('\n')
    const data = planData(`${content.replace('title: Plan', 'title: Knots')}\n${more}`)
    const id = await putConflict(client, { type: 'plan', row_id: 'ropes', title: 'Plan', data })
    const text = await shown(client)
    expect(text).toMatch(/\d title: Knots/)
    expect(text).toMatch(/and \d+ lines more/)
    expect(text).not.toContain('Line 29')
    expect(main(await (await client.get(`${path}/${id}`)).text())).toContain('Line 29')
  })

  test('of what is deleted shows all of the version that is not', async () => {
    const client = await signedIn({ time_zone: 'Europe/Lisbon' })
    const id = await addSession(client)
    await putConflict(client, ofSession(id, null))
    expect(await shown(client)).toMatch(
      /Deleted\. Bringing.* Title: Write When: Mon 2 Mar 2015, 09:00–10:00.*Duration: 1h/,
    )
    await client.json('DELETE', `/api/v1/sessions/${id}`)
    expect(await shown(client)).toContain('It is deleted.')
  })

  test('of a timer says why it was ended, with its times and a link to edit it', async () => {
    const client = await signedIn({ time_zone: 'UTC' })
    const id = await addSession(client)
    await putConflict(client, ofSession(id, null, { reason: 'timer' }))
    const html = await (await client.get(path)).text()
    expect(main(html)).toMatch(/Two timers ran at once.* It’s now Mon 2 Mar 2015, 09:00–10:00, 1h\. Edit session Write/)
    expect(html).toContain(`href="/sessions/${id}/edit"`)
    expect(main(html)).not.toContain('Bring back')
  })

  test('whose version is there already offers no other', async () => {
    const client = await signedIn({ time_zone: 'Europe/Lisbon' })
    await putConflict(client, ofSession(await addSession(client), { title: 'Write' }))
    expect(await shown(client)).toMatch(/This is the current version\. Got it/)
  })
})

describe('the inbox', () => {
  test('is empty at first, and says what will be there', async () => {
    const client = await signedIn()
    expect(await shown(client)).toContain('No conflicts')
    expect(await shown(client, '?show=settled')).toContain('No settled conflicts')
    expect(await shown(client, '?show=nonsense&before=nonsense')).toContain('No conflicts')
  })

  test('is told of on the start page and in the settings while something is open', async () => {
    const client = await signedIn()
    const conflict = await putLostCard(client, 'What?')
    const start = await client.get('/')
    expect(main(await start.text())).toContain('Some changes were replaced when your devices synced. Review them')
    expect(words(await (await client.get('/settings')).text())).toContain('1 conflict ')
    const etag = start.headers.get('ETag') ?? ''
    await client.post(`${path}/${conflict}/settle`)
    const after = await client.get('/', { headers: { 'If-None-Match': etag } })
    expect([after.status, main(await after.text()).includes('Review them')]).toEqual([200, false])
  })
})

describe('daily work', () => {
  const day = 86_400_000
  const now = Date.now()

  test('removes what is older than 180 days, and nothing else', async () => {
    const [client, other] = [await signedIn(), await signedIn()]
    const old = now - 180 * day
    const card = { type: 'card', row_id: 'card', data: cardData() } as const
    for (const one of [client, other]) {
      for (const created_at of [old, old + day]) {
        await putConflict(one, { ...card, title: 'open', created_at })
        await putConflict(one, { ...card, title: 'settled', created_at, settled_at: created_at })
        await rows(
          "INSERT INTO sync_tombstones (user_id, type, id, seq, deleted_at) VALUES (?, 'session', ?, ?, ?)",
          ...[one.userId, `s${created_at}`, created_at === old ? 1 : 2, created_at],
        )
      }
    }
    await tidySync(env, client.userId, now)
    const left = async (table: string, { userId }: Client) =>
      (await rows<{ count: number }>(`SELECT count(*) AS count FROM ${table} WHERE user_id = ?`, userId))[0]?.count
    expect([await left('sync_conflicts', client), await left('sync_tombstones', client)]).toEqual([2, 1])
    expect([await left('sync_conflicts', other), await left('sync_tombstones', other)]).toEqual([4, 2])
  })

  test('forgets devices that were revoked long ago, once nothing signs them in', async () => {
    const client = await signedIn()
    const revoked_at = now - 180 * day
    await putDevice(client, { id: 'long-ago', revoked_at })
    await putDevice(client, { id: 'lately', revoked_at: revoked_at + day })
    await putDevice(client, { id: 'active' })
    const made = await client.json('POST', '/api/v1/me/tokens', { name: 'Shared', scopes: ['read'] })
    const credential = `token:${(await made.json<{ id: string }>()).id}`
    await putDevice(client, { id: 'shared', revoked_at, credential })
    for (const device of ['long-ago', 'lately', 'active']) {
      await rows(
        "INSERT INTO sync_writes (user_id, device_id, type, id, updated_at, digest, local_version) VALUES (?, ?, 'card', 'a', 1, '', 1)",
        ...[client.userId, device],
      )
    }
    await tidySync(env, client.userId, now)
    const of = async (table: string, column: string) =>
      (
        await rows<{ id: string }>(`SELECT ${column} AS id FROM ${table} WHERE user_id = ? ORDER BY 1`, client.userId)
      ).map(({ id }) => id)
    expect([await of('sync_devices', 'id'), await of('sync_writes', 'device_id')]).toEqual([
      ['active', 'lately', 'shared'],
      ['active', 'lately'],
    ])
  })
})
