import { describe, expect, test } from 'vitest'
import { httpRemote } from './http'

const state = { device_id: 'one', last_sync: 0, local_version: 1, remote_version: 0 }
const outgoing = { body: { state, plans: [], sessions: [], cards: [], reviews: [] }, isFull: true, answers: 0 }
const answer = { plans: [], sessions: [], cards: [], deleted_ids: [], state, has_more: false, results: [] }

const remoteThat = (fetch: (url: string, init: RequestInit) => Promise<Response>) =>
  httpRemote({ server: 'https://example.com', token: 'secret', deviceId: 'one', agent: 'daymark/1', fetch })

const replyTo = (response: Response) => remoteThat(async () => response).send(outgoing)

describe('the server over HTTP', () => {
  test('is sent the device, the token and what waits', async () => {
    const sent: Request[] = []
    const remote = remoteThat(async (url, init) => {
      sent.push(new Request(url, init))
      return Response.json(answer)
    })
    expect(await remote.send(outgoing)).toEqual({ kind: 'answer', answer })
    const [request] = sent
    expect(request?.url).toBe('https://example.com/api/v1/sync?full=true')
    expect(request?.headers.get('Authorization')).toBe('Bearer secret')
    expect(request?.headers.get('X-Device-ID')).toBe('one')
    expect(await request?.json()).toEqual(outgoing.body)
  })

  test.each([
    [409, { code: 'resync_required' }, { kind: 'resync' }],
    [409, { code: 'busy' }, { kind: 'busy', retryAfterSeconds: 30 }],
    [409, { code: 'restoring' }, { kind: 'busy', retryAfterSeconds: 30 }],
    [503, null, { kind: 'busy', retryAfterSeconds: 30 }],
    [500, null, { kind: 'failed', status: 500 }],
    [
      403,
      { code: 'device_revoked', detail: 'No' },
      { kind: 'refused', status: 403, code: 'device_revoked', detail: 'No' },
    ],
    [404, 'text', { kind: 'refused', status: 404, code: '', detail: '' }],
  ])('that answers %s %j tells the device', async (status, problem, reply) => {
    expect(await replyTo(Response.json(problem, { status }))).toEqual(reply)
  })

  test('may say when to come again', async () => {
    const headers = { 'Retry-After': '7' }
    expect(await replyTo(new Response('', { status: 429, headers }))).toEqual({ kind: 'busy', retryAfterSeconds: 7 })
  })

  test('counts as offline where it fails, or something else answers', async () => {
    const failing = remoteThat(() => Promise.reject(new TypeError('fetch failed')))
    expect([await failing.send(outgoing), await failing.digests()]).toEqual([{ kind: 'offline' }, { kind: 'offline' }])
    expect(await replyTo(new Response('<title>Sign in to the café</title>'))).toEqual({ kind: 'offline' })
    expect(await replyTo(Response.json({ plans: [] }))).toEqual({ kind: 'offline' })
  })
})
