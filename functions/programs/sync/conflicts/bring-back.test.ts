import { describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { subjectTotals, wrongSums } from '../../../../test/support/models/sums'
import { documentOf, importPlan } from '../../../learning/plans/testing'
import { cardData, planData, putConflict, putLostCard } from './testing'

const path = '/settings/devices/conflicts'

const api = '/api/v1/sync/conflicts'

type Restored = { id: string; replaced: string | null; settled_at: string | null; code?: string; detail?: string }

const restore = async (client: Client, id: string) => {
  const answer = await client.json('POST', `${api}/${id}/restore`)
  return { status: answer.status, ...(await answer.json<Restored>()) }
}

const read = async <T = Record<string, unknown>>(client: Client, at: string) =>
  (await client.json('GET', `/api/v1/${at}`)).json<T>()

const idsOf = async (client: Client, state: 'open' | 'settled') =>
  (await read<{ items: { id: string }[] }>(client, `sync/conflicts?state=${state}`)).items.map(({ id }) => id)

const session = { title: 'Now', started_at: '2026-03-02T09:00:00Z', duration_seconds: 3600, tags: ['kept'] }

const addSession = (client: Client, more: object = {}) => client.add('/sessions', { ...session, ...more })

const start = Date.parse('2026-03-02T09:00:00Z')

const lostSession = {
  ...{ plan_id: null, chunk_id: null, start_time: start, end_time: start + 1_800_000, duration_minutes: 30 },
  ...{ notes: 'Lost notes', artifacts: ['https://example.com'], created_at: start, title: 'Lost' },
  ...{ duration_seconds: 1800, time_zone: 'Europe/Lisbon', project_id: null, goal_id: null },
}

const lostOf = (row_id: string, data: object | null = lostSession) => ({ type: 'session' as const, row_id, data })

const trackedSeconds = async ({ userId }: Client) =>
  (
    await rows<{ sum: number }>(
      `SELECT total_seconds AS sum FROM ${subjectTotals} WHERE user_id = ? AND subject = 'all'`,
      userId,
    )
  )[0]?.sum ?? 0

describe('a session', () => {
  test('that was replaced is there again, with its time, and the other version can be taken back', async () => {
    const client = await signedIn({ time_zone: 'Europe/Lisbon' })
    const id = await addSession(client)
    const conflict = await putConflict(client, lostOf(id))
    const done = await restore(client, conflict)
    expect(done).toMatchObject({ status: 200, id: conflict, settled_at: expect.any(String) })
    expect(await read(client, `sessions/${id}`)).toMatchObject({
      ...{ title: 'Lost', notes: 'Lost notes', duration_seconds: 1800, tags: ['kept'] },
      ...{ artifacts: ['https://example.com'] },
    })
    expect(await trackedSeconds(client)).toBe(1800)
    expect([await idsOf(client, 'open'), new Set(await idsOf(client, 'settled'))]).toEqual([
      [],
      new Set([conflict, done.replaced]),
    ])
    expect(await restore(client, done.replaced ?? '')).toMatchObject({ status: 200 })
    expect(await read(client, `sessions/${id}`)).toMatchObject({ title: 'Now', notes: '', duration_seconds: 3600 })
    expect(await trackedSeconds(client)).toBe(3600)
    expect(await wrongSums(client.userId)).toEqual([])
  })

  test('that was changed twice is brought back once, however often and at once', async () => {
    const client = await signedIn()
    const id = await addSession(client)
    const conflict = await putConflict(client, lostOf(id))
    const answers = await Promise.all(Array.from({ length: 6 }, () => restore(client, conflict)))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    expect(answers.filter(({ replaced }) => replaced !== null)).toHaveLength(1)
    expect(await idsOf(client, 'settled')).toHaveLength(2)
    expect(await read(client, `sessions/${id}`)).toMatchObject({ title: 'Lost' })
  })

  test('that is deleted is restored, and then deleted again', async () => {
    const client = await signedIn()
    const id = await addSession(client)
    const conflict = await putConflict(client, lostOf(id))
    await client.json('DELETE', `/api/v1/sessions/${id}`)
    const { replaced } = await restore(client, conflict)
    expect(await read(client, `sessions/${id}`)).toMatchObject({ title: 'Lost' })
    expect(await read(client, `sync/conflicts/${replaced}`)).toMatchObject({ is_deletion: true, lost: null })
    expect((await restore(client, replaced ?? '')).status).toBe(200)
    expect((await client.json('GET', `/api/v1/sessions/${id}`)).status).toBe(404)
    expect([await trackedSeconds(client), await wrongSums(client.userId)]).toEqual([0, []])
  })

  test('that is gone for good is added again', async () => {
    const client = await signedIn()
    const conflict = await putConflict(client, lostOf('gone'))
    expect(await restore(client, conflict)).toMatchObject({ status: 200 })
    expect(await read(client, 'sessions/gone')).toMatchObject({ title: 'Lost', source: 'cli' })
  })

  test('that is running is ended by the version that lost', async () => {
    const client = await signedIn()
    await client.post('/timer/start', { title: 'Running' })
    const [timer] = await rows<{ id: string }>('SELECT id FROM sessions WHERE user_id = ?', client.userId)
    const conflict = await putConflict(client, lostOf(timer?.id ?? ''))
    expect((await restore(client, conflict)).status).toBe(200)
    expect(await read(client, 'timer')).toMatchObject({ session: null })
    expect(await read(client, `sessions/${timer?.id}`)).toMatchObject({ title: 'Lost', duration_seconds: 1800 })
    expect(await wrongSums(client.userId)).toEqual([])
  })

  test.each([
    ['that was still running', { end_time: null, duration_seconds: null, duration_minutes: null }, /still running/],
    ['that ended before it started', { end_time: start - 1000 }, /end is invalid/],
    ['in no time zone', { time_zone: 'Mars/Olympus' }, /time zone is unknown/],
    [
      'of ten years',
      { end_time: start + 10 * 365 * 86_400_000, duration_seconds: null, duration_minutes: null },
      /too long|at most/,
    ],
  ])('%s is refused, and nothing changes', async (_, wrong, detail) => {
    const client = await signedIn()
    const id = await addSession(client)
    const conflict = await putConflict(client, lostOf(id, { ...lostSession, ...wrong }))
    const before = await client.heads()
    expect(await restore(client, conflict)).toMatchObject({
      ...{ status: 409, code: 'cannot_restore', detail: expect.stringMatching(detail) },
    })
    expect([await client.heads(), await idsOf(client, 'open')]).toEqual([before, [conflict]])
    const page = await client.post(`${path}/${conflict}/restore`)
    expect([page.status, await page.text()]).toEqual([409, expect.stringMatching(detail)])
  })

  test('of a plan that is not there yet names it', async () => {
    const client = await signedIn()
    const id = await addSession(client)
    const conflict = await putConflict(client, lostOf(id, { ...lostSession, plan_id: 'later', chunk_id: 'chunk-1' }))
    expect((await restore(client, conflict)).status).toBe(200)
    expect(await read(client, `sessions/${id}`)).toMatchObject({ plan_id: 'later', chunk_id: 'chunk-1' })
  })
})

describe('a plan', () => {
  const content = (id: string, words: string) => documentOf(id, 2).replace('title: Plan', `title: ${words}`)

  const conflictOf = async (client: Client, text = (id: string) => content(id, 'Lost')) => {
    const id = await importPlan(client, content(`plan-${crypto.randomUUID()}`, 'Now'))
    return {
      id,
      conflict: await putConflict(client, { type: 'plan', row_id: id, title: 'Now', data: planData(text(id)) }),
    }
  }

  test('has its document, its chunks and its words again', async () => {
    const client = await signedIn()
    const { id, conflict } = await conflictOf(client)
    const before = await read<{ content: string }>(client, `plans/${id}`)
    const { replaced } = await restore(client, conflict)
    const now = await read<{ title: string; content: string }>(client, `plans/${id}`)
    expect(now).toMatchObject({ title: expect.stringContaining('Lost'), content: content(id, 'Lost') })
    expect(await (await client.get('/search?q=Lost')).text()).toContain(`/plans/${id}`)
    await restore(client, replaced ?? '')
    expect((await read<{ content: string }>(client, `plans/${id}`)).content).toBe(before.content)
  })

  test('that is deleted is restored with its cards', async () => {
    const client = await signedIn()
    const { id, conflict } = await conflictOf(client)
    await client.json('POST', '/api/v1/cards', { question: 'Q', answer: 'A', plan_id: id })
    await client.json('DELETE', `/api/v1/plans/${id}`)
    expect((await restore(client, conflict)).status).toBe(200)
    expect(await read(client, `plans/${id}`)).toMatchObject({ content: content(id, 'Lost') })
    expect(await read(client, `cards?plan_id=${id}`)).toMatchObject({ items: [{ question: 'Q' }] })
  })

  test.each([
    ['that has no front matter', () => '# Nothing', /document can’t be read: line 1/],
    ['of another id', () => content('another', 'Lost'), /It has the id another/],
    ['with a null character', (id: string) => `${content(id, 'Lost')}\0`, /isn’t text/],
  ])('%s is refused', async (_, text, detail) => {
    const client = await signedIn()
    const { id, conflict } = await conflictOf(client, text)
    expect(await restore(client, conflict)).toMatchObject({ status: 409, detail: expect.stringMatching(detail) })
    expect(await read(client, `plans/${id}`)).toMatchObject({ title: expect.stringContaining('Now') })
  })
})

describe('a card', () => {
  const cardOf = async (client: Client) => {
    const conflict = await putLostCard(client, 'What?')
    const [row] = await rows<{ row_id: string }>('SELECT row_id FROM sync_conflicts WHERE id = ?', conflict)
    return { id: row?.row_id ?? '', conflict }
  }

  test('has its schedule again unless it was reviewed since', async () => {
    const client = await signedIn()
    const { id } = await cardOf(client)
    await rows("UPDATE cards SET scheduler = 'sm2' WHERE user_id = ?", client.userId)
    const schedule = {
      ease_factor: 1.9,
      interval_days: 30,
      repetitions: 7,
      next_review: '2026-12-24',
      last_review: 1000,
    }
    const lost = () =>
      putConflict(client, { type: 'card', row_id: id, data: cardData({ question: 'Scheduled', ...schedule }) })
    await restore(client, await lost())
    expect(await read(client, `cards/${id}`)).toMatchObject({ interval_days: 30, next_review: '2026-12-24' })
    await client.json('POST', `/api/v1/cards/${id}/reviews`, { rating: 1 })
    const reviewed = await read<{ next_review: string }>(client, `cards/${id}`)
    await client.json('PATCH', `/api/v1/cards/${id}`, { question: 'Another' })
    await restore(client, await lost())
    const { next_review } = reviewed
    expect(await read(client, `cards/${id}`)).toMatchObject({ question: 'Scheduled', interval_days: 1, next_review })
  })

  test('that is deleted is restored, also long after', async () => {
    const client = await signedIn()
    const { id, conflict } = await cardOf(client)
    await rows('UPDATE cards SET deleted_at = 1 WHERE user_id = ? AND id = ?', client.userId, id)
    expect((await restore(client, conflict)).status).toBe(200)
    expect(await read(client, `cards/${id}`)).toMatchObject({ question: 'What?' })
  })

  test('of a plan that is not there waits for it, and one that is gone for good is added', async () => {
    const client = await signedIn()
    const data = cardData({ plan_id: 'later', tags: ['x'] })
    expect(await restore(client, await putConflict(client, { type: 'card', row_id: 'new', data }))).toMatchObject({
      status: 200,
    })
    expect(await read(client, 'cards/new')).toMatchObject({ question: 'What?', tags: ['x'], plan_id: null })
    await importPlan(client, documentOf('later', 1))
    expect(await read(client, 'cards/new')).toMatchObject({ plan_id: 'later' })
  })

  test('without a question is refused', async () => {
    const client = await signedIn()
    const { id } = await cardOf(client)
    const conflict = await putConflict(client, { type: 'card', row_id: id, data: cardData({ question: ' ' }) })
    expect(await restore(client, conflict)).toMatchObject({
      status: 409,
      detail: expect.stringMatching(/Enter a question/),
    })
  })
})

test('a version that is there already settles the conflict and writes nothing else', async () => {
  const client = await signedIn()
  const id = await addSession(client)
  const conflict = await putConflict(client, lostOf(id))
  await restore(client, conflict)
  await rows('DELETE FROM sync_conflicts WHERE id <> ? AND user_id = ?', conflict, client.userId)
  await rows('UPDATE sync_conflicts SET settled_at = NULL WHERE user_id = ?', client.userId)
  expect(await restore(client, conflict)).toMatchObject({ status: 200, replaced: null })
  expect([await idsOf(client, 'open'), await idsOf(client, 'settled')]).toEqual([[], [conflict]])
})

test('a timer that was ended cannot run again, but its conflict is settled', async () => {
  const client = await signedIn()
  const id = await addSession(client)
  const conflict = await putConflict(client, { ...lostOf(id), reason: 'timer' })
  expect(await restore(client, conflict)).toMatchObject({
    status: 409,
    detail: expect.stringMatching(/Edit the session/),
  })
  const settled = await client.json('POST', `${api}/${conflict}/settle`)
  expect([settled.status, await idsOf(client, 'open')]).toEqual([200, []])
})

test('keeping the current version changes nothing but the inbox, however often', async () => {
  const client = await signedIn()
  const id = await addSession(client)
  const conflict = await putConflict(client, lostOf(id))
  const before = await read(client, `sessions/${id}`)
  const answers = await Promise.all([1, 2, 3].map(() => client.json('POST', `${api}/${conflict}/settle`)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  expect([await read(client, `sessions/${id}`), await idsOf(client, 'settled')]).toEqual([before, [conflict]])
  expect(await restore(client, conflict)).toMatchObject({ status: 200, replaced: expect.any(String) })
})

test('what was brought back is undone from the message', async () => {
  const client = await signedIn()
  const id = await addSession(client)
  const conflict = await putConflict(client, { ...lostOf(id), title: 'Now' })
  const answer = await client.post(`${path}/${conflict}/restore`)
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, path])
  const flash = answer.headers.get('Set-Cookie')?.split(';')[0] ?? ''
  const html = await (await client.get(path, { headers: { Cookie: `${client.cookie}; ${flash}` } })).text()
  const undo = /hx-post="(\/settings\/devices\/conflicts\/[^"]+\/restore)"/.exec(html)?.[1] ?? ''
  expect(html).toContain('Brought back Now')
  await client.post(undo)
  expect(await read(client, `sessions/${id}`)).toMatchObject({ title: 'Now' })
})
