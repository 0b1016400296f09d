import { expect, test } from 'vitest'
import { type Client, request, rows, signedIn } from '../../../test/support/client'
import { undoIn } from '../../../test/support/html'
import { putAppsForTest, putRule, somePackage } from '../../apps/whitelists/testing'
import { features } from '../feature'
import { undoPath } from '../http/path-to'
import { type Kind, kindEntries, kindEntry } from '../kinds'

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
  plan: { title: 'SQL', tags: '', total_hours: '', goal_id: '', project_id: '', chunks: 'One, 1h' },
  session: { title: 'Work', date: '2026-03-03', started_at: '9:00', ended_at: '10:00' },
}

/** Kinds without a list, and those that are edited as a whole. */
const apart: Kind[] = ['milestone', 'checkin', 'review', 'evidence', 'report', 'view']

const kinds = kindEntries.flatMap(([kind, { table, path }]) => {
  const form = forms[kind]
  const list = path('', null).replace(/\/$/, '')
  return form ? [{ kind, table, list, form }] : []
})

type Stored = Record<string, unknown> & { id: string; seq: number }

const only = async (client: Client, table: string) => {
  const [row] = await rows<Stored>(`SELECT * FROM ${table} WHERE user_id = ? AND deleted_at IS NULL`, client.userId)
  if (!row) throw new Error(`No row in ${table}`)
  // The text of a plan says when it was edited, and may quote its title.
  const text = String(row.content)
    .replace(/^updated: .*$/m, '')
    .replace(/^title: "(.*)"$/m, 'title: $1')
  return table === 'plans' ? { ...row, content: text } : row
}

const rowOf = (html: string, id: string) => {
  const [start = '', tag] =
    [...html.matchAll(/<(li|tr) [^>]*>/g)].find(([start]) => start.includes(` id="${id}"`)) ?? []
  return start && (html.slice(html.indexOf(start)).split(`</${tag}>`)[0] ?? '')
}

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

type Way = 'open' | 'title' | 'edit' | 'delete' | 'select' | 'menu'

/** A list and a row in it. */
type Shown = {
  list: string
  /** Id of the row's element. */
  id: string
  /** Path of the page of the row. */
  page?: string
  /** Ways that there are not, and why. */
  lacks?: Partial<Record<`${'row' | 'page'} ${Way}`, string>>
}

const oneOf = async (client: Client, kind: Kind, form = forms[kind], prefix: string = kind): Promise<Shown> => {
  const { table, path } = kindEntry(kind)
  const list = path('', null).replace(/\/$/, '')
  expect((await client.post(list, { ...form })).status, kind).toBe(303)
  const { id } = await only(client, table)
  return { list: kind === 'task' ? '/tasks/all' : list, id: `${prefix}-${id}`, page: path(id, null) }
}

const rowIsAll = 'the row says all of it, so it has no page'

const editedWhole = 'it is edited in its form'

/** Rows of every list. A kind without a list stands in `unlisted`. */
const listed: Record<string, (client: Client) => Promise<Shown>> = {
  ...Object.fromEntries(kinds.map(({ kind }) => [kind, (client: Client) => oneOf(client, kind)])),
  checkin: async (client) => {
    const { list, id } = await oneOf(client, 'checkin', { energy_level: '4', engagement_level: '3' }, 'check-in')
    return { list, id, lacks: { 'row open': rowIsAll, 'row title': editedWhole } }
  },
  review: async (client) => {
    const { list, id } = await oneOf(client, 'review', { period: 'week', date: '2026-03-09', words: 'Calm' })
    return { list, id, lacks: { 'row title': 'its title is its week' } }
  },
  evidence: async (client) => {
    const form = { title: 'Talk', introduction: 'Words', from_date: '2026-01-01', to_date: '2026-03-01' }
    const shown = await oneOf(client, 'evidence', form, 'draft')
    const isEditor = 'its page is its form'
    const ofRow = {
      'row title': isEditor,
      'row edit': isEditor,
      'row select': 'the page selects lines of the document',
    }
    return { ...shown, lacks: { ...ofRow, 'page title': isEditor, 'page edit': isEditor } }
  },
  report: async (client) => {
    const form = { title: 'October', from_date: '2026-10-01', to_date: '2026-10-31' }
    const noSelection = 'there is no act for several reports'
    const ofRow = { 'row title': editedWhole, 'row edit': editedWhole, 'row select': noSelection }
    return { ...(await oneOf(client, 'report', form)), lacks: { ...ofRow, 'page title': editedWhole } }
  },
  view: async (client) => {
    const { list, id } = await oneOf(client, 'view', { name: 'Deep', page: 'stats', query: 'tag=deep' })
    return { list, id }
  },
  tag: async (client) => {
    await client.post('/learnings', { title: 'One', content: '', tags: 'deep work' })
    return { list: '/tags', id: 'tag-deep%20work' }
  },
  app: async (client) => {
    const name = somePackage()
    await putRule(client.userId, name, { is_whitelisted: 1, after: null })
    return { list: '/whitelists', id: `app:${name}`, lacks: { 'row open': rowIsAll, 'row title': 'a device names it' } }
  },
  'app that time unlocks': async (client) => {
    const after = { subject: 'all', seconds: 3600, period: 'day' } as const
    await putRule(client.userId, somePackage(), { is_whitelisted: 1, after })
    const [rule] = await rows<Stored>('SELECT id FROM user_apps WHERE user_id = ?', client.userId)
    const select = 'it is selected among all apps, on the same page'
    const lacks = { 'row open': rowIsAll, 'row title': 'a device names it', 'row select': select }
    return { list: '/whitelists', id: `earned-${rule?.id}`, lacks }
  },
  'default of an app': async (client) => {
    await rows("UPDATE users SET role = 'admin' WHERE id = ?", client.userId)
    const name = `test.x${crypto.randomUUID().replaceAll('-', '')}`
    await putAppsForTest({ package_name: name })
    const id = `app-${name.replaceAll('.', '_1a_')}`
    return { list: `/admin/whitelists?q=${name}`, id, lacks: { 'row open': rowIsAll, 'row title': editedWhole } }
  },
}

const unlisted: Partial<Record<Kind, string>> = { milestone: 'it is a part of the page of its goal' }

/** The content of a menu: that of its template where it has one. */
const withMenu = (part: string, html: string) => {
  const [, template] = /data-menu="([\w-]+)"/.exec(part) ?? []
  return template ? part + (new RegExp(`<template id="${template}">[\\s\\S]*?</template>`).exec(html)?.[0] ?? '') : part
}

const ways: Record<Exclude<Way, 'select'>, RegExp> = {
  open: /<a class="row-title[^>]* href="\//,
  title: /<a class="row-title[^>]* data-edits="\w+"/,
  // As `controls` in client/lists/list-keys.ts.
  edit: /<a[^>]* (href="[^"]*\/edit"|aria-keyshortcuts="e")/,
  delete: /<form[^>]* action="[^"]*\/delete"|<button[^>]* (formaction="[^"]*\/delete"|aria-keyshortcuts="#")/,
  menu: / data-menu="/,
}

/** Acts of the bar of a page, and the id that its rows begin with. */
const barOf = (html: string) => {
  const [bar = ''] = /<form id="picks"[\s\S]*?<\/form>/.exec(html) ?? []
  const acts = [...bar.matchAll(/name="act" value="([^"]+)"/g)].map(([, act]) => act)
  return { acts, rows: / data-rows="([^"]+)"/.exec(bar)?.[1], isThere: bar !== '' }
}

const has = (way: Way, part: string, id: string, html: string) => {
  if (way !== 'select') return ways[way].test(withMenu(part, html))
  const { isThere, rows = '' } = barOf(html)
  return isThere && (/ form="picks"/.test(part) || (id.startsWith(`${rows}-`) && /class="row[ "]/.test(part)))
}

test('every kind has a list here, or a reason to have none', () => {
  const missing = kindEntries.filter(([kind]) => !listed[kind] && !unlisted[kind])
  expect(missing).toEqual([])
})

test.each(Object.entries(listed))('a row of the kind %s, and its page, offer all ways and keys', async (kind, make) => {
  const client = await signedIn()
  const { list, id, page, lacks = {} } = await make(client)
  const html = await (await client.get(list)).text()
  const onPage = page === undefined ? '' : await (await client.get(page)).text()
  const main = onPage.slice(onPage.indexOf('id="main"'))
  const parts: [where: string, part: string, html: string, ways: Way[]][] = [
    ['row', rowOf(html, id), html, ['open', 'title', 'edit', 'delete', 'select', 'menu']],
    ['page', main, main, page === undefined ? [] : ['title', 'edit', 'delete', 'menu']],
  ]
  const found = parts.flatMap(([where, part, all, every]) =>
    every.map((way) => [`${where} ${way}`, has(way, part, id, all)] as const),
  )
  // A way with a reason to be missing must be missing.
  expect(
    found
      .filter(([, isThere]) => !isThere)
      .map(([way]) => way)
      .toSorted(),
    kind,
  ).toEqual(Object.keys(lacks).toSorted())
  const select = features.flatMap(({ selects = {} }) => Object.entries(selects)).find(([of]) => of === kind)?.[1]
  if (select) expect(barOf(html).acts.toSorted(), kind).toEqual(Object.keys((await select()).acts).toSorted())
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
        if (control.includes('data-date=')) return [name, name === 'used_on' ? '2026-11-19' : '2026-11-28']
        return [name, samples[name] ?? `${value} again`]
      },
    ),
  )

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
      if (!isApart) expect([`${url}/undo`, undoPath(`${kind}.edit`, id)], what).toContain(undo.path)
      expect(facts(await only(client, table)), what).not.toEqual(facts(before))
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
