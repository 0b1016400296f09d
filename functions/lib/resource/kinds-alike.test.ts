import { expect, test } from 'vitest'
import { type Client, request, rows, signedIn } from '../../../test/client'
import { type Kind, kindEntries } from '../kinds'

const htmx = { headers: { 'HX-Request': 'true', 'HX-Request-Type': 'partial' } }

/** A form of each kind that is listed and has a page; sessions, tasks, goals and meetings have fields of their own. */
const forms: Partial<Record<Kind, Record<string, string>>> = {
  goal: { title: 'Reach it' },
  project: { name: 'Thesis', client: 'UNAM', repository: 'acme/web' },
  card: { question: 'to be', answer: 'ser', source: 'Chapter 3' },
  organization: { name: 'Harbour Clinic', type: 'client' },
  person: { name: 'Ada', role: 'coach', email: 'ada@example.com' },
  meeting: { title: 'Weekly', date: '2026-11-27', time: '10:00', duration_minutes: '45m' },
  learning: { title: 'CTEs', content: 'WITH', type: 'concept', date: '2026-11-20' },
  task: { title: 'Call', date: '2026-11-27' },
  feedback: { content: 'Clear slides', sentiment: 'positive', date: '2026-11-20' },
  skill: { name: 'SQL', confidence_level: '2', used_on: '2026-11-20' },
  session: { title: 'Work', date: '2026-03-03', started_at: '9:00', ended_at: '10:00' },
}

/** Kinds without a row of their own in a list, and those whose page is an editor. */
const apart: Kind[] = ['milestone', 'plan', 'checkin', 'review', 'evidence']

const kinds = kindEntries.flatMap(([kind, { table, path }]) => {
  const form = forms[kind]
  const list = path('', null).replace(/\/$/, '')
  return form ? [{ kind, table, list, form }] : []
})

type Stored = Record<string, unknown> & { id: string; seq: number }

const only = async (client: Client, table: string) => {
  const [row] = await rows<Stored>(`SELECT * FROM ${table} WHERE user_id = ? AND deleted_at IS NULL`, client.userId)
  if (!row) throw new Error(`No row in ${table}`)
  return row
}

const rowOf = (html: string, id: string) => new RegExp(`<li[^>]* id="${id}"[\\s\\S]*?</li>`).exec(html)?.[0] ?? ''

const editable = (html: string) => [...html.matchAll(/data-edits="(\w+)"/g)].map(([, name = '']) => name)

/** The value of the field of a form, and its name: as it is sent where nothing was typed. */
const sentAlone = (html: string, name: string) => {
  const area = new RegExp(`<textarea[^>]* name="${name}"[^>]*>\\n?([\\s\\S]*?)</textarea>`).exec(html)?.[1]
  const select = new RegExp(`<select[^>]* name="${name}"[\\s\\S]*?</select>`).exec(html)?.[0]
  const input = new RegExp(`<input[^>]* name="${name}"[^>]*>`).exec(html)?.[0]
  if (area !== undefined) return area
  if (select) return /<option value="([^"]*)" selected/.exec(select)?.[1] ?? ''
  if (input) return / value="([^"]*)"/.exec(input)?.[1] ?? ''
  throw new Error(`No field ${name}`)
}

test('every kind that has rows and a page is among these', () => {
  const all = kindEntries.map(([kind]) => kind)
  expect(all.filter((kind) => !forms[kind] && !apart.includes(kind))).toEqual([])
})

test('rows and pages of every kind offer an edit in place, e, # and a menu', async () => {
  for (const { kind, table, list, form } of kinds) {
    // Its rows are held by functions/time/sessions.
    if (kind === 'session') continue
    const client = await signedIn()
    expect((await client.post(list, form)).status, kind).toBe(303)
    const { id } = await only(client, table)
    const path = kind === 'task' ? '/tasks/all' : list
    const row = rowOf(await (await client.get(path)).text(), `${kind}-${id}`)
    const page = await (await client.get(`${list}/${id}`)).text()
    for (const [where, html] of [
      ['row', row],
      ['page', page.slice(page.indexOf('id="main"'))],
    ] as const) {
      expect(html, `${where} of ${kind}`).toContain('data-menu')
      expect(html, `title of the ${where} of ${kind}`).toMatch(/<a class="row-title"[^>]* data-edits="\w+"/)
    }
    // The menu of tasks, goals and sessions comes from one template of the page.
    const menu = /data-menu="\w/.test(row) ? page : row
    expect(menu, kind).toContain(`href="${list}/${id}/edit"`)
    expect(menu, kind).toContain(`${list}/${id}/delete"`)
    expect(page, kind).toContain(`href="${list}/${id}/edit"`)
    expect(page, kind).toContain(`${list}/${id}/delete"`)
  }
})

test('a field that a page or a row offers is edited alone, by its version', async () => {
  for (const { kind, table, list, form } of kinds) {
    const client = await signedIn()
    await client.post(list, form)
    const { id } = await only(client, table)
    const url = `${list}/${id}`
    const rowsPage = await (await client.get(kind === 'task' ? '/tasks/all' : list)).text()
    const page = await (await client.get(url)).text()
    const names = new Set([...editable(page), ...editable(rowOf(rowsPage, `${kind}-${id}`))])
    expect(names.size, kind).toBeGreaterThan(0)
    for (const name of names) {
      if (kind === 'session') continue
      const opened = await (await client.get(`${url}/edit?field=${name}`, htmx)).text()
      expect(opened, `${kind} ${name}`).toContain('class="in-place"')
      expect(opened, `${kind} ${name}`).toContain(`name="field" value="${name}"`)
      const before = await only(client, table)
      const sent = { field: name, [name]: sentAlone(opened, name), seq: before.seq }
      const region = { headers: { ...htmx.headers, 'X-Regions': `/${url.slice(1)}` } }
      const saved = await client.post(url, sent, region)
      expect([saved.status, kind, name]).toEqual([200, kind, name])
      const { seq: _, updated_at: __, details_seq: ___, ...after } = await only(client, table)
      const { seq: ____, updated_at: _____, details_seq: ______, ...kept } = before
      expect(after, `${kind} ${name}`).toEqual(kept)
    }
  }
})

test('an edit on a page answers with its head, and a stale one with both versions', async () => {
  const edits: Partial<Record<Kind, [string, string, string]>> = {
    project: ['client', 'Acme', 'Acme'],
    card: ['source', 'Chapter 4', 'Chapter 4'],
    organization: ['type', 'school', 'School'],
    person: ['role', '<b>lead', '&lt;b&gt;lead'],
    learning: ['source', 'meeting', 'Meeting'],
    feedback: ['sentiment', 'constructive', 'Constructive'],
    skill: ['confidence_level', '4', 'Proficient'],
    meeting: ['time', '16:20', '16:20'],
  }
  for (const { kind, table, list, form } of kinds) {
    const [name, value, words] = edits[kind] ?? []
    if (!name || !value || !words) continue
    const client = await signedIn()
    await client.post(list, form)
    const { id, seq } = await only(client, table)
    const url = `${list}/${id}`
    const onPage = { headers: { ...htmx.headers, 'X-Regions': url } }
    const answer = await (await client.post(url, { field: name, [name]: value, seq }, onPage)).text()
    expect(answer, kind).toContain(`<hx-partial hx-target="#${kind}-${id}-page" hx-swap="outerMorph">`)
    expect(answer, kind).toContain(words)
    expect(answer, kind).toContain('data-toast')
    expect(await (await client.get(url)).text(), kind).toContain(words)
    const title = kind === 'card' ? 'question' : kind === 'feedback' ? 'content' : 'title' in form ? 'title' : 'name'
    const stale = await client.post(url, { field: title, [title]: 'Mine', seq }, onPage)
    expect([stale.status, kind]).toEqual([409, kind])
    const taken = await (await client.get(url, onPage)).text()
    expect(taken, kind).toContain(`hx-target="#${kind}-${id}-page"`)
  }
})

/** Fields of a goal, a task and a meeting that their pages have to offer. */
const offered: Partial<Record<Kind, string[]>> = {
  goal: ['title', 'status', 'start_date', 'target_date', 'target_minutes', 'category', 'parent_id'],
  task: [
    'title',
    'date',
    'at',
    'due_date',
    'estimated_minutes',
    'priority',
    'status',
    'repeat',
    'project_id',
    'goal_id',
  ],
  meeting: ['title', 'date', 'time', 'duration_minutes', 'repeat', 'people', 'project_id', 'organization_id'],
}

const samples: Record<string, string> = {
  ...{ time: '16:20', at: '16:20', started_at: '9:10', ended_at: '9:50', duration: '20m', email: 'ada@example.org' },
  ...{ estimated_minutes: '2h', duration_minutes: '2h', target_minutes: '12h', people: 'Grace, Edsger' },
  ...{ repeat: 'Every 3 days', category: 'Research', repository: 'acme/app', url: 'https://example.org' },
}

/** The fields of a form in place, each with another value than it has. */
const editedIn = (html: string) =>
  Object.fromEntries(
    [...html.matchAll(/<(input|select|textarea)(?![^>]* type="hidden")[^>]* name="(\w+)"[^>]*>/g)].map(
      ([control, tag, name = '']) => {
        const value = sentAlone(html, name)
        if (tag === 'select') {
          const options = [...html.matchAll(/<option value="([^"]+)"/g)].map(([, option]) => option)
          return [name, options.find((option) => option !== value) ?? '']
        }
        if (control.includes('type="date"')) return [name, name === 'used_on' ? '2026-11-19' : '2026-11-28']
        return [name, samples[name] ?? `${value} again`]
      },
    ),
  )

const unescaped = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&#39;', "'")

/** Path and fields of the Undo of the message in an answer. */
const undoIn = (html: string) => {
  const [, path = '', fields = ''] =
    /<form method="post" action="([^"]*)" hx-post="[^"]*" hx-target="closest .toast"[^>]*>([\s\S]*?)<\/form>/.exec(
      html,
    ) ?? []
  const inputs = [...fields.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)]
  return { path, fields: Object.fromEntries(inputs.map(([, name = '', value = '']) => [name, unescaped(value)])) }
}

const facts = ({ seq: _, updated_at: __, details_seq: ___, ...row }: Stored) => row

test('the message of an edit in place takes it back, as long as the field holds what was written', async () => {
  for (const { kind, table, list, form } of kinds) {
    const client = await signedIn()
    await client.post('/projects', { name: 'Harbour' })
    await client.post('/organizations', { name: 'Lighthouse' })
    await client.post('/goals', { title: 'Sail' })
    await rows(`UPDATE ${table} SET deleted_at = 1 WHERE user_id = ?`, client.userId)
    await client.post(list, form)
    const { id } = await only(client, table)
    const url = `${list}/${id}`
    const names = new Set(editable(await (await client.get(url)).text()))
    for (const name of offered[kind] ?? []) expect([...names], kind).toContain(name)
    for (const name of names) {
      const what = `${kind} ${name}`
      const before = await only(client, table)
      const opened = await (await client.get(`${url}/edit?field=${name}`, htmx)).text()
      const fields = editedIn(opened)
      const edit = async (sent: Record<string, string>) => {
        const { seq } = await only(client, table)
        const saved = await client.post(url, { field: name, ...sent, seq }, htmx)
        const html = await saved.text()
        expect([saved.status, what, html.slice(0, saved.status === 200 ? 0 : 2_000)]).toEqual([200, what, ''])
        return undoIn(html)
      }
      const undo = await edit(fields)
      if (Object.values(fields).every((value) => value === '')) continue
      // A rename of a project or an organization is among the recent changes, and a level in the history of a skill.
      const isApart = /^project (name|client)|^organization name|^skill confidence_level/.test(what)
      if (!isApart) expect(undo.path, what).toBe(`${url}/undo`)
      expect(facts(await only(client, table)), what).not.toEqual(facts(before))
      const other = await signedIn()
      expect((await other.post(undo.path, undo.fields, htmx)).status, what).toBe(404)
      const undone = await client.post(undo.path, undo.fields, htmx)
      expect(facts(await only(client, table)), what).toEqual(facts(before))
      if (isApart) continue
      expect([undone.status, (await undone.text()).includes('Edit undone')], what).toEqual([200, true])
      const twice = await client.post(undo.path, undo.fields, htmx)
      expect(twice.status, what).toBe(409)
      expect(await twice.text(), what).toContain('can no longer be undone')
      expect(facts(await only(client, table)), what).toEqual(facts(before))
    }
  }
})

test('without script the next page offers the Undo of an edit in place, but not of a text too long for a cookie', async () => {
  const client = await signedIn()
  await client.post('/tasks', { title: 'Call' })
  const { id, seq } = await only(client, 'tasks')
  const url = `/tasks/${id}`
  const after = async (edited: Response) => {
    const cookie = `${client.cookie}; ${
      edited.headers
        .getSetCookie()
        .join()
        .match(/flash=[^;]*/)?.[0]
    }`
    return (await request(url, { headers: { Cookie: cookie } })).text()
  }
  const undo = undoIn(await after(await client.post(url, { field: 'title', title: 'Write', seq })))
  expect(undo).toMatchObject({ path: `${url}/undo`, fields: { title: 'Call' } })
  expect((await client.post(undo.path, undo.fields)).status).toBe(303)
  const task = await only(client, 'tasks')
  expect(task.title).toBe('Call')
  const description = 'ä'.repeat(4_000)
  const page = await after(await client.post(url, { field: 'description', description, seq: task.seq }))
  expect(page).toContain('saved')
  expect(undoIn(page).path).toBe('')
})
