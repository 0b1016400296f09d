import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Client, origin, request, rows, signedIn } from '../../../../test/support/client'
import { runs } from '../../../../test/support/runs'
import { utc } from '../../../../test/support/times'
import { undoLast } from '../../../data/changes/testing'
import { addDays } from '../../../lib/time/days'
import { newSession, putAll, putGoal, putProject } from '../../../time/sessions/testing'

const first = '2026-03-02'
const october = { title: 'March', from: first, to: addDays(first, 6) }

type Entry = { session_id: string; date: string; seconds: number; title: string; notes: string } & {
  billed: string
  filed: string
}
type ApiEntry = Omit<Entry, 'billed' | 'filed'> & Record<'billable' | 'currency' | 'hourly_rate', unknown>

/** The entries of a filter, each with what its session is filed under. */
const entriesOf = async (client: Client, subject: string): Promise<Entry[]> => {
  const query = new URLSearchParams({ from: october.from, to: october.to, group: '', sessions: '1', subject })
  const answer = await client.json('GET', `/api/v1/report?${query}`)
  const { entries } = await answer.json<{ entries: ApiEntry[] }>()
  const filed = await rows<{ id: string; filed: string }>(
    `SELECT s.id, concat_ws(' ', p.organization_id, project_id, goal_id, task_id, tags) AS filed FROM sessions AS s
     LEFT JOIN projects AS p ON p.user_id = s.user_id AND p.id = project_id WHERE s.user_id = ?`,
    client.userId,
  )
  return entries.map(({ billable, currency, hourly_rate, ...entry }) => ({
    ...{ ...entry, billed: [billable, currency, hourly_rate].join(' ') },
    filed: filed.find(({ id }) => id === entry.session_id)?.filed ?? '',
  }))
}

/** Makes and seals a report; returns its id and the path of its secret address. */
const sealed = async (client: Client, more: object = {}) => {
  const report = { ...october, sessions: true, seal: true, ...more }
  const { id, sealed_url } = await client.made<{ id: string; sealed_url: string | null }>('/reports', report)
  return { id, path: new URL(sealed_url ?? origin).pathname }
}

type Change = { date: string; kind: string; sessions: number; seconds: number }

/** Differences of two lists of entries by definition, as lines in any order. */
const naive = (before: Entry[], after: Entry[]) => {
  const lines = new Map<string, Change>()
  const note = (date: string, kind: string, seconds: number) => {
    const line = lines.get(`${date} ${kind}`) ?? { date, kind, sessions: 0, seconds: 0 }
    lines.set(`${date} ${kind}`, { ...line, sessions: line.sessions + 1, seconds: line.seconds + seconds })
  }
  const same = (a: Entry, b: Entry) => a.session_id === b.session_id && a.date === b.date
  for (const entry of before) {
    const now = after.find((one) => same(one, entry))
    if (!now) note(entry.date, 'removed', entry.seconds)
    else {
      if (now.seconds !== entry.seconds)
        note(
          entry.date,
          now.seconds < entry.seconds ? 'shortened' : 'lengthened',
          Math.abs(now.seconds - entry.seconds),
        )
      if (now.title !== entry.title) note(entry.date, 'renamed', 0)
      if (now.notes !== entry.notes) note(entry.date, 'noted', 0)
      if (now.filed !== entry.filed) note(entry.date, 'filed', 0)
      if (now.billed !== entry.billed) note(entry.date, 'billed', 0)
    }
  }
  for (const entry of after) if (!before.some((one) => same(one, entry))) note(entry.date, 'added', entry.seconds)
  return [...lines.values()].toSorted((a, b) => `${a.date} ${a.kind}`.localeCompare(`${b.date} ${b.kind}`))
}

const acts = [
  ...(['shift', 'length', 'title', 'notes', 'project', 'goal', 'task', 'tags', 'billable', 'hourly rate'] as const),
  ...(['delete', 'restore', 'undo', 'merge projects', 'merge clients', 'rate', 'add'] as const),
]

/** Each act once or twice, in any order. */
const edits = fc
  .shuffledSubarray([...acts, ...acts], { minLength: acts.length })
  .chain((some) => fc.tuple(...some.map((act) => fc.tuple(fc.constant(act), fc.nat(5), fc.nat(1200)))))

const filters = fc.constantFrom('all', 'all', 'project', 'client')

test('a seal tells exactly how its entries differ, and its bytes never change', async () => {
  const property = fc.asyncProperty(edits, filters, fc.constantFrom(true, true, false), async (wanted, of, notes) => {
    const client = await signedIn(utc)
    const at = (minute: number) => Date.parse(`${first}T00:00:00Z`) + minute * 60_000
    const [from, into] = [await putProject(client, 'Booking', 'Acme'), await putProject(client, 'Support', 'Zoo')]
    const clients = await rows<{ id: string }>(
      'SELECT id FROM organizations WHERE user_id = ? ORDER BY name',
      client.userId,
    )
    const [acme = '', zoo = ''] = clients.map(({ id }) => id)
    const stored = Array.from({ length: 6 }, (_, n) =>
      newSession(at(n * 1440 + 600), 50, {
        ...{ ...utc, title: `Part ${n}`, notes: n < 3 ? 'Draft' : '', project_id: n % 2 === 0 ? from : into },
      }),
    )
    await putAll(client, stored)
    const values = {
      goal: { goal_id: await putGoal(client, 'Launch') },
      task: {
        task_id: await client.add('/tasks', { title: 'Draw' }),
      },
      project: { project_id: into },
      tags: { tags: ['deep'] },
    }
    /** A filter follows what is merged. */
    const filter = async () => {
      const isMerged = async (table: string, id: string) =>
        (await rows(`SELECT id FROM ${table} WHERE id = ? AND deleted_at IS NOT NULL`, id)).length > 0
      if (of === 'project') return `project:${(await isMerged('projects', from)) ? into : from}`
      return of === 'client' ? `organization:${(await isMerged('organizations', zoo)) ? acme : zoo}` : 'all'
    }
    const entries = async () =>
      (await entriesOf(client, await filter())).map((entry) => (notes ? entry : { ...entry, notes: '' }))
    const { id, path } = await sealed(client, { filter: await filter(), notes })
    const bytes = async () => (await client.get(`${path}?file=1`)).text()
    const [before, file] = [await entries(), await bytes()]
    const compare = async () => {
      const expected = naive(before, await entries())
      const answer = await client.json('GET', `/api/v1/reports/${id}/changes`)
      const { items, ...told } = await answer.json<{ unchanged: boolean; items: Change[]; other_names: boolean }>()
      const order = (a: Change, b: Change) => `${a.date} ${a.kind}`.localeCompare(`${b.date} ${b.kind}`)
      expect(items.toSorted(order)).toEqual(expected)
      expect(told.unchanged).toBe(expected.length === 0 && !told.other_names)
      return told.unchanged
    }
    let isUnchanged = await compare()
    expect(isUnchanged).toBe(true)
    for (const [act, which, number] of wanted) {
      const one = stored[which]
      const patch = (body: object) => client.json('PATCH', `/api/v1/sessions/${one?.id}`, body)
      const times = (start: number, minutes: number) =>
        patch({ started_at: new Date(start).toISOString(), ended_at: new Date(start + minutes * 60_000).toISOString() })
      const start = one?.started_at ?? 0
      if (act === 'add') await putAll(client, [newSession(at(7 * number), 30, { ...utc, project_id: from })])
      else if (act === 'merge projects') await client.post(`/projects/${from}/merge`, { into })
      else if (act === 'merge clients') await client.post(`/organizations/${zoo}/merge`, { into: acme })
      else if (act === 'rate')
        await client.json('POST', `/api/v1/projects/${which % 2 === 0 ? from : into}/rates`, {
          ...{ from: addDays(first, number % 7), billable: number % 3 > 0, hourly_rate: `${number}`, currency: 'EUR' },
        })
      else if (act === 'undo') await undoLast(client)
      else if (act === 'delete' || act === 'restore') await client.post(`/sessions/${one?.id}/${act}`, {})
      else if (act === 'title') await patch({ title: `Part ${number % 9}` })
      else if (act === 'notes') await patch({ notes: `Page ${number % 9}` })
      else if (act === 'billable') await patch({ billable: number % 2 === 0 })
      else if (act === 'hourly rate') await patch({ hourly_rate: `${number}`, currency: 'EUR' })
      else if (act === 'shift') await times(start + (number - 600) * 30_000, 50)
      else if (act === 'length') await times(start, number)
      else await patch(values[act])
      isUnchanged = await compare()
    }
    const page = await (await client.get(path)).text()
    expect(page.includes('Nothing has changed since then')).toBe(isUnchanged)
    expect(await bytes()).toBe(file)
  })
  await fc.assert(property, { numRuns: runs(80), endOnFailure: true })
}, 300_000)

test('a form keeps a report with two lists of groups, and a copy is of the next month', async () => {
  const client = await signedIn(utc)
  const fields = { title: 'October', from_date: '2026-10-01', to_date: '2026-10-31', boxes: '1', sessions: '1' }
  const form = new FormData()
  for (const [name, value] of [...Object.entries(fields), ['grouping', 'client'], ['grouping', 'project']] as const)
    form.append(name, value)
  const headers = { Cookie: client.cookie, Origin: origin }
  expect((await request('/reports', { method: 'POST', headers, body: form })).status).toBe(303)
  const [row] = await rows<{ id: string; grouping: string; shows: string }>(
    'SELECT * FROM reports WHERE user_id = ?',
    client.userId,
  )
  expect([row?.grouping, row?.shows]).toEqual(['client,project', 'sessions'])
  const stale = [
    [{ per: 'sum' }, 'Round:'],
    [{ notes: '1' }, 'Entries, Notes of entries'],
  ] as const
  for (const [edit, words] of stale) {
    const answer = await client.post(`/reports/${row?.id}`, { ...fields, ...edit, seq: '0' })
    expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining(words)])
  }
  expect((await client.post(`/reports/${row?.id}/next`, {})).status).toBe(303)
  const kept = await rows<{ from_date: string; to_date: string }>(
    'SELECT from_date, to_date FROM reports ORDER BY from_date',
  )
  expect(kept.at(-1)).toEqual({ from_date: '2026-11-01', to_date: '2026-11-30' })
  const quarter = { title: 'Clinic, 1 January – 31 March 2026', from: '2026-01-01', to: '2026-03-31' }
  const id = await client.add('/reports', quarter)
  expect((await client.post(`/reports/${id}/next`, {})).status).toBe(303)
  expect(
    await rows("SELECT title, to_date FROM reports WHERE user_id = ? AND from_date = '2026-04-01'", client.userId),
  ).toEqual([{ title: 'Clinic, 1 April – 30 June 2026', to_date: '2026-06-30' }])
})

test('a form that is sent again, as by a reload of its answer, seals once', async () => {
  const client = await signedIn(utc)
  const { id } = await sealed(client, { seal: undefined })
  const page = await (await client.get(`/reports/${id}`)).text()
  const form_id = /\/seal">.*?name="form_id" value="([^"]+)"/s.exec(page)?.[1] ?? ''
  const seal = async (form_id: string) => {
    const answer = await client.post(`/reports/${id}/seal`, { show_changes: '1', form_id })
    return /http[^<]*(\/r\/[\w-]+)/.exec(await answer.text())?.[1] ?? ''
  }
  const first = await seal(form_id)
  expect([form_id, first]).not.toContain('')
  await putAll(client, [newSession(Date.parse(`${october.from}T09:00:00Z`), 30, { title: 'Later' })])
  const again = await client.post(`/reports/${id}/seal`, { show_changes: '1', form_id })
  const html = await again.text()
  expect(html).toContain(first)
  expect(html).toContain('1 session')
  expect((await client.get(first, { headers: { Cookie: '' } })).status).toBe(200)
  const openings = async () =>
    (await (await client.json('GET', `/api/v1/reports/${id}/seal`)).json<{ openings: number }>()).openings
  expect(await openings()).toBe(1)
  expect(await seal('another form')).not.toBe(first)
  expect(await openings()).toBe(0)
})

test('an address that is wrong, ended, revoked or of a deleted report is the same 404, without a cookie', async () => {
  const client = await signedIn(utc)
  const { id, path } = await sealed(client)
  const stranger = { headers: { Cookie: '' } }
  const open = await client.get(path, stranger)
  expect([open.status, open.headers.get('Set-Cookie'), open.headers.get('X-Robots-Tag')]).toEqual([
    200,
    null,
    'noindex, nofollow',
  ])
  expect(await open.text()).not.toContain('Find or do')
  const wrong = await client.get(`/r/${'x'.repeat(43)}`, stranger)
  const missing = await wrong.text()
  expect([wrong.status, wrong.headers.get('Set-Cookie')]).toEqual([404, null])
  const bodyOf = async () => {
    const answer = await client.get(path, stranger)
    return [answer.status, (await answer.text()).replace(/[0-9a-f-]{36}/g, '')]
  }
  const same = [404, missing.replace(/[0-9a-f-]{36}/g, '')]
  await rows('UPDATE report_seals SET expires_at = ? WHERE report_id = ?', Date.now(), id)
  expect(await bodyOf()).toEqual(same)
  await rows('UPDATE report_seals SET expires_at = NULL WHERE report_id = ?', id)
  await client.post(`/reports/${id}/delete`, {})
  expect(await bodyOf()).toEqual(same)
  await client.post(`/reports/${id}/restore`, {})
  expect((await client.get(path, stranger)).status).toBe(200)
  expect((await client.json('GET', `/api/v1/reports/${id}/seal`)).status).toBe(200)
  expect((await client.json('DELETE', `/api/v1/reports/${id}/seal`)).status).toBe(204)
  expect(await bodyOf()).toEqual(same)
})

test('a passphrase opens it, a wrong one says nothing, and the document stays out of the page that asks', async () => {
  const client = await signedIn(utc)
  await putAll(client, [newSession(`${first}T09:00:00Z`, 50, { ...utc, title: 'Secret work' })])
  const { path } = await sealed(client, { passphrase: 'ünder the bridge' })
  const asked = await (await client.get(path)).text()
  expect([asked.includes('passphrase'), asked.includes('Secret work'), asked.includes('March')]).toEqual([
    true,
    false,
    false,
  ])
  const wrong = await client.post(path, { passphrase: 'over the bridge' })
  expect([wrong.status, (await wrong.text()).includes('Secret work')]).toEqual([422, false])
  const right = await client.post(path, { passphrase: 'u\u0308nder the bridge' })
  expect([right.status, (await right.text()).includes('Secret work')]).toEqual([200, true])
})

test('a passphrase has eight characters, and a stranger who guesses does not lock the reader out', async () => {
  const client = await signedIn(utc)
  const short = await client.json('POST', '/api/v1/reports', { ...october, seal: true, passphrase: 'seven77' })
  expect([short.status, await short.json()]).toMatchObject([
    422,
    { errors: [{ path: 'passphrase', message: 'Use at least 8 characters' }] },
  ])
  const id = await client.add('/reports', october)
  const form = await client.post(`/reports/${id}/seal`, { passphrase: 'a', expires_at: '' })
  expect([form.status, await form.text()]).toEqual([422, expect.stringContaining('Use at least 8 characters')])
  const { path } = await sealed(client, { passphrase: 'under the bridge' })
  const guess = async (passphrase: string, network: string) => {
    const headers = { Origin: origin, 'CF-Connecting-IP': network }
    const init = { method: 'POST', headers, body: new URLSearchParams({ passphrase }) }
    return (await request(path, init, { ...env, RATE_LIMITS: 'on' })).status
  }
  for (let n = 0; n < 10; n += 1) expect(await guess(`over the bridge ${n}`, '203.0.113.7')).toBe(422)
  expect(await guess('under the bridge', '203.0.113.7')).toBe(429)
  expect(await guess('under the bridge', '198.51.100.7')).toBe(200)
})

test('the secret address of a report that is made with a key is stored encrypted, and a repeat tells it again', async () => {
  const client = await signedIn(utc)
  const make = async () => {
    const headers = { 'Idempotency-Key': 'seal-once' }
    const answer = await client.json('POST', '/api/v1/reports', { ...october, seal: true }, headers)
    return [answer.status, await answer.text()] as const
  }
  const made = await make()
  const [stored] = await rows<{ body: string }>('SELECT body FROM idempotency_keys WHERE user_id = ?', client.userId)
  expect([made[0], made[1].includes('/r/'), stored?.body.includes('/r/')]).toEqual([201, true, false])
  expect(await make()).toEqual(made)
})

test('a reader sees the list of changes where the sender lets them, and the sender always', async () => {
  const client = await signedIn(utc)
  const session = newSession(`${first}T09:00:00Z`, 50, { ...utc, title: 'Layout' })
  await putAll(client, [session])
  const project = await putProject(client, 'Booking')
  const [open, closed] = [await sealed(client), await sealed(client, { show_changes: false })]
  await client.json('PATCH', `/api/v1/sessions/${session.id}`, { ended_at: `${first}T09:30:00Z`, project_id: project })
  const words = 'was shortened by 20m'
  expect(await (await client.get(open.path)).text()).toContain(words)
  const seen = await (await client.get(closed.path)).text()
  expect([seen.includes(words), seen.includes('have changed since')]).toEqual([false, true])
  expect(await (await client.get(`/reports/${closed.id}`)).text()).toContain(words)
})

test('a downloaded document is checked by its digest, and what was changed in it is said', async () => {
  const client = await signedIn(utc)
  const { path } = await sealed(client)
  const file = await (await client.get(`${path}?file=1`)).text()
  const check = async (text: string) => {
    const headers = { Accept: 'application/json', 'Content-Type': 'application/json' }
    const answer = await request('/verify', { method: 'POST', headers: { ...headers, Origin: origin }, body: text })
    return (await answer.json<{ verdict: string }>()).verdict
  }
  expect(await check(file)).toBe('sealed')
  expect(await check(file.replace('March', 'April'))).toBe('changed')
  expect(await check('{')).toBe('unreadable')
  expect(await check('{"format":"daymark-report","sha256":"x","document":5}')).toBe('unreadable')
})
