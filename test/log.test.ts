import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { request, signedIn } from './client'

type Line = Record<string, unknown>

const lines: Line[] = []

beforeEach(() => {
  lines.length = 0
  vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(JSON.parse(line)))
})

afterEach(() => {
  vi.restoreAllMocks()
})

describe('the log', () => {
  test('is one line a request, with its cost and the id of the response', async () => {
    const answer = await request('/sign-in?next=/secret')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toEqual({
      method: 'GET',
      route: '/sign-in',
      status: 200,
      ms: expect.any(Number),
      statements: 1,
      trips: 1,
      rows_read: expect.any(Number),
      rows_written: 0,
      request_id: answer.headers.get('X-Request-Id'),
    })
  })

  test('names the pattern of a route, never the ids in the path', async () => {
    const { get } = await signedIn()
    await get('/goals/0190-somebodys-id')
    expect(lines.map(({ route }) => route)).not.toContain('/goals/0190-somebodys-id')
  })

  test('names a failure once, without its text, with the id on the error page', async () => {
    const broken = {
      ...env,
      DB: {
        prepare: () => {
          throw new Error('robin@example.com cannot be read')
        },
      },
    }
    const { cookie } = await signedIn()
    lines.length = 0
    const answer = await request('/goals', { headers: { Cookie: cookie } }, broken)
    expect(answer.status).toBe(500)
    expect(await answer.text()).toContain(answer.headers.get('X-Request-Id') ?? 'missing')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({ status: 500, error: { name: 'Error' } })
    expect(JSON.stringify(lines)).not.toContain('robin')
  })
})

describe('/health', () => {
  test('is 200 for anybody', async () => {
    const answer = await request('/health', { headers: { Origin: 'https://monitor.example' } })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(await answer.json()).toEqual({
      status: 'ok',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      environment: 'development',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      checks: { database: 'ok', kv: 'ok', secrets: 'ok' },
    })
  })

  test('names a database that does not answer', async () => {
    const deaf = {
      ...env,
      DB: {
        prepare: () => {
          throw new Error('gone')
        },
      },
    }
    const answer = await request('/health', {}, deaf)
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ status: 'failing', checks: { database: 'failed', kv: 'ok' } })
  })
})
