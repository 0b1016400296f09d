import { expect, test } from 'vitest'
import { device } from './testing'
import { testServer, testToken } from './testing-server'

const login = ['login', '--server', 'https://daymark.example', '--token', '-']

const lines = (...messages: unknown[]) =>
  messages.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\r\n')

const read = (out: string) =>
  out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

const ping = { jsonrpc: '2.0', id: 1, method: 'ping' }
const started = { jsonrpc: '2.0', method: 'notifications/initialized' }
const modern = {
  ...{ jsonrpc: '2.0', id: 'a', method: 'resources/read' },
  params: { uri: 'daymark://plans/é', _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } },
}

test('mcp passes messages to the server and answers back, a line each, and nothing else', async () => {
  const { daymark } = device()
  expect(await daymark('mcp', { stdin: lines(ping) })).toMatchObject({
    code: 3,
    out: '',
    err: expect.stringContaining('daymark login EMAIL'),
  })
  await daymark(login, { ...testServer(), stdin: testToken })
  const sent: Headers[] = []
  const { fetch: serve } = testServer({
    'POST /mcp': ({ body }) => {
      const { id } = JSON.parse(body)
      return id === undefined
        ? new Response(null, { status: 202 })
        : Response.json({ jsonrpc: '2.0', id, result: { text: 'a\nb' } })
    },
  })
  const fetch: typeof serve = (input, init) => {
    sent.push(new Headers(init?.headers))
    return serve(input, init)
  }
  const { code, out } = await daymark('mcp', { fetch, stdin: lines(ping, '', '{', started, modern) })
  expect(code).toBe(0)
  expect(read(out)).toHaveLength(3)
  expect(read(out)).toEqual(
    expect.arrayContaining([
      { jsonrpc: '2.0', id: 1, result: { text: 'a\nb' } },
      { jsonrpc: '2.0', id: 'a', result: { text: 'a\nb' } },
      expect.objectContaining({ id: null, error: expect.objectContaining({ code: -32700 }) }),
    ]),
  )
  const named = ['MCP-Protocol-Version', 'Mcp-Method', 'Mcp-Name'] as const
  expect(sent.map((headers) => named.map((name) => headers.get(name)))).toEqual([
    [null, null, null],
    [null, null, null],
    ['2026-07-28', 'resources/read', `=?base64?${Buffer.from('daymark://plans/é').toString('base64')}?=`],
  ])
})

test.each([
  ['offline', undefined, 'Can’t reach daymark.example'],
  ['a token that was revoked', () => Response.json({}, { status: 401 }), 'Sign in with daymark login EMAIL'],
  ['too many requests', () => Response.json({}, { status: 429 }), 'Try again in a minute'],
  ['a page of a hotel', () => new Response('<html>Welcome</html>'), 'Check the address'],
  ['a redirect', () => Response.redirect('https://evil.example/'), 'sends elsewhere'],
])('mcp says in its answer: %s', async (_, answer, words) => {
  const { daymark } = device()
  await daymark(login, { ...testServer(), stdin: testToken })
  const server = answer ? testServer({ 'POST /mcp': answer }) : {}
  const { out } = await daymark('mcp', { ...server, stdin: lines(ping, started) })
  expect(read(out)).toEqual([
    { jsonrpc: '2.0', id: 1, error: { code: -32000, message: expect.stringContaining(words) } },
  ])
})
