import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type Client, cost, origin, request, rows, signedIn } from '../../../test/support/client'
import { developmentSecret } from '../http/security'

const withLimit = (DAILY_ROWS_WRITTEN: string) => ({ ...env, DAILY_ROWS_WRITTEN })

const production = { ENVIRONMENT: 'production', JWT_SECRET: developmentSecret }

const add = (client: Client, limit: string, headers: Record<string, string> = {}, more = {}) =>
  request(
    '/projects',
    {
      method: 'POST',
      headers: { Cookie: client.cookie, Origin: origin, ...headers },
      body: new URLSearchParams({ name: crypto.randomUUID(), classification: 'work', color: 'jade' }),
    },
    { ...withLimit(limit), ...more },
  )

const written = async ({ userId }: Client) => {
  const [row] = await rows<{ written_on: string | null; rows_written: number }>(
    'SELECT written_on, rows_written FROM change_heads WHERE user_id = ?',
    userId,
  )
  return row
}

const today = () => new Date().toISOString().slice(0, 10)

const projects = ({ userId }: Client) => rows('SELECT id FROM projects WHERE user_id = ?', userId)

/** Time stands still, as the machine may be slow and midnight near. */
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }))

describe('the rows that a person writes on a UTC day', () => {
  test('are those that the database counted, and reading adds none', async () => {
    const client = await signedIn()
    const first = cost(await add(client, '400')).written
    const second = cost(await add(client, '400')).written
    expect(first).toBeGreaterThan(3)
    expect(await written(client)).toEqual({ written_on: today(), rows_written: first + second })
    for (const path of ['/', '/projects', '/api/v1/projects']) expect((await client.get(path)).status).toBe(200)
    expect(await written(client)).toEqual({ written_on: today(), rows_written: first + second })
  })

  test('wait in the worker until they are a hundredth of the limit, or an hour old, and count all the same', async () => {
    const client = await signedIn()
    const each = cost(await add(client, '100000')).written
    expect((await written(client))?.rows_written).toBe(0)
    vi.setSystemTime(Date.now() + 1000)
    const { written_on } = (await written(client)) ?? {}
    expect(written_on).toBeNull()
    await add(client, String(100 * each + 200))
    expect(await written(client)).toEqual({ written_on: today(), rows_written: 2 * each })
    await add(client, '100000')
    expect((await add(client, String(2 * each + 1))).status).toBe(429)
  })

  test('are limited: the page, the fragment and the API say so and until when, and nothing is written', async () => {
    const client = await signedIn()
    expect((await add(client, '1')).status).toBe(303)
    const page = await add(client, '1')
    const fragment = await add(client, '1', { 'HX-Request': 'true', 'HX-Request-Type': 'partial' })
    const json = await request(
      '/api/v1/projects',
      {
        method: 'POST',
        headers: { Cookie: client.cookie, Origin: origin, 'Content-Type': 'application/json' },
        body: JSON.stringify({ name: 'Another' }),
      },
      withLimit('1'),
    )
    for (const answer of [page, fragment, json]) {
      expect(answer.status).toBe(429)
      const seconds = Number(answer.headers.get('Retry-After'))
      expect(seconds).toBeGreaterThan(0)
      expect(seconds).toBeLessThanOrEqual(86_400)
    }
    expect(await json.json()).toMatchObject({
      code: 'daily_limit',
      title: 'Daily limit reached',
      detail: expect.stringContaining('limit of 1 database rows, so nothing was saved. You can still read everything.'),
    })
    expect(await page.text()).toContain('Daily limit reached')
    expect(await fragment.text()).toContain('nothing was saved')
    expect(await projects(client)).toHaveLength(1)
    const list = await request('/projects', { headers: { Cookie: client.cookie } }, withLimit('1'))
    expect(list.status).toBe(200)
  })

  test('start at nothing on the next day, and are each person’s own', async () => {
    const [client, other] = [await signedIn(), await signedIn()]
    await rows("UPDATE change_heads SET written_on = '2026-01-01', rows_written = 9 WHERE user_id = ?", client.userId)
    expect((await add(client, '5')).status).toBe(303)
    expect((await written(client))?.written_on).toBe(today())
    expect((await add(client, '5')).status).toBe(429)
    expect((await add(other, '5')).status).toBe(303)
  })

  test.each(['', 'many', '-1'])(
    'are 50,000 in production where the setting is “%s”, and any in development',
    async (setting) => {
      const client = await signedIn()
      await rows(
        'UPDATE change_heads SET written_on = ?, rows_written = 49999 WHERE user_id = ?',
        today(),
        client.userId,
      )
      expect((await add(client, setting, {}, production)).status).toBe(303)
      expect((await add(client, setting, {}, production)).status).toBe(429)
      expect((await add(client, setting)).status).toBe(303)
    },
  )

  test('are not limited where the operator turned it off', async () => {
    const client = await signedIn()
    await rows('UPDATE change_heads SET written_on = ?, rows_written = 9e9 WHERE user_id = ?', today(), client.userId)
    expect((await add(client, 'off')).status).toBe(303)
    expect((await written(client))?.rows_written).toBe(9e9)
  })

  test('never keep a person from deleting the account', async () => {
    const client = await signedIn()
    await rows('UPDATE change_heads SET written_on = ?, rows_written = 9e9 WHERE user_id = ?', today(), client.userId)
    expect((await client.post('/settings/account/delete')).status).not.toBe(429)
  })
})
