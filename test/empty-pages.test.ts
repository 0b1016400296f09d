import { describe, expect, test } from 'vitest'
import { type Client, signedIn } from './support/client'

/** Pages of lists. Apps have a catalogue and Weeks their own pages, so that only their lists are here. */
const lists =
  '/sessions /goals /tasks/all /tasks/with-people /stats /plans /cards /review /learnings /skills /meetings /people /organizations /feedback /reviews /energy /evidence /projects /tags /search /deleted /changes'.split(
    ' ',
  )

/** Its first step is the line above it. */
const withLine = ['/sessions', '/tasks/all', '/tasks/with-people', '/search', '/evidence']

const wordsOf = (html: string) => html.replace(/<[^>]*>/g, '').trim()

describe.each(lists)('%s without data', async (path) => {
  const client: Client = await signedIn()
  const html = await (await client.get(path)).text()
  const [, empty = ''] = /<div class="empty[^"]*">(.*?)<\/div>(?:<\/div>)?/s.exec(html) ?? []

  test('says in a sentence what belongs there, with a picture of it', () => {
    expect(empty).toMatch(/<svg class="picture grey" viewBox="[^"]*"[^>]*><text [^>]*>Sample<\/text>/)
    const [, sentence = ''] = /<p class="grey">(.*?)<\/p>/s.exec(empty) ?? []
    expect(wordsOf(sentence)).toMatch(/^[A-Z].*\.$/)
    expect(wordsOf(sentence).split(/\. [A-Z]/)).toHaveLength(1)
  })

  test.skipIf(withLine.includes(path))('offers one step, which takes the place of the head’s', () => {
    expect([...empty.matchAll(/<(a|button) /g)]).toHaveLength(1)
  })
})

test('no sample stands beside what is real', async () => {
  const client = await signedIn()
  const project = await (await client.json('POST', '/api/v1/projects', { name: 'Garden' })).json<{ id: string }>()
  await client.json('POST', '/api/v1/tasks', { title: 'Dig', date: '2100-01-01' })
  await client.post('/sessions', { title: 'Read', date: '2026-03-03', started_at: '09:00', duration: '1h' })
  for (const path of [
    `/projects/${project.id}`,
    '/tasks',
    '/day/2026-03-04',
    '/stats?month=2026-03',
    '/stats/explain?subject=all&from=2026-03-04&to=2026-03-04',
    '/review/week?date=2026-02-20',
    '/sessions?from=2026-03-04&to=2026-03-04',
    '/goals?q=garden',
    '/settings/days-off?from=2026-03-04&to=2026-03-05',
  ]) {
    const html = await (await client.get(path)).text()
    expect([path, html.includes('class="empty') || html.includes('Nothing'), html.includes('class="picture')]).toEqual([
      path,
      true,
      false,
    ])
  }
})

test('no page shows a sample and a figure or a row of the person', async () => {
  const client = await signedIn()
  const add = (path: string, body: unknown) => client.json('POST', `/api/v1/${path}`, body)
  const goal = await (await add('goals', { title: 'Thesis', category: 'technical' })).json<{ id: string }>()
  await add('tasks', { title: 'Dig', goal_id: goal.id })
  await client.post('/sessions', { title: 'Read', date: '2026-03-03', started_at: '09:00', duration: '1h' })
  const use = { started_at: '2026-03-03T09:00:00Z', ended_at: '2026-03-03T10:00:00Z' }
  await add('usage', { events: [{ id: 'one', package_name: 'org.example.maps', ...use }] })
  const pages = [...lists, '/', '/settings/days-off', '/whitelists', '/stats/cards', '/sessions/unfinished', '/shared']
  pages.push('/evidence?from=2026-01-01&to=2026-01-31&category=technical')
  for (const path of pages) {
    const html = await (await client.get(path)).text()
    const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'))
    if (main.includes('class="picture'))
      expect([path, /class="row-title"|data-figure/.exec(main)]).toEqual([path, null])
  }
})
