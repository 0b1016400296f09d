import { expect, test } from 'vitest'
import { type Description, operationsOf } from '../../../test/support/api/description'
import { request, signedIn } from '../../../test/support/client'

const kilobytes = 1024

const page = async (query = '') => (await request(`/api/docs${query}`)).text()

const describedOperations = async () => operationsOf(await (await request('/api/v1/openapi.json')).json<Description>())

const slugs = async () => [...(await page()).matchAll(/<option value="([^"]+)"/g)].map(([, slug]) => slug ?? '')

const idsIn = (html: string) => [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)

const linksWithin = (html: string) => [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)

const compressed = async (html: string) => {
  const stream = new Response(html).body?.pipeThrough(new CompressionStream('gzip'))
  return (await new Response(stream).arrayBuffer()).byteLength
}

test('everybody can read the reference: every operation in its group, with links that lead somewhere', async () => {
  const operations = await describedOperations()
  const groups = await slugs()
  expect(groups).toHaveLength(new Set(operations.map(({ operation }) => operation.tags?.[0])).size)
  const pages = new Map<string, string>()
  for (const slug of groups) pages.set(slug, await page(`?group=${slug}`))
  const overview = await page()
  for (const { method, path, operation } of operations) {
    const [link = ''] = new RegExp(`/api/docs[^"]*#${operation.operationId}(?=")`).exec(overview) ?? []
    const html = pages.get(/group=([^#&]+)/.exec(link)?.[1] ?? '') ?? ''
    expect([link, idsIn(html).includes(operation.operationId)]).toEqual([link, true])
    expect(html).toContain(`<b>${method}</b> ${path}</a>`)
    expect(idsIn(overview)).toContain(operation.operationId)
  }
  for (const html of [overview, ...pages.values()]) {
    const ids = idsIn(html)
    expect(ids).toEqual([...new Set(ids)])
    expect(linksWithin(html).filter((id) => !ids.includes(id) && id !== 'main')).toEqual([])
    const loaded = [...html.matchAll(/(?:src|href)="(https?:)?\/\/[^"]*"/g)].map(([found]) => found)
    expect(loaded).toEqual([])
    // The overview’s first request has a button that copies it.
    expect(html.match(/<script/g)).toHaveLength(html === overview ? 2 : 1)
  }
})

test('each group and each search is under 1 MB of HTML, and 40 KB over the wire', async () => {
  const queries = ['', ...(await slugs()).flatMap((slug) => [`?group=${slug}`, `?group=${slug}&q=a`]), '?q=a', '?q=seq']
  for (const query of queries) {
    const html = await page(query)
    expect([query, new TextEncoder().encode(html).byteLength < 1000 * kilobytes]).toEqual([query, true])
    expect([query, (await compressed(html)) < 40 * kilobytes]).toEqual([query, true])
  }
})

test('a word finds the operations that have it in path, text or members, in all groups or in one', async () => {
  const everywhere = await page('?q=MILESTONES')
  for (const id of ['postGoalsIdMilestones', 'deleteGoalsIdMilestonesMilestone'])
    expect(idsIn(everywhere)).toContain(id)
  expect(everywhere).not.toContain('getUsage')
  expect(everywhere).not.toContain('<pre>')
  expect(idsIn(await page('?q=target_date%20goals'))).toContain('postGoals')
  const inGroup = await page('?group=goals&q=delete')
  expect([inGroup.includes('<b>DELETE</b> /api/v1/goals/{id}</a>'), inGroup.includes('id="getGoals"')]).toEqual([
    true,
    false,
  ])
  expect(inGroup).toContain('href="/api/docs?q=delete"')
  expect(await page('?group=goals&q=zzzz')).toContain('Nothing found in this group')
  expect(await page('?q=zzzz')).toContain('Nothing found')
  expect(await page('?group=nothing')).toContain('Authentication')
})

test('it says how to be let in, and asks for each closed operation with a token', async () => {
  const html = await page()
  for (const way of ['Personal token', 'Program tokens', 'Session cookie', 'daymark_pat_']) expect(html).toContain(way)
  const closed = (await describedOperations()).filter(({ operation }) => operation.security === undefined)
  let asked = 0
  for (const slug of await slugs()) {
    asked += (await page(`?group=${slug}`)).match(/Authorization: Bearer \$TOKEN/g)?.length ?? 0
  }
  expect(asked).toBe(closed.length)
})

test('somebody who is signed in keeps their navigation', async () => {
  const { get } = await signedIn()
  expect(await (await get('/api/docs')).text()).toContain('href="/goals"')
  expect(await page()).not.toContain('href="/goals"')
})

test('the overview describes each error in general, not as one operation does', async () => {
  const html = (await page()).split('id="error-409"')[1] ?? ''
  expect(html.slice(0, 300)).toContain('It changed after the version in the request')
  expect(html).not.toContain('You are the only admin')
})
