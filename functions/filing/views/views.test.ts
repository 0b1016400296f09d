import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { stopClock } from '../../../test/support/clock'
import { utc } from '../../../test/support/times'
import { addDays } from '../../lib/time/days'
import { newSession, putAll, putProject, words } from '../../time/sessions/testing'

const today = '2026-03-11'
stopClock(`${today}T15:00:00Z`)

const add = (client: Client, body: object) => client.made<{ id: string; seq: number; query: string }>('/views', body)

const person = async () => {
  const client = await signedIn(utc)
  const project = await putProject(client, 'Thesis')
  const start = `${addDays(today, -1)}T09:00:00Z`
  await putAll(client, [
    newSession(start, 60, { ...utc, project_id: project, title: 'Priors' }),
    newSession(`${addDays(today, -1)}T11:00:00Z`, 30, { ...utc, tags: ['deep'], title: 'Post' }),
    newSession(`${addDays(today, -200)}T11:00:00Z`, 15, { ...utc, tags: ['deep'], title: 'Old' }),
  ])
  return { client, project }
}

const chips = (html: string) =>
  [...html.matchAll(/aria-label="Remove filter: ([^"]*)"/g)].map(([, label = '']) => label)

test.each([
  ['range=this-week&tag=deep', 'range=this-week&subject=tag%3A%23deep'],
  // A named period stays one, dates stay, a half of them is none.
  ['range=last-month&from=2026-01-01&to=2026-01-31', 'range=last-month'],
  ['from=2026-01-01&to=2026-01-31', 'from=2026-01-01&to=2026-01-31'],
  ['from=2026-01-01&tag=a', 'subject=tag%3A%23a'],
  ['tag=a&date=2026-03-01&cursor=x&open=filter&org=none&q=', 'subject=tag%3A%23a'],
  ['tag=a&by=<b>&group=project,week&hide=tasks', 'group=project%2Cweek&hide=tasks&subject=tag%3A%23a'],
  ['any=project:a&any=tag:%23b&not=tag:%23c', 'subject=project%3Aa%7Ctag%3A%23b&not_tag=c'],
  ['__proto__=1&constructor=2&q=%00plan', 'subject=text%3A%3Dplan'],
])('a view of %s keeps %s', async (query, kept) => {
  const { query: stored } = await add(await signedIn(utc), { name: 'Kept', page: 'stats', query })
  expect(stored).toBe(kept)
})

test.each([
  '',
  '?',
  'cursor=x',
  'from=2026-02-30&to=2026-03-01',
  'subject=planet:1',
  'project=a%2F..',
  'q=%21',
  'x'.repeat(4_001),
])('a view of nothing, or of what cannot be read, is refused: %s', async (query) => {
  const client = await signedIn(utc)
  const answer = await client.json('POST', '/api/v1/views', { name: 'None', page: 'week', query })
  expect(answer.status).toBe(422)
  expect((await answer.json<{ errors: { path: string }[] }>()).errors.map(({ path }) => path)).toEqual(['query'])
  expect((await client.post('/views', { name: 'None', page: 'week', query })).status).toBe(422)
})

test('a view opens its page, stands in its menu, the rail and the palette, and others do not see it', async () => {
  const { client, project } = await person()
  const { id } = await add(client, { name: 'Deep <work>', page: 'stats', query: `range=30&project=${project}` })
  const opened = await client.get(`/views/${id}`)
  expect([opened.status, opened.headers.get('Location')]).toEqual([303, `/stats?range=30&subject=project%3A${project}`])
  const page = await (await client.get('/stats')).text()
  expect(page.split(`href="/views/${id}"`)).toHaveLength(3)
  expect(page).toContain('Deep &lt;work&gt;')
  expect((await (await client.get('/week')).text()).split(`href="/views/${id}"`)).toHaveLength(2)
  expect(await (await client.post('/palette', { q: 'deep' })).text()).toContain(`/views/${id}`)
  const other = await signedIn(utc)
  expect((await other.get(`/views/${id}`)).status).toBe(404)
  expect(await (await other.get('/stats')).text()).not.toContain(id)
})

test('the default view of a page holds where its address says nothing, and everything is one press away', async () => {
  const { client, project } = await person()
  const first = await add(client, { name: 'Thesis', page: 'sessions', query: `project=${project}`, is_default: true })
  await add(client, { name: 'Deep', page: 'stats', query: 'range=7&tag=deep', is_default: true })
  const titles = async (path: string) =>
    [...(await (await client.get(path)).text()).matchAll(/row-title[^>]*><bdi>(Priors|Post|Old)/g)].map(
      ([, one]) => one,
    )
  expect(await titles('/sessions')).toEqual(['Priors'])
  expect(await titles('/sessions?subject=all')).toEqual(['Post', 'Priors', 'Old'])
  expect(await titles('/sessions?tag=deep')).toEqual(['Post', 'Old'])
  const page = await (await client.get('/sessions?org=all')).text()
  expect(chips(page)).toEqual(['Thesis'])
  expect(page).toContain('href="/sessions?subject=all" aria-label="Remove filter: Thesis"')
  expect(page).toMatch(/<bdi>Thesis<\/bdi><a[^>]* href="\/sessions\?subject=all">All<\/a>/)
  const stats = await (await client.get('/stats')).text()
  expect([chips(stats), stats.includes('data-figure="1800"')]).toEqual([['#deep'], true])

  // Of a page, one view is the default.
  const second = await add(client, { name: 'All deep', page: 'sessions', query: 'tag=deep', is_default: true })
  expect(await titles('/sessions')).toEqual(['Post', 'Old'])
  const defaults = () =>
    rows('SELECT name FROM views WHERE user_id = ? AND is_default = 1 ORDER BY name', client.userId)
  expect(await defaults()).toEqual([{ name: 'All deep' }, { name: 'Deep' }])
  await client.json('DELETE', `/api/v1/views/${second.id}`)
  expect(await titles('/sessions')).toHaveLength(3)
  const [row] = await rows<{ seq: number }>('SELECT seq FROM views WHERE id = ?', first.id)
  await client.post(`/views/${first.id}`, { field: 'is_default', is_default: 'yes', seq: row?.seq ?? 0 })
  expect(await titles('/sessions')).toEqual(['Priors'])
  await client.post(`/views/${second.id}/restore`)
  expect(await defaults()).toEqual([{ name: 'All deep' }, { name: 'Deep' }])
})

test('a view whose project is gone leaves that out and says so; one that cannot be read breaks nothing', async () => {
  const { client, project } = await person()
  const gone = await add(client, {
    name: 'Half gone',
    page: 'sessions',
    query: `any=project:${project}&any=tag:%23deep&not_project=none-such&q=post`,
    is_default: true,
  })
  await rows('UPDATE projects SET deleted_at = 1 WHERE id = ?', project)
  const opened = await client.get(`/views/${gone.id}`)
  expect(opened.headers.get('Location')).toBe('/sessions?tag=deep&q=post')
  expect(decodeURIComponent(opened.headers.get('Set-Cookie') ?? '')).toContain('was deleted')
  const page = await (await client.get('/sessions')).text()
  expect(chips(page)).toEqual(['#deep', '“post”'])
  expect(words(page)).toContain('Part of this view’s filter was deleted (Thesis, a project)')

  for (const page of ['sessions', 'stats', 'week', 'report']) {
    const { id } = await add(client, { name: `Broken ${page}`, page, query: 'tag=deep', is_default: true })
    for (const set of [
      'query = \'{"all":\'',
      "query = 'subject=planet:1'",
      'version = 2',
      "query = 'by=none&group=none', version = 1",
    ]) {
      await rows(`UPDATE views SET ${set} WHERE id = ?`, id)
      for (const path of [`/${page}`, '/views', '/'])
        expect([set, path, (await client.get(path)).status]).toEqual([set, path, 200])
      expect([set, (await client.get(`/views/${id}`)).status]).toEqual([set, 303])
    }
  }
  expect((await client.json('GET', '/api/v1/views')).status).toBe(200)
})

test('a view shows from now on what its page shows, is renamed and deleted, each with Undo', async () => {
  const { client } = await person()
  const { id, seq } = await add(client, { name: 'Deep', page: 'stats', query: 'tag=deep' })
  const page = await (await client.get('/stats?range=90&not_tag=deep')).text()
  expect(page).toContain('<input type="hidden" name="query" value="range=90&amp;not_tag=deep"/>')
  expect(page).toContain('href="/views/new?page=stats&amp;query=range%3D90%26not_tag%3Ddeep"')
  const stored = async () => (await rows('SELECT name, query FROM views WHERE id = ? AND deleted_at IS NULL', id))[0]
  const answer = await client.post(
    `/views/${id}`,
    { field: 'query', query: 'range=90&not_tag=deep', seq },
    { part: true },
  )
  expect([answer.status, (await answer.text()).includes(`/views/${id}/undo`)]).toEqual([200, true])
  expect(await stored()).toEqual({ name: 'Deep', query: 'range=90&not_tag=deep' })
  const form = await (await client.get('/views/new?page=week&query=tag%3Ddeep')).text()
  expect(form).toContain('<option value="week" selected')
  expect(form).toContain('name="query" value="tag=deep"')
  const removed = await client.post(`/views/${id}/delete`, {}, { part: true })
  expect([await stored(), (await removed.text()).includes(`/views/${id}/restore`)]).toEqual([undefined, true])
  await client.post(`/views/${id}/restore`)
  expect(await stored()).toEqual({ name: 'Deep', query: 'range=90&not_tag=deep' })
})
