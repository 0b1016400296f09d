import { expect, test } from 'vitest'
import { newAdmin } from '../../functions/apps/admin/testing'
import { create, deviceOf, planText, sessionData } from '../../functions/programs/sync/testing'
import { type Description, operationsOf, readDescription, resolved } from '../support/api/description'
import { pathFor } from '../support/callers'
import { type Client, signedIn } from '../support/client'

/** Cursors of no list: wrong characters, no place in an order, and too long. */
const malformed = ['', ' ', '~', 'é', 'a b', '../x', "' OR 1=1 --", '\u0000', '🦊 ', 'x'.repeat(600)]

const listsIn = (description: Description) =>
  operationsOf(description).filter(({ operation }) => operation.parameters?.some(({ name }) => name === 'cursor'))

/** Query of a list with what it requires. */
const required = ({ operation }: ReturnType<typeof listsIn>[number]) => {
  const names = operation.parameters?.filter((one) => one.required && one.in === 'query').map(({ name }) => name) ?? []
  return new URLSearchParams(names.map((name) => [name, name === 'q' ? 'thesis' : '2026-03-03']))
}

test('a malformed cursor is 422 on every list that takes one', async () => {
  const admin = await newAdmin()
  const lists = listsIn(await readDescription())
  expect(lists.length).toBeGreaterThan(10)
  for (const list of lists) {
    const query = required(list)
    const at = await pathFor(`GET ${list.path.replaceAll(/\{(\w+)\}/g, ':$1')}`, admin)
    expect([at, (await admin.json('GET', `${at}?${query}`)).status]).toEqual([at, 200])
    for (const cursor of [...malformed, 'nothing']) {
      query.set('cursor', cursor)
      const answer = await admin.json('GET', `${at}?${query}`)
      expect([at, cursor, answer.status, await answer.json()]).toEqual([
        at,
        cursor,
        422,
        expect.objectContaining({ errors: expect.arrayContaining([expect.objectContaining({ path: 'cursor' })]) }),
      ])
    }
  }
})

/** Ids that a device may give, with those that look like cursors. */
const odd = ['sess-125', 'a.b', 'a...', 'a-', '_', 'n0', 'after.x', '2026-05-04_x', '1_1', 'Z'.repeat(100)]

/** Adds four rows by the example of a list's POST, where it has one. */
const addExamples = async (description: Description, path: string, at: string, client: Client) => {
  const schema = description.paths[path]?.post?.requestBody?.content['application/json']?.schema
  const example = schema && resolved(description, schema).example
  if (!schema || path.includes('/admin/')) return
  for (let n = 1; n <= 4; n += 1) {
    const address = `https://calendar.invalid/${n}.ics`
    const own = { name: `Name ${n}`, title: `Thesis ${n}`, date: `2026-0${n}-03`, address }
    const body = Object.entries({ ...Object(example) }).map(([key, value]) => [key, Object(own)[key] ?? value])
    expect([path, (await client.json('POST', at, Object.fromEntries(body))).status]).toEqual([path, 201])
  }
}

type Page = { items: unknown[]; next_cursor: string | null }

test('every list is read whole by its cursors, whatever the ids', async () => {
  const admin = await newAdmin()
  const description = await readDescription()
  const now = Date.now()
  const { results } = await deviceOf(admin).sync({
    plans: odd.map((id) => create(id, { content: planText(id, `Thesis ${id}`) }, now)),
    sessions: [...odd, 'a:b'].map((id) => create(id, sessionData({ title: `Thesis ${id}` }), now)),
    cards: [...odd, 'a:b'].map((id, n) => create(id, { question: 'Thesis', answer: id, tags: [`é ${n}`] }, now)),
  })
  expect(results.filter(({ status }) => status !== 'applied')).toEqual([])
  const long: string[] = []
  for (const list of listsIn(description)) {
    const at = await pathFor(`GET ${list.path.replaceAll(/\{(\w+)\}/g, ':$1')}`, admin)
    await addExamples(description, list.path, at, admin)
    const read = async (query: string) => {
      const answer = await admin.json('GET', `${at}?${required(list)}&${query}`)
      expect([at, query, answer.status]).toEqual([at, query, 200])
      return answer.json<Page>()
    }
    for (const filter of list.path.endsWith('/sessions') ? ['', '&from=2026-01-01', '&org=none'] : ['']) {
      const whole = await read(`limit=100${filter}`)
      const pages: unknown[] = []
      for (let cursor: string | null = ''; cursor !== null && pages.length < 100; ) {
        const page: Page = await read(`limit=3${filter}${cursor && `&cursor=${cursor}`}`)
        pages.push(...page.items)
        cursor = page.next_cursor
        expect(cursor ?? 'none').toMatch(/^[\w-]+$/)
      }
      expect([at, filter, pages.slice(0, 100)]).toEqual([at, filter, whole.items])
      if (pages.length > 3) long.push(at)
    }
  }
  expect(long.length).toBeGreaterThan(20)
})

/** Ids on a page's list of cards, or of what was deleted. */
const idsOn = (html: string) => new Set(Array.from(html.matchAll(/\/cards\/(card\.\d+:x)\//g), ([, id]) => id))

test.each(['/cards', '/deleted'])('%s leads on behind the ids of a device', async (path) => {
  const client = await signedIn()
  const device = deviceOf(client)
  const ids = Array.from({ length: 120 }, (_, n) => `card.${n}:x`)
  await device.sync({ cards: ids.map((id) => create(id, { question: 'Thesis', answer: id }, 1_780_000_000_000)) })
  if (path === '/deleted') await device.sync({ deleted_ids: ids })
  const seen = new Set<string | undefined>()
  for (let next = path, pages = 0; next !== '' && pages < 5; pages += 1) {
    const html = await (await client.get(next)).text()
    for (const id of idsOn(html)) seen.add(id)
    next = /href="([^"]*[?&](?:after|before)=[^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
  }
  expect(seen.size).toBe(120)
})
