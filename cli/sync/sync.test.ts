import { describe, expect, test } from 'vitest'
import type { SyncAnswer, SyncResult } from '../../functions/programs/sync/core/protocol'
import type { Outgoing, Remote, Reply, SyncRefusal } from './remote'
import { entriesOf, nextRequest } from './request'
import type { DeviceStore } from './store'
import { sync } from './sync'
import { makeData } from './testing/data'
import { serve, serverDigests } from './testing/feed'
import { memoryStore } from './testing/memory'
import { type Model, newModel } from './testing/model'
import { visibleRows } from './testing/visible-rows'
import { visibleRow } from './visible-row'
import { addReview, queueWrite } from './write'

const noon = Date.UTC(2026, 2, 3, 12)

const watch = { tokenOf: () => 'a version', decided: () => undefined }

/** A device whose requests reach the model, unless `refuse` has something to say. */
const deviceOf = (model: Model, id: string, refuse: (request: Outgoing) => Reply | null = () => null) => {
  const store = memoryStore(id)
  const sent: Outgoing[] = []
  const remote: Remote = {
    send: async (outgoing) => {
      sent.push(outgoing)
      return refuse(outgoing) ?? serve(model, id, outgoing, noon, watch)
    },
    digests: async () => ({ kind: 'digests', digests: await serverDigests(model) }),
  }
  const session = (row: string, title: string) =>
    queueWrite(store, 'session', row, makeData.session(row, title, 'plain', noon), noon)
  return { store, sent, remote, session, sync: (verify = false) => sync(store, remote, { verify }) }
}

const titles = (store: DeviceStore) => [...visibleRows(store, 'session')].map(([id, { title }]) => [id, title])

const offline = () => ({ kind: 'offline' }) as const

describe('a device', () => {
  test('says which text the server did not take, as its person may only read it', async () => {
    const { store, sync: syncIt, remote } = deviceOf(newModel(9), 'one')
    queueWrite(store, 'plan', 'p', makeData.plan('p', 'Mine', 'plain', noon), noon)
    const reason = 'Ada shared this plan with you to read. Your text is kept under Conflicts'
    const send = remote.send
    remote.send = async (outgoing) => {
      const reply = await send(outgoing)
      if (reply.kind !== 'answer') return reply
      const results = reply.answer.results.map((one): SyncResult => ({ ...one, status: 'superseded', reason }))
      return { ...reply, answer: { ...reply.answer, results } }
    }
    expect(await syncIt()).toMatchObject({ kind: 'done', rejected: 1, superseded: 0 })
    expect(store.rejected()).toMatchObject([{ type: 'plan', id: 'p', reason }])
  })

  test('discards a write that was refused where the person deletes the row', async () => {
    const { store, sync: syncIt } = deviceOf(newModel(9), 'one')
    queueWrite(store, 'card', 'c1', makeData.card('c1', 'Why?', 'refused', noon), noon)
    expect(await syncIt()).toMatchObject({ kind: 'done', rejected: 1 })
    expect([visibleRow(store, 'card', 'c1'), store.rejected().length]).toEqual([null, 1])
    queueWrite(store, 'card', 'c1', null, noon)
    expect([store.rejected(), store.pendingCount()]).toEqual([[], 0])
  })

  test('writes each version of a row later than the one before, whatever its clock says', () => {
    const { store } = deviceOf(newModel(9), 'one')
    for (const now of [noon, noon - 9, noon - 9])
      queueWrite(store, 'card', 'c1', makeData.card('c1', 'Why?', 'plain', now), now)
    expect(store.pendingOf('card', 'c1')?.updated_at).toBe(noon + 2)
  })
})

describe('a request', () => {
  test('has as many deltas as fit, the reviews after all cards', () => {
    const { store, session } = deviceOf(newModel(9), 'one')
    for (const id of ['s1', 's2', 's3']) session(id, 'x'.repeat(200))
    addReview(store, { id: 'r1', card_id: 'c1', rating: 3, reviewed_at: noon })
    const idsOf = (deltas: number, bytes: number) =>
      entriesOf(nextRequest(store, { deltas, bytes })).map(({ id }) => id)
    expect(idsOf(2, 9_999)).toEqual(['s1', 's2'])
    expect(idsOf(9, 9_999)).toEqual(['s1', 's2', 's3', 'r1'])
    expect(idsOf(9, 1_200)).toEqual(['s1', 's2'])
    expect(idsOf(9, 10)).toEqual(['s1'])
  })

  test('that is refused for one of its deltas is halved until that one is set aside', async () => {
    const model = newModel(99)
    const device = deviceOf(model, 'one', ({ body }) =>
      body.sessions.some(({ id }) => id === 's5')
        ? { kind: 'refused', status: 422, code: 'invalid', detail: 'No' }
        : null,
    )
    for (let index = 0; index < 9; index += 1) device.session(`s${index}`, `v${index}`)
    expect(await device.sync()).toMatchObject({ kind: 'done', sent: 9, rejected: 1, waiting: 0 })
    expect(device.store.rejected()).toMatchObject([{ type: 'session', id: 's5', reason: 'No' }])
    expect(model.rows.session.size).toBe(8)
  })

  test.each<SyncRefusal>([
    { kind: 'refused', status: 401, code: 'invalid_token', detail: 'Sign in' },
    { kind: 'refused', status: 422, code: 'invalid', detail: 'state: No' },
    { kind: 'busy', retryAfterSeconds: 5 },
  ])('stops where the server answers $kind $status, and keeps what waits', async (refusal) => {
    const device = deviceOf(newModel(9), 'one', () => refusal)
    for (const id of ['s1', 's2']) device.session(id, 'Reading')
    expect(await device.sync()).toMatchObject({ ...refusal, waiting: 2, rejected: 0 })
  })
})

describe('a full resync', () => {
  test('goes on after an interruption', async () => {
    const model = newModel(1)
    let left = 99
    const one = deviceOf(model, 'one', () => (left-- > 0 ? null : offline()))
    for (const id of ['s1', 's2', 's3']) one.session(id, 'Reading')
    await one.sync()
    model.epoch += 1
    left = 2
    expect(await one.sync()).toMatchObject({ kind: 'offline' })
    expect(one.store.state()).toMatchObject({ is_full: true })
    left = 99
    expect(await one.sync(true)).toMatchObject({ kind: 'done', resyncs: 0, digestsAgree: true })
    expect(titles(one.store)).toHaveLength(3)
  })

  test('starts again where a row is edited that it has not brought', async () => {
    const model = newModel(1)
    let left = 99
    const one = deviceOf(model, 'one', () => (left-- > 0 ? null : offline()))
    for (const id of ['s1', 's2', 's3']) one.session(id, 'Reading')
    await one.sync()
    model.epoch += 1
    left = 2
    await one.sync()
    expect(one.store.state().remote_version).toBeGreaterThan(0)
    one.session('s3', 'Writing')
    expect(one.store.state().remote_version).toBe(0)
  })

  test('mends a copy whose digests differ, and is not asked for without need', async () => {
    const model = newModel(9)
    const one = deviceOf(model, 'one')
    one.session('s1', 'Reading')
    expect(await one.sync(true)).toMatchObject({ kind: 'done', resyncs: 0, digestsAgree: true })
    const row = one.store.row('session', 's1')
    if (row) one.store.saveRow('session', { ...row, updated_at: 1 })
    expect(await one.sync(true)).toMatchObject({ kind: 'done', resyncs: 1, digestsAgree: true })
  })

  test('is given up where the server asks for it again and again, or answers nothing new', async () => {
    const device = deviceOf(newModel(9), 'one', () => ({ kind: 'resync' }))
    expect(await device.sync()).toMatchObject({ kind: 'refused', code: 'resync_required', resyncs: 3 })
    const state = { device_id: 'two', last_sync: 0, local_version: 0, remote_version: 0 }
    const results: SyncResult[] = []
    const answer: SyncAnswer = { plans: [], sessions: [], cards: [], deleted_ids: [], state, has_more: true, results }
    const other = deviceOf(newModel(9), 'two', () => ({ kind: 'answer', answer }))
    expect(await other.sync()).toMatchObject({ kind: 'refused', code: 'no_progress' })
  })
})
