import { createExecutionContext, env, waitOnExecutionContext } from 'cloudflare:test'
import { expect, test } from 'vitest'
import { newEmail, post } from '../functions/account/auth/magic-link/testing'
import app from '../scripts/dev/app'
import { origin } from './support/client'
import { wrongHeaders } from './support/headers'

/** Sends a request through what `npm start` serves. */
const send = async (path: string, init: RequestInit = {}, bindings: object = env) => {
  const context = createExecutionContext()
  const response = await app.request(`${origin}${path}`, init, bindings, context)
  await waitOnExecutionContext(context)
  return response
}

const production = { ...env, ENVIRONMENT: 'production', JWT_SECRET: 'x'.repeat(32) }

const mailsOf = async (to: string) =>
  (await send(`/dev/outbox?to=${to}`, { headers: { Accept: 'application/json' } })).json()

test('an address with a plus is found in the outbox, encoded or not, and one without mail is not', async () => {
  const email = newEmail().replace('@', '+daymark@')
  await post('/auth/magic-link', { email })
  for (const to of [email, encodeURIComponent(email)]) {
    expect(await mailsOf(to)).toEqual([expect.objectContaining({ to: email })])
  }
  expect(await mailsOf(encodeURIComponent("' OR 1=1 --"))).toEqual([])
})

test.each([
  ['GET', '/dev/outbox', 200],
  ['GET', '/dev/ui', 200],
  ['GET', '/dev/nothing', 204],
  ['POST', '/dev/demo', 404],
  ['GET', '/health', 200],
])(
  '%s %s answers %d in development, and pages of development are not there in production',
  async (method, path, status) => {
    const answer = await send(path, { method, headers: { Origin: origin } })
    expect([answer.status, path === '/health' ? [] : wrongHeaders(answer)]).toEqual([status, []])
    const deployed = await send(path, { method, headers: { Origin: origin } }, production)
    expect(deployed.status).toBe(path === '/health' ? 200 : 404)
  },
)

test('in development alone an address signs in without a mail', async () => {
  const body = new URLSearchParams({ email: newEmail(), time_zone: 'Europe/Lisbon' })
  const init = { method: 'POST', body, headers: { Origin: origin } }
  const answer = await send('/dev/sign-in', init)
  expect([answer.status, answer.headers.get('Set-Cookie')]).toEqual([303, expect.stringContaining('session=')])
  const deployed = await send('/dev/sign-in', init, production)
  expect([deployed.status, deployed.headers.get('Set-Cookie')]).toEqual([404, null])
})
