import { describe, expect, test } from 'vitest'
import { rows, signedIn } from '../../../../test/support/client'
import { deviceOf, inboxOf, sessionData } from '../testing'

const at = Date.parse('2026-05-04T12:00:00Z')

const edit = (title: string, updated_at: number, more: object = {}) => ({
  sessions: [{ action: 'update' as const, id: 's', data: sessionData({ title, ...more }), updated_at }],
})

const refused = (updated_at: number) => edit('Refused', updated_at, { end_time: 0 })

const laptopOf = async () => {
  const client = await signedIn()
  const laptop = deviceOf(client)
  await laptop.sync(edit('First', at))
  return { client, laptop }
}

describe('an answer has the stored version', () => {
  test('where a delta is refused after one whose answer was lost', async () => {
    const { laptop } = await laptopOf()
    await laptop.send(edit('Second', at + 1))
    const answer = await laptop.sync(refused(at + 2))
    expect(answer.results).toMatchObject([{ status: 'rejected' }])
    expect(answer.sessions).toMatchObject([{ data: { title: 'Second' }, updated_at: at + 1 }])
    expect((await laptop.sync(refused(at + 2))).sessions).toHaveLength(1)
  })

  test('where a delta comes again after the feed has passed a version that replaced it', async () => {
    const { client, laptop } = await laptopOf()
    const phone = deviceOf(client, 'phone')
    await phone.sync()
    const sent = edit('Second', at + 1)
    await laptop.sync(sent)
    await phone.sync(edit('Third', at + 2))
    await laptop.sync()
    const answer = await laptop.sync(sent)
    expect(answer).toMatchObject({ results: [{ status: 'unchanged' }], sessions: [{ data: { title: 'Third' } }] })
  })

  test('where a part of the members won over a version that its device had not seen', async () => {
    const { client, laptop } = await laptopOf()
    const phone = deviceOf(client, 'phone')
    await phone.sync()
    await laptop.sync(edit('Second', at + 1))
    await phone.sync({ sessions: [{ action: 'update', id: 's', data: { notes: 'Mine' }, updated_at: at + 2 }] })
    expect((await phone.sync()).sessions).toMatchObject([{ data: { title: 'Second', notes: 'Mine' } }])
    expect(await inboxOf(client.userId)).toHaveLength(1)
  })
})

test('a refused delta replaces an earlier one of its device that arrives later', async () => {
  const { client, laptop } = await laptopOf()
  const { version } = laptop
  await laptop.sync({
    ...refused(at + 2),
    state: { device_id: 'laptop', last_sync: 0, local_version: 9, remote_version: version },
  })
  const late = { device_id: 'laptop', last_sync: 0, local_version: 8, remote_version: version }
  expect((await laptop.sync({ ...edit('Late', at + 1), state: late })).results).toMatchObject([
    { status: 'superseded' },
  ])
  expect(await rows('SELECT title FROM sessions WHERE user_id = ?', client.userId)).toEqual([{ title: 'First' }])
})

test('a full resync that was under way when the data was restored starts again', async () => {
  const { client, laptop } = await laptopOf()
  await laptop.sync({}, '?full=true')
  expect(laptop.version).toBeGreaterThan(0)
  await rows('UPDATE change_heads SET epoch = epoch + 1 WHERE user_id = ?', client.userId)
  const answer = await laptop.send({}, '?full=true')
  expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'resync_required' }])
  laptop.version = 0
  expect((await laptop.sync({}, '?full=true')).sessions).toHaveLength(1)
})
