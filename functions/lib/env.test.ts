import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { origin, request } from '../../test/client'
import settings from '../../wrangler.toml?raw'

describe('where it is not said that this is development, it is production', () => {
  test.each([undefined, '', 'prod', 'Production', 'preview', 'staging'])('as with %j', async (ENVIRONMENT) => {
    const bindings = { ...env, ENVIRONMENT, JWT_SECRET: '' }
    const unconfigured = await request('/dev/outbox', {}, bindings)
    expect([unconfigured.status, unconfigured.headers.has('Server-Timing')]).toEqual([503, false])
    for (const [method, path] of [
      ['GET', '/dev/outbox'],
      ['GET', '/dev/ui'],
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
