import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { type Client, origin, request, rows, signedIn } from './client'
import { dump } from './dump'
import { inspect } from './html'
import { runs } from './runs'

// Each of these is many requests, and the machine may be busy.
vi.setConfig({ testTimeout: 30_000 })

type Value = string | File | string[]

const markup = `"><script>alert(1)</script><img src=x onerror=alert(1)>' onfocus='alert(1)`

/** What nobody types into a form, and programs send. */
const hostile: Record<string, Value> = {
  'empty text': '',
  spaces: '  \t\n ',
  'nothing to see': '\u200b\u200d\u2060',
  'far too much': 'x'.repeat(20_000),
  'several values': ['one', 'two'],
  'a file': new File(['x'], `${markup}.txt`),
  'control characters': 'a\0b\u001b[31m\u0007\u001fc',
  'a lone surrogate': 'a\ud800b\udc00',
  markup,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is one that must stay as it is
  'a template': '${7*7}{{7*7}}<%= 7 %>',
  SQL: `'; DROP TABLE users; --`,
  'text from right to left': '\u202Etxt.exe \u05e9\u05dc\u05d5\u05dd',
  'joined emoji': '\u{1F469}\u200D\u{1F469}\u200D\u{1F467}',
  'a number without end': '1e309',
  'a number below nothing': '-1',
  'a hexadecimal number': '0x10',
  'not a number': 'NaN',
  'a number beyond integers': '9007199254740993',
  'a day that is not': '2026-02-30',
  'no day at all': '0000-00-00',
  'the last day': '9999-12-31',
  'a day before all': '1969-12-31',
  'the first day': '1970-01-01',
  'an hour that was skipped': '2026-03-29T01:30',
  'other digits': '\u0669:\u0663\u0660',
  'a property': '__proto__',
  'a way up': '../%2F..%2F',
  JSON: '{"a":[1]}',
  'another site': '//evil.example',
  'a line break': '/a\r\nSet-Cookie: x=1',
  'a zone far away': 'Etc/GMT+12',
}

type Setting = { client: Client; id: string; seq: () => Promise<string> }

/** A person with one goal, one project and one session, and the one in the table. */
const settingOf = async (table: string): Promise<Setting> => {
  const client = await signedIn({ time_zone: 'Europe/Lisbon' })
  await client.post('/goals', { title: 'A goal' })
  await client.post('/projects', { name: 'A project' })
  await client.post('/sessions', { title: 'A session', date: '2026-03-03', started_at: '09:00', duration: '1h' })
  const first = async () => {
    const query = `SELECT id, seq FROM ${table} WHERE user_id = ? ORDER BY id LIMIT 1`
    return (await rows<{ id: string; seq: number }>(query, client.userId))[0]
  }
  return { client, id: (await first())?.id ?? '', seq: async () => String((await first())?.seq) }
}

const goalFields = 'title description kind category start_date target_date status parent_id progress_percentage'.split(
  ' ',
)
const sessionFields = 'title project_id goal_id date started_at ended_at duration notes tags time_zone'.split(' ')
const settingFields =
  'username time_zone day_start week_start rest_days daily_target ask_after theme clock shortcuts unlisted_apps shown'.split(
    ' ',
  )
const projectFields = 'name client classification color'.split(' ')

type Form = { path: string; table?: string; valid: Record<string, string>; fields: string[] }

/** Every form with the fields that it reads; `:id` and `seq` are those of the table's row. */
const forms: Form[] = [
  { path: '/goals', valid: { title: 'x' }, fields: goalFields },
  { path: '/goals/:id', table: 'goals', valid: { title: 'x', seq: '' }, fields: [...goalFields, 'seq'] },
  {
    path: '/goals/:id/progress',
    table: 'goals',
    valid: { progress_percentage: '3', seq: '' },
    fields: ['progress_percentage', 'seq'],
  },
  { path: '/goals/:id/reopen', table: 'goals', valid: {}, fields: ['status', 'progress_percentage'] },
  { path: '/projects', valid: { name: 'x' }, fields: projectFields },
  {
    path: '/projects/:id',
    table: 'projects',
    valid: { name: 'x', seq: '' },
    fields: [...projectFields, 'status', 'seq'],
  },
  { path: '/sessions', valid: { date: '2026-03-03', started_at: '9:00', ended_at: '10:00' }, fields: sessionFields },
  { path: '/sessions/:id', table: 'sessions', valid: { seq: '' }, fields: [...sessionFields, 'seq', 'shown_to'] },
  { path: '/sessions/entry', valid: {}, fields: ['entry'] },
  { path: '/settings', valid: {}, fields: settingFields },
  { path: '/settings/time-zone', valid: { time_zone: 'Europe/Lisbon' }, fields: ['time_zone', 'next'] },
  { path: '/settings/days-off', valid: { from: '2026-03-03' }, fields: ['from', 'to', 'label'] },
  { path: '/sessions/import', valid: {}, fields: ['file', 'time_zone'] },
]

const bodyOf = (fields: Record<string, Value>) => {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one instanceof File) body.append(name, one)
      else body.append(name, one)
    }
  }
  return body
}

const send = ({ client }: Setting, path: string, fields: Record<string, Value>, part: boolean) => {
  const headers = {
    Cookie: client.cookie,
    Origin: origin,
    ...(part && { 'HX-Request-Type': 'partial', 'HX-Current-URL': `${origin}/sessions` }),
  }
  return request(path, { method: 'POST', headers, body: bodyOf(fields) })
}

/** The fields that take one of a few words: any other text is as wrong as the next. */
const choices =
  /^(kind|category|status|classification|color|week_start|rest_days|theme|clock|shortcuts|unlisted_apps|shown|seq)$/

/** What a field is tried with: all of it where a thing is made, every other where it is edited, the schema being one. */
const triedIn = (field: string, path: string): [what: string, value: Value | undefined][] => {
  const step = (choices.test(field) ? 3 : 1) * (path.includes(':id') ? 2 : 1)
  return [['nothing', undefined], ...Object.entries(hostile).filter((_, index) => index % step === 0)]
}

/** A field that is wrong only beside another: the message stands there. */
const beside: Record<string, string[]> = {
  date: ['started_at'],
  started_at: ['ended_at'],
  time_zone: ['file'],
  client: ['name'],
  classification: ['name'],
  color: ['name'],
}

/** What is wrong with an answer to a form in which one field was hostile. */
const complaints = async (answer: Response, field: string, value: Value | undefined, part: boolean) => {
  if (answer.status >= 500) return [`is ${answer.status}`]
  if (![200, 204, 303, 409, 422].includes(answer.status)) return [`is ${answer.status}`]
  const location = answer.headers.get('Location')
  if (location && !/^\/(?![/\\])/.test(location)) return [`leads to ${location}`]
  if (!answer.headers.get('Content-Type')?.startsWith('text/html')) return []
  const html = await answer.text()
  const { intruders, headings, ids, invalid, errorIds, hasSummary, values } = inspect(html)
  const wrong = intruders.map((intruder) => `lets ${intruder} in`)
  if (!part && headings !== 1) wrong.push(`has ${headings} headings`)
  if (!part && new Set(ids).size !== ids.length) wrong.push('has an id twice')
  if (answer.status !== 422) return wrong
  const names = [field, ...(beside[field] ?? [])]
  const said = names.some((name) => errorIds.some((id) => id.endsWith(`${name}-error`))) && invalid > 0
  if (!said && !(field === 'seq' && (hasSummary || errorIds.length > 0))) wrong.push(`marks ${errorIds}`)
  if (errorIds.some((id) => !ids.includes(id))) wrong.push('names a message that is not there')
  if (/Invalid (input|option)|Too (big|small)|expected (string|number|one of)|\[object/.test(html)) {
    wrong.push('speaks to programmers')
  }
  const kept = values.get(field)
  const isTyped =
    typeof value === 'string' &&
    !['color', 'theme', 'clock', 'unlisted_apps', 'shortcuts', 'rest_days', 'seq'].includes(field)
  const plain = (text: string) =>
    text
      .toWellFormed()
      .replaceAll('\r\n', '\n')
      .replace(/\ufffd+/g, '?')
      .trim()
  if (isTyped && kept !== undefined && plain(kept) !== plain(value)) wrong.push(`keeps ${kept.slice(0, 50)}`)
  return wrong
}

const pages =
  '/ /goals /projects /sessions /stats?range=365 /settings /deleted /sessions/import /sessions/new /goals/new'.split(
    ' ',
  )

/** The pages of the thing that a form is about. */
const ownPages = (path: string, table: string, id: string) =>
  path.includes(':id') ? [`/${table}`, `/${table}/${id}`, `/${table}/${id}/edit`] : [`/${path.split('/')[1]}`]

const expectNoIntruders = async (client: Client, shown: (string | undefined)[]) => {
  for (const page of shown) {
    const answer = await client.get(page ?? '/')
    expect(answer.status).toBeLessThan(400)
    expect(inspect(await answer.text()).intruders).toEqual([])
  }
}

describe.each(forms)('the form of $path', ({ path, table = 'sessions', valid, fields }) => {
  const filled = async ({ seq }: Setting) => ({ ...valid, ...('seq' in valid && { seq: await seq() }) })

  test.each(fields)('%s: what cannot be is refused with a message, and what can be is shown as text', async (field) => {
    const setting = await settingOf(table)
    const { client, id } = setting
    const found: string[] = []
    let isAccepted = false
    let before = await dump(client.userId)
    for (const [index, [what, value]] of triedIn(field, path).entries()) {
      const given: Record<string, Value> = await filled(setting)
      if (value === undefined) delete given[field]
      else given[field] = value
      const part = index % 2 === 0
      const answer = await send(setting, path.replace(':id', id), given, part)
      const after = await dump(client.userId)
      const wrong = await complaints(answer, field, value, part)
      if (answer.status >= 400 && after !== before) wrong.push('is refused but changes something')
      found.push(...wrong.map((one) => `${what}, as a ${part ? 'part' : 'page'}: ${one}`))
      isAccepted ||= answer.status < 400
      before = after
    }
    expect(found).toEqual([])
    if (isAccepted) await expectNoIntruders(client, [pages[0], ...ownPages(path, table, id)])
  })

  test('any text in every field at once is accepted or refused whole', async () => {
    const setting = await settingOf(table)
    const { client, id } = setting
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        ...Object.values(hostile).filter((value) => typeof value === 'string'),
        '1h',
        '9:30',
        '2026-03-29',
      ),
    )
    const every = fc.record(Object.fromEntries(fields.map((field) => [field, text])), { requiredKeys: [] })
    await fc.assert(
      fc.asyncProperty(every, fc.boolean(), async (given, part) => {
        const before = await dump(client.userId)
        const sent = { ...(await filled(setting)), ...given }
        const answer = await send(setting, path.replace(':id', id), sent, part)
        expect([200, 204, 303, 409, 422]).toContain(answer.status)
        if (answer.status >= 400) expect(await dump(client.userId)).toBe(before)
        if (answer.status !== 204) expect(inspect(await answer.text()).intruders).toEqual([])
      }),
      { numRuns: runs(10) },
    )
    await expectNoIntruders(client, [...pages, ...ownPages(path, table, id)])
    for (const file of ['/sessions.csv', '/api/v1/export']) expect((await client.get(file)).status).toBe(200)
  })
})

test('a status that there is not is refused as a page, a part and JSON', async () => {
  const { client, id } = await settingOf('goals')
  const before = await dump(client.userId)
  for (const value of Object.values(hostile)) {
    const forms: Record<string, string>[] = [{}, { 'HX-Request-Type': 'partial' }, { Accept: 'application/json' }]
    for (const headers of forms) {
      const answer = await request(`/goals/${id}/status`, {
        method: 'POST',
        headers: { Cookie: client.cookie, Origin: origin, ...headers },
        body: bodyOf({ status: value }),
      })
      expect(answer.status).toBe(422)
      if ('Accept' in headers) expect(await answer.json()).toMatchObject({ type: 'about:blank', code: 'invalid' })
      else expect(inspect(await answer.text()).intruders).toEqual([])
    }
  }
  expect(await dump(client.userId)).toBe(before)
})

/** A log of two people, with markup wherever there is text, and a row that cannot be. */
const hostileLog = `User,Email,Client,Project,Description,Start date,Start time,End date,End time,Duration,Tags
A,a@example.com,<img src=x>,<script>alert(1)</script>,"""><script>alert(1)</script>",2026-03-02,09:00:00,2026-03-02,10:00:00,01:00:00,<img>
B,b@example.com,"' onfocus='x",a\u0007b,,2026-02-30,09:00:00,2026-03-02,<script>,01:00:00,
<script>alert(1)</script>,"""><img src=x>",,,,2026-03-02,09:00:00,2026-03-02,08:00:00,,`

test.each(['time_zone', 'member', 'on_error'])(
  'an import reads its file with any %s, or says what is wrong',
  async (name) => {
    const { client } = await settingOf('sessions')
    const file = new File([hostileLog], `${markup}.csv`, { type: 'text/csv' })
    const preview = await (await client.post('/sessions/import', { file, time_zone: 'UTC' })).text()
    const id = /\/import\/([0-9a-f-]{36})\/discard/.exec(preview)?.[1] ?? ''
    expect(inspect(preview).intruders).toEqual([])
    const before = await dump(client.userId)
    const values = [...Object.values(hostile).filter((_, index) => index % 2 === 0), '"><img src=x>', 'b@example.com']
    for (const value of values) {
      const fields = { member: 'b@example.com', on_error: 'stop', [name]: value }
      const answers = [
        await request(`/sessions/import/${id}/confirm`, {
          method: 'POST',
          headers: { Cookie: client.cookie, Origin: origin },
          body: bodyOf(fields),
        }),
      ]
      if (typeof value === 'string') {
        const query = new URLSearchParams({ [name]: value })
        answers.push(await client.get(`/sessions/import/${id}?${query}`))
        answers.push(await client.get(`/sessions/import/${id}/rejected.csv?${query}`))
      }
      expect(answers[0]?.status).toBe(422)
      for (const answer of answers) {
        expect([200, 422]).toContain(answer.status)
        const { intruders, errorIds } = inspect(await answer.text())
        if (answer.headers.get('Content-Type')?.startsWith('text/html')) expect(intruders).toEqual([])
        if (answer !== answers[0] && answer.status === 422) expect(errorIds).toEqual(['time_zone-error'])
      }
    }
    expect(await dump(client.userId)).toBe(before)
  },
)

/** Every address that reads a query, with its parameters. */
const queries: Record<string, string[]> = {
  '/goals': ['q', 'kind', 'category', 'status', 'parent', 'sort', 'before'],
  '/goals?status=completed': ['before', 'q'],
  '/sessions': ['from', 'to', 'subject', 'cursor', 'shown_to'],
  '/sessions/new': ['date'],
  '/sessions/entry': ['entry'],
  '/sessions/import': ['before'],
  '/sessions.csv': ['from', 'to'],
  '/stats': ['range', 'from', 'to', 'group', 'month', 'subject'],
  '/search': ['q', 'kind', 'cursor'],
  '/settings/days-off': ['after'],
  '/deleted': ['before'],
  '/sign-in': ['next'],
  '/auth/check-mail': ['email', 'next'],
  '/auth/verify': ['token'],
  '/dev/outbox': ['to'],
}

const cursors = [
  '1_',
  '_x',
  '999999999999999_x',
  '-1_x',
  '1e3_x',
  '2026-02-30_1_1_1',
  '2026-02-03_1_1_1',
  '2026-02-03_1',
]

describe.each(Object.keys(queries))('the query of %s', (path) => {
  test.each(queries[path] ?? [])('%s is understood, refused with a message, or dropped', async (name) => {
    const { client } = await settingOf('sessions')
    const values = [...Object.values(hostile).filter((value) => typeof value === 'string'), ...cursors]
    const found: string[] = []
    for (const [index, value] of [...values, 'project:none', 'project:x', 'goal:', '2199-12-31'].entries()) {
      const url = `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams({ [name]: value })}`
      const part = index % 2 === 0
      const isOpen = /^\/(sign-in|auth)/.test(path)
      const answer = isOpen ? await request(url) : await client.get(url, { part })
      const html = await answer.text()
      const say = (what: string) => found.push(`${value.slice(0, 40)}, as a ${part ? 'part' : 'page'}: ${what}`)
      if (![200, 404, 410, 422].includes(answer.status)) say(`is ${answer.status}`)
      const { intruders, errorIds, hasSummary } = inspect(html)
      if (intruders.length > 0) say(`lets ${intruders} in`)
      if (answer.status === 422 && path !== '/sessions.csv' && errorIds.length === 0 && !hasSummary) say('says nothing')
      if (answer.status === 422 && path === '/sessions.csv' && !html.includes(`${name}: `)) say('names no field')
    }
    expect(found).toEqual([])
  })
})
