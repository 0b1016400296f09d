import { describe, expect, test, vi } from 'vitest'
import { origin } from '../../../../test/support/client'
import { askFor, mailsTo, newEmail, post, postJson, wrong } from './testing'

const minute = 60 * 1000

const codeIn = async (email: string) => /^Code: (\d{6})$/m.exec((await mailsTo(email))[0]?.text ?? '')?.[1] ?? ''

/** A browser with a jar for the cookie of its requests. */
const newBrowser = () => {
  const jar = { Cookie: '' }
  return {
    ask: async (email: string) => {
      const answer = await post('/auth/magic-link', { email }, { Origin: origin, ...jar })
      jar.Cookie = /links=[^;]*/.exec(answer.headers.get('Set-Cookie') ?? '')?.[0] ?? ''
      return codeIn(email)
    },
    enter: async (email: string, code: string) =>
      (await post('/auth/verify', { email, code }, { Origin: origin, ...jar })).status,
  }
}

/** A program that asks by JSON, and returns the id that it was answered. */
const askAsProgram = async (email: string, more: object = {}) => {
  const answer = await postJson('/auth/magic-link', { email, ...more })
  const { request_id } = await answer.json<{ request_id: string }>()
  return { request_id, code: await codeIn(email) }
}

const redeem = async (body: object) => (await postJson('/auth/token', body)).status

test('a code works for ten minutes, its link for fifteen', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const start = Date.now()
  const [late, early] = [newEmail(), newEmail()]
  const [one, other] = [await askFor(late), await askFor(early)]
  vi.setSystemTime(start + 10 * minute - 1)
  expect((await post('/auth/verify', { ...other, email: early, token: '' })).status).toBe(303)
  vi.setSystemTime(start + 10 * minute)
  expect((await post('/auth/verify', { ...one, email: late, token: '' })).status).toBe(422)
  vi.setSystemTime(start + 15 * minute - 1)
  expect((await post('/auth/verify', { token: one.token })).status).toBe(303)
})

describe('a code that a browser asked for', () => {
  test('signs in that browser, and no other browser or program', async () => {
    const email = newEmail()
    const [mine, other] = [newBrowser(), newBrowser()]
    const code = await mine.ask(email)
    await other.ask(newEmail())
    expect(await other.enter(email, code)).toBe(422)
    expect(await newBrowser().enter(email, code)).toBe(422)
    expect(await redeem({ email, code })).toBe(401)
    expect((await postJson('/auth/verify', { email, code })).status).toBe(401)
    expect(await mine.enter(email, code)).toBe(303)
  })

  test('is void when the browser asks for a newer one, and not when others ask', async () => {
    const email = newEmail()
    const [mine, other] = [newBrowser(), newBrowser()]
    const first = await mine.ask(email)
    const second = await mine.ask(email)
    await other.ask(email)
    await askAsProgram(email)
    if (first !== second) expect(await mine.enter(email, first)).toBe(422)
    expect(await mine.enter(email, second)).toBe(303)
    expect(await mine.enter(email, second)).toBe(422)
  })

  test('stays valid whatever others guess, and is void after five wrong ones of its own', async () => {
    const email = newEmail()
    const [mine, other] = [newBrowser(), newBrowser()]
    const code = await mine.ask(email)
    await other.ask(email)
    for (let guess = 0; guess < 6; guess += 1) {
      await other.enter(email, wrong(code))
      await redeem({ email, code: wrong(code) })
    }
    for (let guess = 0; guess < 4; guess += 1) expect(await mine.enter(email, wrong(code))).toBe(422)
    expect(await mine.enter(email, code)).toBe(303)
    const next = await mine.ask(email)
    for (let guess = 0; guess < 5; guess += 1) await mine.enter(email, wrong(next))
    expect(await mine.enter(email, next)).toBe(422)
  })
})

describe('a code that a program asked for', () => {
  test.each([{}, { client: 'cli' }])('signs a program in without the id of its request: %j', async (more) => {
    const email = newEmail()
    const { code } = await askAsProgram(email, more)
    expect(await newBrowser().enter(email, code)).toBe(422)
    expect(await redeem({ email, code })).toBe(200)
  })

  test('stays valid with the id of its request, whatever is guessed without one', async () => {
    const email = newEmail()
    const { code, request_id } = await askAsProgram(email)
    for (let guess = 0; guess < 8; guess += 1) expect(await redeem({ email, code: wrong(code) })).toBe(401)
    // Five codes without an id are tried, right or wrong.
    expect(await redeem({ email, code })).toBe(401)
    expect(await redeem({ email, code, request_id })).toBe(200)
  })

  test('is void when a program asks for a newer one, unless the program has its id', async () => {
    const email = newEmail()
    const first = await askAsProgram(email)
    const second = await askAsProgram(email)
    if (first.code !== second.code) expect(await redeem({ email, code: first.code })).toBe(401)
    expect(await redeem({ email, code: second.code, request_id: first.request_id })).toBe(
      first.code === second.code ? 200 : 401,
    )
    expect(await redeem({ email, ...first })).toBe(200)
    expect(await redeem({ email, code: second.code })).toBe(200)
  })

  test('belongs to its address and its id', async () => {
    const [mine, theirs] = [newEmail(), newEmail()]
    const { code, request_id } = await askAsProgram(mine)
    await askAsProgram(theirs)
    expect(await redeem({ email: theirs, code, request_id })).toBe(401)
    expect(await redeem({ email: mine, code, request_id: '0'.repeat(64) })).toBe(401)
    expect(await redeem({ email: mine, code, request_id: 'x'.repeat(201) })).toBe(422)
    expect(await redeem({ token: 'x', request_id })).toBe(422)
    expect(await redeem({ email: mine, code, request_id })).toBe(200)
  })
})
