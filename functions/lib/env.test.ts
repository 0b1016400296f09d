import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { origin, request } from '../../test/support/client'
import settings from '../../wrangler.toml?raw'

describe('where it is not said that this is development, it is production', () => {
  test.each([undefined, '', 'prod', 'Production', 'preview', 'staging'])('as with %j', async (ENVIRONMENT) => {
    const bindings = { ...env, ENVIRONMENT, JWT_SECRET: '' }
    const unconfigured = await request('/dev/outbox', {}, bindings)
    expect([unconfigured.status, unconfigured.headers.has('Server-Timing')]).toEqual([503, false])
    for (const [method, path] of [
      ['GET', '/dev/outbox'],
      ['POST', '/dev/demo'],
    ] as const) {
      const answer = await request(
        path,
        { method, headers: { Origin: origin } },
        { ...bindings, JWT_SECRET: 'x'.repeat(32) },
      )
      expect([path, answer.status]).toEqual([path, 404])
    }
  })

  test('and so whatever Pages deploys is, from the main branch or another', () => {
    const said = [...settings.matchAll(/^\[env\.(\w+)\.vars\]\nENVIRONMENT = "(\w+)"$/gm)]
    expect(said.map(([, name, value]) => [name, value])).toEqual([
      ['preview', 'production'],
      ['production', 'production'],
    ])
  })
})

test('in production a secret that is missing or short is named on every page and in /health, and never shown', async () => {
  const production = { ...env, ENVIRONMENT: 'production', RATE_LIMITS: 'off' }
  for (const [JWT_SECRET, problem] of [
    [undefined, 'The secret JWT_SECRET is missing.'],
    ['', 'The secret JWT_SECRET is missing.'],
    ['short-and-secret-31-characters!', 'The secret JWT_SECRET is too short: it needs at least 32 random characters.'],
  ] as const) {
    const bindings = { ...production, JWT_SECRET }
    for (const path of ['/', '/sign-in', '/api/v1/me', '/health']) {
      const answer = await request(path, {}, bindings)
      const text = await answer.text()
      expect([path, answer.status, text.includes(problem)]).toEqual([path, 503, true])
      expect(text).not.toContain('short-and-secret')
    }
  }
  const bindings = { ...production, JWT_SECRET: 'x'.repeat(32) }
  expect((await request('/sign-in', {}, bindings)).status).toBe(200)
  expect(await (await request('/health', {}, bindings)).json()).toMatchObject({
    status: 'ok',
    checks: { database: 'ok', kv: 'ok', secrets: 'ok' },
  })
  expect((await request('/health', {}, { ...env, JWT_SECRET: undefined })).status).toBe(200)
})
