import { describe, expect, test } from 'vitest'
import { rows, signedIn } from '../../../../test/support/client'
import { subjectTotals } from '../../../../test/support/models/sums'
import { minute } from '../../../../test/support/times'
import { create, deviceOf, inboxOf, planText, sessionData } from '../testing'

const at = Date.parse('2026-05-04T12:00:00Z')

const session = (title: string, updated_at: number, more: object = {}) => ({
  sessions: [{ action: 'update' as const, id: 's', data: sessionData({ title, ...more }), updated_at }],
})

const gone = (updated_at: number) => ({ sessions: [{ action: 'delete' as const, id: 's', updated_at }] })

/** Two devices that both have the session. */
const pair = async () => {
  const client = await signedIn()
  const [laptop, phone] = [deviceOf(client), deviceOf(client, 'phone')]
  await laptop.sync(session('First', at))
  await phone.sync()
  const titleOf = async () => {
    const [row] = await rows('SELECT title, deleted_at FROM sessions WHERE user_id = ?', client.userId)
    return row?.deleted_at === null ? row.title : null
  }
  return { client, laptop, phone, titleOf, inbox: () => inboxOf(client.userId) }
}

describe('of two edits at the same time', () => {
  test('the later one wins, and the other is in the inbox', async () => {
    const { laptop, phone, titleOf, inbox } = await pair()
    await laptop.sync(session('Early', at + minute))
    const late = await phone.sync(session('Late', at + 2 * minute))
    expect(late.results[0]).toMatchObject({ status: 'applied' })
    expect(await titleOf()).toBe('Late')
    expect(await inbox()).toMatchObject([
      { title: 'Early', lost_by: 'laptop', kept_by: 'phone', data: { title: 'Early' } },
    ])
    expect((await laptop.sync()).sessions).toMatchObject([{ data: { title: 'Late' } }])
  })

  test('an earlier one that arrives later is in the inbox, and its device gets the other', async () => {
    const { laptop, phone, titleOf, inbox } = await pair()
    await laptop.sync(session('Late', at + 2 * minute))
    const early = await phone.sync(session('Early', at + minute))
    expect(early.results[0]).toMatchObject({ status: 'superseded' })
    expect(early.sessions).toMatchObject([{ data: { title: 'Late' } }])
    expect(await titleOf()).toBe('Late')
    expect(await inbox()).toMatchObject([{ title: 'Early', lost_by: 'phone', kept_by: 'laptop' }])
  })

  test('that are alike neither is lost', async () => {
    const { laptop, phone, inbox } = await pair()
    await laptop.sync(session('Alike', at + minute))
    expect((await phone.sync(session('Alike', at + 2 * minute))).results[0]).toMatchObject({ status: 'unchanged' })
    expect(await inbox()).toEqual([])
  })

  test('a clock that is days ahead counts as one minute ahead', async () => {
    const { laptop, phone, titleOf } = await pair()
    const answer = await laptop.sync(session('Ahead', Date.now() + 3 * 86_400_000))
    expect(answer.has_more).toBe(true)
    expect((await laptop.sync()).sessions[0]?.updated_at).toBeLessThanOrEqual(Date.now() + minute)
    await phone.sync(session('Later', Date.now() + 4 * 86_400_000))
    expect(await titleOf()).toBe('Later')
  })
})

describe('a device that has seen the stored version', () => {
  test('wins with a deletion, and loses with one that had not seen it', async () => {
    const { laptop, phone, titleOf, inbox } = await pair()
    await laptop.sync(session('Kept', at + 2 * minute))
    await phone.sync(gone(at + minute))
    expect(await titleOf()).toBe('Kept')
    expect(await inbox()).toMatchObject([{ title: 'Kept', data: null, lost_by: 'phone' }])
    await phone.sync(gone(at))
    expect(await titleOf()).toBeNull()
    expect(await laptop.sync()).toMatchObject({ sessions: [{ action: 'delete', id: 's' }], deleted_ids: ['s'] })
  })
})

describe('a write of the browser', () => {
  test('that came in between and is older gives way, and is in the inbox', async () => {
    const { client, laptop, titleOf, inbox } = await pair()
    await client.json('PATCH', '/api/v1/sessions/s', { title: 'Browser' })
    await laptop.sync(session('Laptop', Date.now() + minute))
    expect(await titleOf()).toBe('Laptop')
    expect(await inbox()).toMatchObject([{ title: 'Browser', lost_by: null, kept_by: 'laptop' }])
  })

  test('that deletes what a device edits later is undone, and in the inbox', async () => {
    const { client, laptop, titleOf, inbox } = await pair()
    await client.json('DELETE', '/api/v1/sessions/s')
    await laptop.sync(session('Back', Date.now() + minute))
    expect(await titleOf()).toBe('Back')
    expect(await inbox()).toMatchObject([{ data: null, lost_by: null }])
  })
})

describe('a request again', () => {
  test('changes nothing more, in whole, in part, or after others wrote', async () => {
    const { client, laptop, phone, inbox } = await pair()
    const before = laptop.version
    const sent = {
      plans: [create('p', { content: planText('p') }, at)],
      ...session('Laptop', at + minute),
    }
    await laptop.sync(sent)
    await phone.sync(session('Phone', at + 3 * minute))
    const state = async () => [
      await rows('SELECT * FROM sessions WHERE user_id = ? ORDER BY id', client.userId),
      await rows('SELECT * FROM plans WHERE user_id = ? ORDER BY id', client.userId),
      await inbox(),
    ]
    const stored = await state()
    for (const part of [sent, { plans: sent.plans }, { sessions: sent.sessions }, gone(at - minute)]) {
      laptop.version = before
      const again = await laptop.send({
        ...part,
        state: { device_id: 'laptop', last_sync: 0, local_version: 1, remote_version: before },
      })
      expect(again.status).toBe(200)
      expect(await state()).toEqual(stored)
    }
  })

  test('of 50 at once from one device is stored once', async () => {
    const { client, laptop } = await pair()
    const state = { device_id: 'laptop', last_sync: 0, local_version: 5, remote_version: laptop.version }
    const many = Array.from({ length: 20 }, (_, index) => create(`n${index}`, sessionData(), at))
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => laptop.send({ sessions: many, state }).then(({ status }) => status)),
    )
    expect(answers.every((status) => status === 200 || status === 409)).toBe(true)
    const [{ count } = { count: 0 }] = await rows(
      'SELECT count(*) AS count FROM sessions WHERE user_id = ?',
      client.userId,
    )
    expect(count).toBe(21)
    const [sum] = await rows(
      `SELECT session_count, total_seconds FROM ${subjectTotals} WHERE user_id = ? AND subject = 'all'`,
      client.userId,
    )
    expect(sum).toEqual({ session_count: 21, total_seconds: 21 * 3600 })
  })
})
