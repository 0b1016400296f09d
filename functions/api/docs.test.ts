import { expect, test } from 'vitest'
import { type Description, operationsOf } from '../../test/api/description'
import { request, signedIn } from '../../test/client'

const kilobytes = 1024

test('everybody can read the reference: every operation, with links that lead somewhere and nothing from elsewhere', async () => {
  const html = await (await request('/api/docs')).text()
  const description = await (await request('/api/v1/openapi.json')).json<Description>()
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
  expect(ids).toEqual([...new Set(ids)])
  for (const { method, path, operation } of operationsOf(description)) {
    expect(ids).toContain(operation.operationId)
    expect(html).toContain(`<b>${method}</b> ${path}</a>`)
  }
  const targets = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
  expect(targets.filter((id) => !ids.includes(id) && id !== 'main')).toEqual([])
  const loaded = [...html.matchAll(/(?:src|href)="(https?:)?\/\/[^"]*"/g)].map(([found]) => found)
  expect(loaded).toEqual([])
  expect(html.match(/<script/g)).toHaveLength(1)
  const stream = new Response(html).body?.pipeThrough(new CompressionStream('gzip'))
  expect((await new Response(stream).arrayBuffer()).byteLength).toBeLessThan(40 * kilobytes)
})

test('it says how to be let in, and asks for each closed operation with a token', async () => {
  const html = await (await request('/api/docs')).text()
  for (const way of ['Personal token', 'Program tokens', 'Session cookie', 'daymark_pat_']) expect(html).toContain(way)
  const description = await (await request('/api/v1/openapi.json')).json<Description>()
  const closed = operationsOf(description).filter(({ operation }) => operation.security === undefined)
  expect(html.match(/Authorization: Bearer \$TOKEN/g)).toHaveLength(closed.length)
})

test('somebody who is signed in keeps their navigation', async () => {
  const { get } = await signedIn()
  expect(await (await get('/api/docs')).text()).toContain('href="/goals"')
  expect(await (await request('/api/docs')).text()).not.toContain('href="/goals"')
})
