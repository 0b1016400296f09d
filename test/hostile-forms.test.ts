import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { isDate } from '../functions/lib/time/days'
import { formatDateField } from '../functions/lib/time/typed-date'
import { calendarOf, eventLines } from '../functions/people/meetings/import/testing'
import { anyCharacter } from './support/characters'
import { type Client, cost, followed } from './support/client'
import { hostile, markup, type Setting, settingOf, type Value } from './support/hostile/values'
import { inspect } from './support/html'
import { kindForms, tableOf } from './support/kind-forms'
import { isWhole, runs, share } from './support/runs'
import { dump } from './support/table-dump'

const evidenceFields = 'title from_date to_date org category introduction shown'

const sessionFields = 'title project_id goal_id date started_at ended_at duration notes tags time_zone'

const settingFields =
  'username time_zone day_start week_start rest_days daily_target ask_after new_cards_a_day theme clock shortcuts unlisted_apps uses first_hour focus_length short_break long_break focus_rounds focus_stops focus_starts focus_sound idle_minutes shown'

type Form = {
  path: string
  table?: string
  /** Page of the table's rows, where it is not that of its name. */
  page?: string
  valid: Record<string, string>
  /** Names with spaces between them. */
  fields: string
}

/** The forms that add and edit a row of a kind. */
const formsOf = (kind: string, fields: string): Form[] => {
  const [path, valid = {}] = [`/${kind}`, kindForms[kind]]
  const edit = { path: `${path}/:id`, table: tableOf(kind), page: path, valid: { ...valid, seq: '' } }
  return [
    { path, valid, fields },
    { ...edit, fields: `${fields} seq` },
  ]
}

const calendarForm = {
  text: calendarOf(eventLines('Planning', '20260714T090000Z')),
  from: '2026-07-01',
  to: '2026-07-31',
}

/**
 * Every form with the fields that it reads; `:id` and `seq` are of the row in `table`. Each post has a valid name of its
 * own.
 */
const forms: Form[] = [
  ...formsOf(
    'goals',
    'title description period direction target times_of unit on_days counts category start_date target_date status parent_id progress_percentage organization_id',
  ),
  {
    path: '/goals/:id/progress',
    table: 'goals',
    valid: { progress_percentage: '3', seq: '' },
    fields: 'progress_percentage seq',
  },
  { path: '/goals/:id/reopen', table: 'goals', valid: {}, fields: 'status progress_percentage' },
  ...formsOf('organizations', 'name type notes'),
  ...formsOf('people', 'name role organization_id email notes'),
  ...formsOf('meetings', 'title date time duration_minutes people organization_id project_id'),
  ...formsOf('learnings', 'title content type source date tags project_id plan_id organization_id meeting_id'),
  { path: '/tasks/quick?owner=me', valid: { line: 'x' }, fields: 'line source_type source_id' },
  ...formsOf('feedback', 'content sentiment category date tags from_person_id organization_id'),
  ...formsOf('energy', 'energy_level engagement_level mood notes'),
  ...formsOf('reviews', 'period date words organization_id'),
  ...formsOf('evidence', evidenceFields),
  { path: '/evidence/markdown', valid: kindForms.evidence ?? {}, fields: evidenceFields },
  ...formsOf('reports', 'title from_date to_date addressee number note sender subject grouping rounding per'),
  {
    path: '/reports/:id/seal',
    table: 'reports',
    valid: { expires_at: '', passphrase: '' },
    fields: 'expires_at passphrase show_changes',
  },
  ...formsOf('views', 'name page query is_default'),
  ...formsOf('skills', 'name category confidence_level teams used_on organization_id notes'),
  { path: '/skills/:id/progress', table: 'skills', valid: { level: '3' }, fields: 'level note date' },
  { path: '/capture', valid: { entry: 'todo x' }, fields: 'entry kind does' },
  ...formsOf('tasks', 'title description priority status date estimated_minutes goal_id project_id plan_id repeat'),
  {
    path: '/tasks',
    valid: { title: 'x', owner: 'me' },
    fields: 'title due_date owner person_id source_type source_id',
  },
  ...formsOf('projects', 'name client classification color tech_stack repository'),
  { path: '/projects/:id', table: 'projects', valid: { name: 'x', seq: '' }, fields: 'status' },
  { path: '/sessions', valid: { date: '2026-03-03', started_at: '9:00', ended_at: '10:00' }, fields: sessionFields },
  { path: '/sessions/:id', table: 'sessions', valid: { seq: '' }, fields: `${sessionFields} seq` },
  {
    path: '/sessions/entry',
    valid: {
      ...{ entry: 'x', row: 'gap-1772528400', started_at: '2026-03-03T09:00Z', ended_at: '2026-03-03T10:00' },
      ...{ time_zone: 'Europe/Lisbon', day_start_minute: '0' },
    },
    fields: 'entry row started_at ended_at time_zone day_start_minute back',
  },
  { path: '/sessions/entry', valid: { entry: '25m x @new' }, fields: 'entry create project_id' },
  { path: '/settings', valid: {}, fields: settingFields },
  { path: '/settings/time-zone', valid: { time_zone: 'Europe/Lisbon' }, fields: 'time_zone next' },
  { path: '/welcome', valid: { uses: 'time' }, fields: 'uses begin next' },
  { path: '/settings/days-off', valid: { from: '2026-03-03' }, fields: 'from to label' },
  { path: '/sessions/import', valid: {}, fields: 'file time_zone' },
  { path: '/meetings/import', valid: calendarForm, fields: 'file text from to organization_id' },
]

const send = ({ client }: Setting, path: string, fields: Record<string, Value>, part: boolean) =>
  client.post(path, fields, { part, page: part ? '/sessions' : undefined })

/** Fields whose message stands at another field. */
const messageAt: Record<string, string[]> = {
  date: ['started_at'],
  started_at: ['ended_at', 'entry'],
  ended_at: ['entry'],
  time_zone: ['file'],
  create: ['entry'],
  project_id: ['entry'],
  text: ['file'],
  from: ['to'],
  line: ['title'],
  source_type: ['line', 'title'],
  source_id: ['line', 'title'],
  from_date: ['to_date'],
  organization_id: ['words'],
}

/** Fields that the form which answers does not show, though it says in its summary what is wrong with them. */
const isUnseen = (path: string, field: string) =>
  ['seq', 'gap'].includes(field) ||
  (path === '/evidence/:id' && ['introduction', 'category', 'shown'].includes(field)) ||
  (path.startsWith('/views') && field === 'query')

const isDateField = (name: string) => /date$|^(from|to|expires_at|used_on)$/.test(name)

/** Faults of the response to a form with one hostile field. */
const faultsOf = async (answer: Response, path: string, field: string, value: Value | undefined, part: boolean) => {
  if (answer.status >= 500) return [`is ${answer.status}`]
  if (![200, 204, 303, 409, 422].includes(answer.status)) return [`is ${answer.status}`]
  const location = answer.headers.get('Location')
  if (location && !/^\/(?![/\\])/.test(location)) return [`leads to ${location}`]
  if (!answer.headers.get('Content-Type')?.startsWith('text/html')) return []
  const html = await answer.text()
  const { intruders, headings, ids, invalid, errorIds, hasSummary, values } = inspect(html)
  const faults = intruders.map((intruder) => `lets ${intruder} in`)
  if (!part && headings !== 1) faults.push(`has ${headings} headings`)
  if (!part && new Set(ids).size !== ids.length) faults.push('has an id twice')
  if (answer.status !== 422) return faults
  const names = [field, ...(messageAt[field] ?? [])]
  const hasMessage = names.some((name) => errorIds.some((id) => id.endsWith(`${name}-error`))) && invalid > 0
  const isHidden = isUnseen(path, field) || html.includes(`type="hidden" name="${field}"`)
  if (!hasMessage && !(isHidden && (hasSummary || errorIds.length > 0))) faults.push(`marks ${errorIds}`)
  if (errorIds.some((id) => !ids.includes(id))) faults.push('names a message that is not there')
  if (/Invalid (input|option)|Too (big|small)|expected (string|number|one of)|\[object/.test(html)) {
    faults.push('speaks to programmers')
  }
  const kept = values.get(field) ?? (isDateField(field) ? '' : undefined)
  const isTyped =
    typeof value === 'string' &&
    !field.endsWith('level') &&
    !['color', 'theme', 'clock', 'unlisted_apps', 'shortcuts', 'rest_days', 'uses', 'first_hour', 'seq'].includes(field)
  const plain = (text: string) =>
    text
      .toWellFormed()
      .replaceAll('\r\n', '\n')
      .replace(/\ufffd+/g, '?')
      .trim()
  // A date is shown as people write it.
  const shown = (text: string) => (isDateField(field) && isDate(text) ? formatDateField(text, 'dmy') : text)
  if (isTyped && kept !== undefined && plain(kept) !== plain(shown(value))) faults.push(`keeps ${kept.slice(0, 50)}`)
  return faults
}

const pages =
  '/ /goals /projects /sessions /stats?range=365 /settings /deleted /sessions/import /sessions/new /goals/new'.split(
    ' ',
  )

/** The pages that show the row of a form. */
const ownPages = (path: string, page: string, id: string) =>
  path.includes(':id') ? [page, `${page}/${id}`, `${page}/${id}/edit`] : [`/${path.split('/')[1]}`]

const expectNoIntruders = async (client: Client, paths: (string | undefined)[]) => {
  for (const page of paths) {
    const answer = await client.get(page ?? '/')
    expect(answer.status).toBeLessThan(400)
    expect(inspect(await answer.text()).intruders).toEqual([])
  }
}

describe.each(forms.map((form, turn) => ({ ...form, fields: form.fields.split(' '), turn })))(
  'the form of $path',
  ({ path, table = 'sessions', page = `/${table}`, valid, fields, turn }) => {
    let posts = 0
    const named = () => valid.name !== undefined && { name: `x ${++posts}` }
    const filled = async ({ seq }: Setting) => ({ ...valid, ...('seq' in valid && { seq: await seq() }) })

    let setting: Setting
    beforeAll(async () => {
      setting = await settingOf(table)
    })

    test('a hostile value in one field is refused with a message or shown as text', async () => {
      const { client, id } = setting
      const values: [string, Value | undefined][] = [['nothing', undefined], ...Object.entries(hostile)]
      const posts = fields.flatMap((field, at) =>
        share(values, values.length, 7 * turn + at).map(([name, value]) => ({ field, name, value })),
      )
      const faults: string[] = []
      let before = await dump(client.userId)
      let whole = await filled(setting)
      for (const [index, { field, name, value }] of posts.entries()) {
        const { [field]: _, ...others }: Record<string, Value> = { ...whole, ...named() }
        const part = index % 2 === 0
        const sent = value === undefined ? others : { ...others, [field]: value }
        const answer = await send(setting, path.replace(':id', id), sent, part)
        const after = cost(answer).written === 0 ? before : await dump(client.userId)
        const found = await faultsOf(answer, path, field, value, part)
        if (answer.status >= 400 && after !== before) found.push('is refused but changes something')
        faults.push(...found.map((fault) => `${field}: ${name}, as a ${part ? 'part' : 'page'}: ${fault}`))
        if (after !== before) whole = await filled(setting)
        before = after
      }
      expect(faults).toEqual([])
      await expectNoIntruders(client, ['/', ...ownPages(path, page, id)])
    })

    test('any text in every field at once is accepted or refused whole', async () => {
      const { client, id } = setting
      const texts = [...Object.values(hostile).filter((value) => typeof value === 'string'), '1h', '9:30', '2026-03-29']
      const text = fc.oneof(fc.string({ unit: anyCharacter, maxLength: 60 }), fc.constantFrom(...texts))
      const forms = fc.record(Object.fromEntries(fields.map((field) => [field, text])), { requiredKeys: [] })
      await fc.assert(
        fc.asyncProperty(forms, fc.boolean(), async (values, part) => {
          const fields = { ...(await filled(setting)), ...named(), ...values }
          const answer = await send(setting, path.replace(':id', id), fields, part)
          expect([200, 204, 303, 409, 422]).toContain(answer.status)
          if (answer.status >= 400) expect(cost(answer).written).toBe(0)
          if (answer.status !== 204) expect(inspect(await answer.text()).intruders).toEqual([])
        }),
        { numRuns: runs(30, 1) },
      )
      await expectNoIntruders(client, [...share(pages, 10, turn), ...ownPages(path, page, id)])
      for (const file of share(['/sessions.csv', '/api/v1/export'], 2, turn))
        expect((await client.get(file)).status).toBe(200)
    })
  },
)

test('an unknown status is refused as a page, a part and JSON', async () => {
  const { client, id } = await settingOf('goals')
  const before = await dump(client.userId)
  for (const [index, value] of Object.values(hostile).entries()) {
    const forms = [{}, { part: true }, { headers: { Accept: 'application/json' } }]
    for (const options of share(forms, 3, index)) {
      const answer = await client.post(`/goals/${id}/status`, { status: value }, options)
      expect(answer.status).toBe(422)
      if ('headers' in options) expect(await answer.json()).toMatchObject({ type: 'about:blank', code: 'invalid' })
      else expect(inspect(await answer.text()).intruders).toEqual([])
    }
  }
  expect(await dump(client.userId)).toBe(before)
})

/** A log of two people, with markup wherever there is text, and an impossible row. */
const hostileLog = `User,Email,Client,Project,Description,Start date,Start time,End date,End time,Duration,Tags
A,a@example.com,<img src=x>,<script>alert(1)</script>,"""><script>alert(1)</script>",2026-03-02,09:00:00,2026-03-02,10:00:00,01:00:00,<img>
B,b@example.com,"' onfocus='x",a\u0007b,,2026-02-30,09:00:00,2026-03-02,<script>,01:00:00,
<script>alert(1)</script>,"""><img src=x>",,,,2026-03-02,09:00:00,2026-03-02,08:00:00,,`

test.each(['time_zone', 'member', 'on_error'])(
  'an import with any %s is read or refused with a message',
  async (name) => {
    const { client } = await settingOf('sessions')
    const file = new File([hostileLog], `${markup}.csv`, { type: 'text/csv' })
    const sent = await client.post('/sessions/import', { file, time_zone: 'UTC' })
    const preview = await (await followed(client, sent)).text()
    const id = /\/import\/([0-9a-f-]{36})\/discard/.exec(preview)?.[1] ?? ''
    expect(inspect(preview).intruders).toEqual([])
    const before = await dump(client.userId)
    const values = [
      ...Object.values(hostile).filter((_, index) => index % (isWhole ? 2 : 6) === 0),
      '"><img src=x>',
      'b@example.com',
    ]
    for (const value of values) {
      const fields = { member: 'b@example.com', on_error: 'stop', [name]: value }
      const answers = [await client.post(`/sessions/import/${id}/confirm`, fields)]
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
