import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { type Client, cost, request, rows, signedIn } from '../../../test/support/client'
import { randomDocument } from '../../../test/support/rows/random-document'
import { personal, program, sent, withCookie } from '../../account/auth/programs/testing'
import { newAdmin } from '../../apps/admin/testing'
import { finishJob } from '../../data/jobs/testing'
import { putDevice } from '../../programs/sync/devices/testing'

type Versions = Record<'stats' | 'whitelist' | 'timer' | 'seq', number>

const connect = (headers: Record<string, string>, bindings: object = env) =>
  request('/live', { headers: { Upgrade: 'websocket', ...headers } }, bindings)

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` })

/** Messages come after the response that they are about. */
const soon = () => scheduler.wait(60)

/** Opens a socket, and gathers what comes. `closed` is the code with which it is closed. */
const listen = async (headers: Record<string, string>) => {
  const { webSocket: socket, status } = await connect(headers)
  if (!socket) throw new Error(`no socket: ${status}`)
  const messages: (Versions | object)[] = []
  socket.addEventListener('message', ({ data }) => {
    messages.push(JSON.parse(String(data)))
  })
  const closed = new Promise<number>((resolve) => socket.addEventListener('close', ({ code }) => resolve(code)))
  socket.accept()
  await soon()
  return { socket, messages, closed }
}

const browser = ({ cookie }: Client) => withCookie(cookie)

const heads = async (client: Client) => {
  const [head] = await rows<Versions>(
    `SELECT stats_seq AS stats, whitelist_seq AS whitelist, timer_seq AS timer, seq FROM change_heads WHERE user_id = ?`,
    client.userId,
  )
  return head
}

describe('a socket opens', () => {
  test('for a browser on a page of ours and for a program, and says at what version the person is', async () => {
    const client = await signedIn()
    await client.post('/sessions/entry', { entry: '25m writing' })
    const tokens = [(await program(client.userId)).access_token, await personal(client.userId, ['sync'])]
    for (const headers of [browser(client), ...tokens.map(bearer)]) {
      const { messages } = await listen(headers)
      expect(messages).toEqual([await heads(client)])
    }
  })

  test('for nobody else', async () => {
    const client = await signedIn()
    const elsewhere = { ...browser(client), Origin: 'https://evil.example' }
    const statuses = async (headers: Record<string, string>) => (await connect(headers)).status
    expect(await statuses({})).toBe(401)
    expect(await statuses(bearer('daymark_pat_0'))).toBe(401)
    expect(await statuses(elsewhere)).toBe(403)
    expect(await statuses({ Cookie: client.cookie })).toBe(403)
    expect(await statuses(bearer(await personal(client.userId, ['usage'])))).toBe(403)
    expect((await client.get('/live')).status).toBe(426)
  })

  test('two hundred times for a person, who are all told; one more is refused', async () => {
    const client = await signedIn()
    const all = await Promise.all(Array.from({ length: 200 }, () => listen(browser(client))))
    expect((await connect(browser(client))).status).toBe(503)
    await client.post('/goals', { title: 'Read' })
    await soon()
    const versions = await heads(client)
    expect(all.map(({ messages }) => messages.at(-1))).toEqual(all.map(() => versions))
    all[0]?.socket.close()
    await soon()
    expect((await connect(browser(client))).status).toBe(101)
  })

  test('at no cost but that of the sign-in, and pings are answered while other messages close it', async () => {
    const client = await signedIn()
    expect(cost(await connect(browser(client)))).toEqual({ statements: 1, trips: 1, read: 4, written: 0 })
    const { socket, messages, closed } = await listen(browser(client))
    socket.send('ping')
    await soon()
    expect(messages.at(-1)).toEqual({})
    socket.send('anything')
    expect(await closed).toBe(1008)
  })
})

describe('a commit', () => {
  test('tells its person the versions, and nobody else', async () => {
    const [client, other] = [await signedIn(), await signedIn()]
    const [own, foreign] = [await listen(browser(client)), await listen(browser(other))]
    const told = []
    for (const [path, fields] of [
      ['/goals', { title: 'Read' }],
      ['/sessions/entry', { entry: '25m writing' }],
      ['/timer/start', { title: 'Thesis' }],
    ] as const) {
      const answer = await client.post(path, fields)
      await soon()
      const head = await heads(client)
      expect(own.messages.at(-1)).toEqual(head)
      expect(answer.headers.get('X-Seq')).toBe(String(head?.seq))
      told.push(head)
    }
    expect(own.messages.slice(1)).toEqual(told)
    expect(foreign.messages).toHaveLength(1)
  })

  test('that was rolled back tells nothing', async () => {
    const client = await signedIn()
    await client.post('/goals', { title: 'Read' })
    const [goal] = await rows<{ id: string }>('SELECT id FROM goals WHERE user_id = ?', client.userId)
    const { messages } = await listen(browser(client))
    expect((await client.post(`/goals/${goal?.id}`, { title: 'Read on', seq: '0' })).status).toBe(409)
    await soon()
    expect(messages).toHaveLength(1)
  })

  test('of an admin tells the people whose rules it changes', async () => {
    const [client, admin] = [await signedIn(), await newAdmin()]
    const { messages } = await listen(browser(client))
    const answer = await admin.json('PUT', `/api/v1/admin/users/${client.userId}/apps/org.chat`, {
      is_whitelisted: false,
    })
    expect(answer.ok, await answer.text()).toBe(true)
    await soon()
    expect(messages.at(-1)).toEqual(await heads(client))
    expect(answer.headers.has('X-Seq')).toBe(false)
  })
})

test.each<[string, (client: Client) => Promise<unknown>]>([
  ['signs out', (client) => client.post('/auth/sign-out')],
  [
    'ends a device',
    async (client) => {
      const [device] = await rows<{ id_hash: string }>(
        'SELECT id_hash FROM web_sessions WHERE user_id = ?',
        client.userId,
      )
      return client.post(`/settings/sign-in/devices/${device?.id_hash}/end`)
    },
  ],
  ['signs all others out', (client) => client.post('/settings/sign-in/devices/end-others', { sure: 'others' })],
  [
    'revokes a token',
    async (client) => {
      await personal(client.userId, ['read'])
      const [token] = await rows<{ id: string }>('SELECT id FROM api_tokens WHERE user_id = ?', client.userId)
      return client.post(`/settings/tokens/${token?.id}/revoke`)
    },
  ],
  ['revokes a device', async (client) => client.post(`/settings/devices/${await putDevice(client)}/revoke`)],
  [
    'signs a program out',
    async (client) => {
      const { access_token } = await program(client.userId)
      return request('/auth/sign-out', { method: 'POST', headers: bearer(access_token) })
    },
  ],
  [
    'had a refresh token that somebody used twice',
    async (client) => {
      const { refresh_token } = await program(client.userId)
      await sent('/auth/refresh', { refresh_token })
      return sent('/auth/refresh', { refresh_token })
    },
  ],
  [
    'is suspended',
    async (client) => (await newAdmin()).post(`/admin/users/${client.userId}/suspend`, { sure: 'suspend' }),
  ],
  [
    'restores a backup',
    async (client) => {
      const file = new File([JSON.stringify(randomDocument(12))], 'daymark.json')
      const path = (await client.post('/settings/backups/restore', { file })).headers.get('Location') ?? ''
      await client.post(`${path}/confirm`, { mode: 'replace' })
      await finishJob(client)
    },
  ],
  [
    'deletes the account',
    (client) => client.post('/settings/account/delete', { confirm: `${client.userId}@example.com` }),
  ],
])('a person who %s has no open socket afterwards, and others keep theirs', async (_, end) => {
  const [client, other] = [await signedIn(), await signedIn()]
  const [own, foreign] = [await listen(browser(client)), await listen(browser(other))]
  await end(client)
  expect(await Promise.race([own.closed, scheduler.wait(2000).then(() => 'open')])).toBe(4001)
  expect(await Promise.race([foreign.closed, soon().then(() => 'open')])).toBe('open')
})

test('without the Worker there is no socket, pages do not look for one, and writes work', async () => {
  const client = await signedIn()
  const without = { ...env, LIVE: undefined }
  expect((await connect(browser(client), without)).status).toBe(404)
  const headers = { ...browser(client), 'Content-Type': 'application/json' }
  const written = await request('/api/v1/goals', { method: 'POST', headers, body: '{"title":"Read"}' }, without)
  expect([written.status, written.headers.has('X-Seq')]).toEqual([201, false])
  const page = await (await request('/', { headers: browser(client) }, without)).text()
  expect(page).not.toContain('data-live')
  expect(await (await client.get('/')).text()).toContain('data-live="1"')
})

test('a Worker that is away costs a write nothing', async () => {
  const client = await signedIn()
  const fail = async () => {
    throw new Error('away')
  }
  const LIVE = { idFromName: () => '', get: () => ({ tell: fail, close: fail, fetch: fail }) }
  const headers = { ...browser(client), 'Content-Type': 'application/json' }
  const write = { method: 'POST', headers, body: '{"title":"Read"}' }
  expect((await request('/api/v1/goals', write, { ...env, LIVE })).status).toBe(201)
  expect((await connect(browser(client), { ...env, LIVE })).status).toBe(503)
})
