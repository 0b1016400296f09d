import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import { listNames, type SyncRequest } from '../sync/core/protocol'
import { deviceOf, inboxOf } from '../sync/testing'
import { cardRow, planRow, sessionRow, trackerOf } from './testing'

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }))

const countOf = async (table: string, userId: string) =>
  (await rows<{ count: number }>(`SELECT count(*) AS count FROM ${table} WHERE user_id = ?`, userId))[0]?.count

describe('two devices of the tracker', () => {
  test('end up equal with 1,300 cards in 400 plans, and then hear of nothing', async () => {
    const client = await signedIn({ time_zone: 'Europe/Paris' })
    const [one, two] = [await trackerOf(client, 'one'), await trackerOf(client)]
    for (let at = 0; at < 400; at += 1) one.write('plan', `p${at}`, planRow({ title: `Knots ${at}` }))
    const last_review = 1_777_000_001
    for (let at = 0; at < 1_300; at += 1)
      one.write('card', `c${at}`, cardRow({ plan_id: `p${at % 400}`, question: `Which knot ${at}?`, last_review }))
    one.write('session', 's1', sessionRow({ plan_id: 'p1', chunk_id: 'c1' }))
    const first = await one.sync()
    expect(first.results.filter(({ status }) => status !== 'applied')).toEqual([])
    expect((await one.sync()).cards).toEqual([])
    const received = await two.sync()
    expect(new Set([...received.plans, ...received.cards].map(({ action }) => action))).toEqual(new Set(['create']))
    expect(two.rows.size).toBe(1_701)
    expect(two.rows).toEqual(one.rows)
    expect(two.rows.get('plan p1')).toMatchObject({ status: 'active', tags: '["rope"]', user_id: client.userId })
    expect(two.rows.get('card c1')).toMatchObject({ last_review })
    expect(await countOf('cards', client.userId)).toBe(1_300)
    expect(await inboxOf(client.userId)).toEqual([])
    expect(await rows('SELECT DISTINCT status FROM plans WHERE user_id = ?', client.userId)).toEqual([
      { status: 'in_progress' },
    ])
  })
})

describe('a device', () => {
  test('is told of a row that is new to it as created, then updated, then deleted', async () => {
    const client = await signedIn()
    const tracker = await trackerOf(client)
    const id = await client.add('/cards', { question: 'Which knot?', answer: 'The bowline' })
    const told = async () => (await tracker.sync()).cards.map(({ action, id: of }) => [action, of])
    expect(await told()).toEqual([['create', id]])
    vi.setSystemTime(Date.now() + 5_000)
    await client.json('PATCH', `/api/v1/cards/${id}`, { question: 'Which one?' })
    expect(await told()).toEqual([['update', id]])
    // An edit of what it has seen is no conflict, also after an answer that was lost.
    vi.setSystemTime(Date.now() + 5_000)
    tracker.write('session', 's', sessionRow())
    await tracker.sync({ isLost: true })
    tracker.write('card', id, { question: 'Which other one?' })
    await tracker.sync()
    expect(await inboxOf(client.userId)).toEqual([])
    await client.json('DELETE', `/api/v1/cards/${id}`)
    expect(await told()).toEqual([['delete', id]])
  })

  test('gets what exceeds 5 MB with its next requests, and what was restored, whole', async () => {
    const client = await signedIn()
    const [writer, reader] = [await trackerOf(client, 'writer'), await trackerOf(client, 'reader')]
    for (let at = 0; at < 60; at += 1) {
      writer.write('plan', `p${at}`, planRow({ content: `# Knots ${at}\n\n${'rope '.repeat(25_000)}\n` }))
      if (at % 20 === 19) await writer.sync()
    }
    const first = await reader.sync()
    expect(JSON.stringify(first).length).toBeLessThan(5 * 1024 * 1024)
    expect(first.plans.length).toBeLessThan(60)
    await reader.sync()
    expect(reader.rows).toEqual(writer.rows)
    await rows('UPDATE change_heads SET epoch = epoch + 1 WHERE user_id = ?', client.userId)
    await rows('DELETE FROM plans WHERE user_id = ? AND id = ?', client.userId, 'p1')
    for (const _ of [1, 2]) for (const one of [reader, writer]) await one.sync()
    expect(reader.rows.size).toBe(59)
    expect(reader.rows).toEqual(writer.rows)
  })

  test('finds what cannot be taken in the inbox, once, until it is mended', async () => {
    const client = await signedIn()
    const tracker = await trackerOf(client)
    tracker.write('card', 'k', cardRow({ answer: '' }))
    const [sent] = (await tracker.sync({ isLost: true })).results
    expect([sent?.status, sent?.reason]).toEqual(['rejected', 'data.answer: Enter an answer'])
    expect((await tracker.sync()).cards).toEqual([])
    const inbox = await client.get('/settings/devices/conflicts')
    expect((await inbox.text()).match(/question: Which knot\?/g)).toHaveLength(1)
    expect(await (await client.get('/settings/sign-in')).text()).toContain('1 conflict')
    const [one] = await rows<{ id: string }>('SELECT id FROM sync_conflicts WHERE user_id = ?', client.userId)
    expect(await (await client.get(`/api/v1/sync/conflicts/${one?.id}`)).json()).toMatchObject({
      reason: 'refused',
      refusal: sent?.reason,
      lost: { question: 'Which knot?', answer: '' },
    })
    expect((await client.post(`/settings/devices/conflicts/${one?.id}/restore`)).status).toBe(409)
    tracker.write('card', 'k', { answer: 'The bowline' })
    await tracker.sync()
    expect([await inboxOf(client.userId), await countOf('cards', client.userId)]).toEqual([[], 1])
  })

  test('reads its sums and sessions', async () => {
    const client = await signedIn()
    const tracker = await trackerOf(client)
    tracker.write('plan', 'p', planRow())
    tracker.write('session', 's', sessionRow({ plan_id: 'p' }))
    tracker.write(
      'session',
      't',
      sessionRow({ start_time: 1_776_900_000, end_time: 1_776_903_600, duration_minutes: 60 }),
    )
    await tracker.sync()
    const read = async (path: string) => (await tracker.get(path)).json<Record<string, unknown>>()
    expect(await read('/api/stats')).toMatchObject({
      ...{ total_seconds: 5_101, total_hours: 1.42, session_count: 2, longest_streak: 3 },
      plans: [{ id: 'p', title: 'Knots', total_seconds: 1_501 }],
    })
    expect(await read('/sessions?plan=p')).toEqual([tracker.rows.get('session s')])
    expect(await read('/api/sessions?offset=1')).toMatchObject({ sessions: [{ id: 't' }], has_more: false })
    expect(await (await client.get('/api/stats', { part: true })).text()).toContain('Total time')
  })
})

const types = ['plan', 'session', 'card'] as const
const at = fc.record({ type: fc.constantFrom(...types), id: fc.constantFrom('a', 'b') })
const device = fc.constantFrom(0, 1)
/** Seconds that the clock of a device is ahead. */
const ahead = fc.constantFrom(0, 0, -60, 30)
const step = fc.oneof(
  fc.record({ kind: fc.constant('write'), device, at, isRefused: fc.boolean(), ahead }),
  fc.record({ kind: fc.constant('write'), device, at, isRefused: fc.constant(false), ahead }),
  fc.record({ kind: fc.constant('remove'), device, at }),
  fc.record({ kind: fc.constant('sync'), device, isLost: fc.boolean() }),
  fc.record({ kind: fc.constant('browser'), action: fc.constantFrom('edit', 'edit', 'delete', 'restore'), at }),
  fc.record({ kind: fc.constant('wait'), ms: fc.constantFrom(300, 1_000, 5_000) }),
  fc.record({ kind: fc.constant('daymark'), at: fc.option(at) }),
)

/** A row that is edited where its text stands; a refused one cannot be stored. */
const rowOf = (type: (typeof types)[number], text: string, isRefused: boolean) => {
  if (type === 'plan') return planRow({ title: text, ...(isRefused && { total_hours: -1 }) })
  if (type === 'card') return cardRow({ question: text, ...(isRefused && { answer: '' }) })
  return sessionRow({ notes: text, ...(isRefused && { end_time: 0 }) })
}

/** The command line's protocol, for a device that edits what it has. */
const daymarkOf = (client: Client) => {
  const device = deviceOf(client)
  const held = new Map<string, Record<string, unknown>>()
  const sync = async (body: SyncRequest = {}) => {
    let answer = await device.sync(body)
    for (;;) {
      for (const type of types)
        for (const { action, id, data } of answer[listNames[type]]) {
          if (action === 'delete') held.delete(`${type} ${id}`)
          else held.set(`${type} ${id}`, { ...data })
        }
      if (!answer.has_more) return
      answer = await device.sync()
    }
  }
  return { held, sync }
}

test(
  'two devices of the tracker, daymark and the browser end up equal, whatever answers are lost',
  () =>
    fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        vi.setSystemTime(Date.UTC(2026, 4, 4, 12))
        const client = await signedIn()
        const trackers = [await trackerOf(client, 'one'), await trackerOf(client)] as const
        const daymark = daymarkOf(client)
        const seen = new Set<string>()
        const written: { key: string; text: string }[] = []
        const see = (row: object | undefined) => {
          for (const { text } of written) if (JSON.stringify(row ?? '').includes(text)) seen.add(text)
        }
        const newText = (key: string) => {
          written.push({ key, text: `<${written.length}>` })
          return `<${written.length - 1}>`
        }
        for (const one of steps) {
          if (one.kind === 'wait') vi.setSystemTime(Date.now() + one.ms)
          else if (one.kind === 'sync') await trackers[one.device]?.sync({ isLost: one.isLost })
          else if (one.kind === 'write') {
            const { type, id } = one.at
            const key = `${type} ${id}`
            const before = trackers[one.device]?.rows.get(key)
            see(before)
            const row = rowOf(type, newText(key), one.isRefused)
            const { content: _, ...columns } = row
            const seconds = Math.floor(Date.now() / 1000) + one.ahead
            trackers[one.device]?.write(type, id, before ? columns : row, seconds)
          } else if (one.kind === 'remove') {
            see(trackers[one.device]?.rows.get(`${one.at.type} ${one.at.id}`))
            trackers[one.device]?.remove(one.at.type, one.at.id)
          } else if (one.kind === 'daymark') {
            await daymark.sync()
            if (!one.at) continue
            const { type, id } = one.at
            const key = `${type} ${id}`
            const data = daymark.held.get(key)
            if (!data || type === 'plan') continue
            see(data)
            const text = newText(key)
            const members = { ...data, ...(type === 'card' ? { question: text } : { notes: text }) }
            daymark.held.set(key, members)
            await daymark.sync({ [listNames[type]]: [{ action: 'update', id, data: members, updated_at: Date.now() }] })
          } else {
            const { type, id } = one.at
            const path = `/api/v1/${listNames[type]}/${id}`
            const present = await client.json('GET', type === 'plan' ? `${path}/markdown` : path)
            if (one.action === 'restore') await client.post(`/${listNames[type]}/${id}/restore`)
            if (!present.ok) continue
            see({ text: await present.text() })
            if (one.action === 'delete') await client.json('DELETE', path)
            if (one.action !== 'edit') continue
            const text = newText(`${type} ${id}`)
            const asMarkdown = { 'Content-Type': 'text/markdown' }
            const content = `---\nid: ${id}\ntitle: "${text}"\n---\n`
            if (type === 'plan') await client.json('PUT', `${path}/markdown`, content, asMarkdown)
            else await client.json('PATCH', path, type === 'card' ? { question: text } : { notes: text })
          }
        }
        for (const _ of [1, 2]) {
          for (const tracker of trackers) await tracker.sync()
          vi.setSystemTime(Date.now() + 1_000)
        }
        await daymark.sync()
        const inbox = JSON.stringify(
          await rows('SELECT data, refusal FROM sync_conflicts WHERE user_id = ?', client.userId),
        )
        const present = JSON.stringify([...daymark.held.values()])
        for (const { text } of written)
          expect([text, seen.has(text) || inbox.includes(text) || present.includes(text)]).toEqual([text, true])
        const shared = (held: Map<string, object>) => new Map([...held].filter(([key]) => daymark.held.has(key)))
        expect(shared(trackers[0].rows)).toEqual(shared(trackers[1].rows))
        for (const { rows: held } of trackers) {
          expect([...daymark.held.keys()].filter((key) => !held.has(key))).toEqual([])
          // A row that only its device has could not be taken.
          const alone = [...held].filter(([key]) => !daymark.held.has(key))
          for (const [key, { question, title, notes }] of alone)
            expect([key, inbox.includes(String(question ?? title ?? notes))]).toEqual([key, true])
        }
        for (const [key, data] of daymark.held) {
          const row = trackers[0].rows.get(key)
          expect([key, row?.title ?? row?.question ?? row?.notes]).toEqual([
            key,
            data.question ?? (key.startsWith('plan') ? data.title : data.notes),
          ])
        }
      }),
      { numRuns: runs(300, 3) },
    ),
  600_000,
)
