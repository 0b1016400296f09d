import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Client, signedIn } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import { put } from '../../time/sessions/testing'

const kinds = ['session', 'task', 'meeting', 'learning', 'goal'] as const
type Thing = { kind: (typeof kinds)[number]; day: number; inTitle: boolean }

const dateOf = (day: number) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10)

/** Adds a row whose word is in its title or its text. */
const add = async (client: Client, { kind, day, inTitle }: Thing) => {
  const [title, text, date] = [inTitle ? 'Heron' : 'Walk', inTitle ? '' : 'Saw a heron', dateOf(day)]
  if (kind === 'session') return (await put(client, `${date}T09:00Z`, 10, { title: `${title} ${day}`, notes: text })).id
  const rows = {
    task: ['tasks', { title, description: text, date }],
    meeting: ['meetings', { title, preparation_notes: text, date }],
    learning: ['learnings', { title, content: text, date }],
    goal: ['goals', { title, description: text, target_date: date }],
  } as const
  const [path, body] = rows[kind]
  return client.add(`/${path}`, body)
}

type Page = { items: { id: string; kind: string }[]; next_cursor: string | null }

const idsIn = (html: string) => [
  ...new Set([...html.matchAll(/\/(?:sessions|tasks|meetings|learnings|goals)\/([\w-]{36})"/g)].map(([, id]) => id)),
]

const thing = fc.record({
  kind: fc.constantFrom(...kinds),
  day: fc.integer({ min: 0, max: 300 }),
  inTitle: fc.boolean(),
})

test('titles stand before texts and recent days before earlier ones in all kinds, on the page in groups', async () => {
  const lists = fc.uniqueArray(thing, { minLength: 2, maxLength: 8, selector: ({ day }) => day })
  await fc.assert(
    fc.asyncProperty(lists, async (things) => {
      const client = await signedIn()
      const found: (Thing & { id: string })[] = []
      for (const one of things) found.push({ ...one, id: await add(client, one) })
      const inOrder = found.toSorted((a, b) => Number(b.inTitle) - Number(a.inTitle) || b.day - a.day)
      const all: string[] = []
      let more = ''
      do {
        const page: Page = await (await client.get(`/api/v1/search?q=heron&limit=3${more}`)).json()
        all.push(...page.items.map(({ id }) => id))
        more = page.next_cursor === null ? '' : `&cursor=${page.next_cursor}`
      } while (more && all.length < found.length)
      expect([all, more]).toEqual([inOrder.map(({ id }) => id), ''])
      const groups = [...Map.groupBy(inOrder, ({ kind }) => kind).values()]
      const grouped = groups.flatMap((group) => group.slice(0, 5)).map(({ id }) => id)
      expect(idsIn(await (await client.get('/search?q=heron')).text())).toEqual(grouped)
      const inPalette = groups.flatMap((group) => group.slice(0, 4)).map(({ id }) => id)
      expect(idsIn(await (await client.get('/palette?line=/heron', { part: true })).text())).toEqual(inPalette)
    }),
    { numRuns: runs(15) },
  )
})

test.each([
  ['the day it was done', { date: '2026-03-01', due_date: '2026-03-09' }, '2026-03-05', '2026-03-04', '2026-03-06'],
  ['the day it is planned for', { date: '2026-03-05', due_date: '2026-03-09' }, null, '2026-03-04', '2026-03-06'],
  ['the day it is due', { due_date: '2026-03-05' }, null, '2026-03-04', '2026-03-06'],
])('a task is as recent as %s', async (_, body, completed_on, before, after) => {
  const client = await signedIn()
  const id = await client.add('/tasks', { title: 'Heron', ...body })
  if (completed_on) await env.DB.prepare('UPDATE tasks SET completed_on = ? WHERE id = ?').bind(completed_on, id).run()
  for (const date of [after, before]) await client.json('POST', '/api/v1/learnings', { title: 'Heron', date })
  const { items } = await (await client.get('/api/v1/search?q=heron')).json<Page>()
  expect(items.map(({ kind }) => kind)).toEqual(['learning', 'task', 'learning'])
  expect(items[1]?.id).toBe(id)
})
