import { env } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import { rows, signedIn } from '../../../test/support/client'
import { day } from '../../../test/support/times'
import { asked, bindings, extension, program } from './programs/testing'

/** Moves the clock on from the moment of the call. */
const clock = () => {
  const start = Date.now()
  vi.useFakeTimers({ toFake: ['Date'] })
  return (milliseconds: number) => vi.setSystemTime(start + milliseconds)
}

const makeAdmin = (userId: string) => rows("UPDATE users SET role = 'admin' WHERE id = ?", userId)

test('a browser that is used stays signed in for a year, and no longer', async () => {
  const at = clock()
  const { get } = await signedIn()
  for (const days of [80, 160, 240, 320]) {
    at(days * day)
    expect((await get('/goals')).status).toBe(200)
  }
  at(365 * day - 1)
  expect((await get('/goals')).status).toBe(200)
  at(365 * day + 60_000)
  expect((await get('/goals')).status).toBe(303)
})

test('a browser that is not used is signed out after 90 days', async () => {
  const at = clock()
  const { get } = await signedIn()
  at(90 * day + 60_000)
  expect((await get('/goals')).status).toBe(303)
})

test('an admin signs in again after 30 days, also who became one meanwhile', async () => {
  const at = clock()
  const [admin, later] = [await signedIn(), await signedIn()]
  await makeAdmin(admin.userId)
  at(30 * day - 1)
  expect([(await admin.get('/goals')).status, (await later.get('/goals')).status]).toEqual([200, 200])
  at(30 * day + 60_000)
  expect([(await admin.get('/goals')).status, (await later.get('/goals')).status]).toEqual([303, 200])
  await makeAdmin(later.userId)
  expect((await later.get('/goals')).status).toBe(303)
})

type Pair = { access_token: string; refresh_token: string }

const refresh = async (refresh_token: string) => {
  const answer = await asked('POST', '/auth/refresh', '', { refresh_token }, { Authorization: '' })
  return { status: answer.status, ...(await answer.json<Pair>()) }
}

test.each([
  ['a person', 365, false],
  ['an admin', 30, true],
])('the refresh tokens of %s end after %d days, however often they are used', async (_, days, isAdmin) => {
  const at = clock()
  const { userId } = await signedIn()
  if (isAdmin) await makeAdmin(userId)
  let pair: Pair = await program(userId)
  for (let used = 29; used < days; used += 60) {
    at(used * day)
    const next = await refresh(pair.refresh_token)
    expect(next.status).toBe(200)
    pair = next
  }
  at(days * day + 60_000)
  expect((await refresh(pair.refresh_token)).status).toBe(401)
  expect(await rows('SELECT id FROM program_sessions WHERE user_id = ?', userId)).toEqual([])
})

test('the extension refreshes its token for a year', async () => {
  const at = clock()
  const { userId } = await signedIn()
  let { token } = await extension(userId)
  const next = () => asked('POST', '/auth/refresh', token, undefined, {}, { ...env, JWT_SECRET: bindings.JWT_SECRET })
  for (let days = 6; days < 365; days += 6) {
    at(days * day)
    const answer = await next()
    expect(answer.status).toBe(200)
    token = (await answer.json<{ token: string }>()).token
  }
  at(365 * day + 60_000)
  expect((await next()).status).toBe(401)
})
