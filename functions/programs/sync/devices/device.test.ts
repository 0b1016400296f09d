import { describe, expect, test } from 'vitest'
import { rows, signedIn } from '../../../../test/support/client'
import { day } from '../../../../test/support/times'
import { create, deviceOf, sessionData } from '../testing'

const at = Date.parse('2026-05-04T12:00:00Z')

const one = create('s', sessionData(), at)

const codeOf = async (answer: Response) => {
  const { code } = await answer.json<{ code: string }>()
  return [answer.status, code]
}

const setDevice = (userId: string, set: string) =>
  rows(`UPDATE sync_devices SET ${set} WHERE user_id = ? AND id = 'laptop'`, userId)

describe('a device', () => {
  test('is known by its header, or by its state', async () => {
    const client = await signedIn()
    await client.json('POST', '/api/v1/sync', {}, { 'X-Device-ID': 'by-header' })
    const other = await client.json('POST', '/sync', { state: { device_id: 'by-state' } })
    expect(other.status).toBe(200)
    expect(await rows('SELECT id FROM sync_devices WHERE user_id = ? ORDER BY id', client.userId)).toEqual([
      { id: 'by-header' },
      { id: 'by-state' },
    ])
  })

  test.each(['', ' ', 'a b', 'ö', 'tab\t', '\u0007', 'x'.repeat(101)])('with the id %j is refused', async (id) => {
    const client = await signedIn()
    const answer = await client.json('POST', '/api/v1/sync', { state: { device_id: id } })
    expect(await codeOf(answer)).toEqual([422, 'invalid'])
    expect(await rows('SELECT id FROM sync_devices WHERE user_id = ?', client.userId)).toEqual([])
  })

  test.each([
    ['of another epoch', (id: string) => rows('UPDATE change_heads SET epoch = epoch + 1 WHERE user_id = ?', id)],
    ['that was away for 181 days', (id: string) => setDevice(id, `last_sync_at = ${Date.now() - 181 * day}`)],
  ])('%s reads everything again, without losing what it sends', async (_, age) => {
    const client = await signedIn()
    const laptop = deviceOf(client)
    await laptop.sync({ sessions: [one] })
    await age(client.userId)
    for (const body of [{}, { sessions: [{ ...one, id: 'fresh' }] }]) {
      expect(await codeOf(await laptop.send(body))).toEqual([409, 'resync_required'])
    }
    expect(await rows('SELECT id FROM sessions WHERE user_id = ?', client.userId)).toEqual([{ id: 's' }])
    laptop.version = 0
    const first = await laptop.sync({ sessions: [{ ...one, id: 'fresh' }] }, '?full=true')
    const second = first.has_more ? await laptop.sync({}, '?full=true') : first
    expect(second.has_more).toBe(false)
    expect([...first.sessions, ...second.sessions].map(({ id }) => id).toSorted()).toEqual(['fresh', 's'])
    expect((await laptop.sync()).sessions).toEqual([])
  })

  test('that nobody knows and that has seen versions reads everything again', async () => {
    const client = await signedIn()
    const answer = await client.json('POST', '/api/v1/sync', { state: { device_id: 'x', remote_version: 7 } })
    expect(await codeOf(answer)).toEqual([409, 'resync_required'])
  })

  test('reads everything in pages, with ?full=true on each or on the first alone', async () => {
    const client = await signedIn()
    const laptop = deviceOf(client)
    const many = Array.from({ length: 620 }, (_, index) => ({ ...one, id: `s${index}` }))
    await laptop.sync({ sessions: many })
    for (const query of ['?full=true', '']) {
      laptop.version = 0
      const first = await laptop.sync({}, '?full=true')
      const second = await laptop.sync({}, query)
      expect([first.has_more, second.has_more]).toEqual([true, false])
      expect(new Set([...first.sessions, ...second.sessions].map(({ id }) => id)).size).toBe(620)
    }
  })

  test('that was revoked is refused and changes nothing', async () => {
    const client = await signedIn()
    const laptop = deviceOf(client)
    await laptop.sync()
    await setDevice(client.userId, 'revoked_at = 1')
    for (const body of [{}, { sessions: [one] }]) {
      expect(await codeOf(await laptop.send(body))).toEqual([403, 'device_revoked'])
    }
    expect(await rows('SELECT id FROM sessions WHERE user_id = ?', client.userId)).toEqual([])
  })

  test('is one of at most 100', async () => {
    const client = await signedIn()
    await rows(
      `INSERT INTO sync_devices (user_id, id, epoch, remote_version, local_version, last_sync_at, created_at)
       SELECT ?, 'd' || value, 1, 0, 0, 0, 0 FROM json_each(?)`,
      client.userId,
      JSON.stringify(Array.from({ length: 100 }, (_, index) => index)),
    )
    expect(await codeOf(await deviceOf(client).send())).toEqual([403, 'too_many_devices'])
    expect(await codeOf(await deviceOf(client).send({ sessions: [one] }))).toEqual([403, 'too_many_devices'])
  })
})
