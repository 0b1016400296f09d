import { env } from 'cloudflare:workers'
import { v7 as uuid } from 'uuid'
import { expect, test } from 'vitest'
import { origin, request, rows, signedIn } from '../../../../test/support/client'
import { makeOperatorLink } from './printed'
import { newEmail } from './testing'

const bindings = { ...env, PUBLIC_URL: `${origin}/` }

const open = async (link: string) => {
  const token = new URL(link).searchParams.get('token') ?? ''
  return request('/auth/verify', {
    method: 'POST',
    headers: { Origin: origin, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token }),
  })
}

const accountOf = async (email: string) =>
  (await rows<{ id: string; role: string }>('SELECT id, role FROM users WHERE email = ?', email))[0]

test('a printed link makes the account, asks the browser that opens it, and signs in once', async () => {
  await signedIn()
  const email = newEmail()
  const link = await makeOperatorLink(bindings, ` ${email.toUpperCase()} `)
  expect(link).toMatch(new RegExp(`^${origin}/auth/verify\\?token=[\\w-]{43}$`))
  expect(await accountOf(email)).toMatchObject({ role: 'user' })
  const page = await (
    await request(new URL(link).pathname + new URL(link).search, { headers: { Accept: 'text/html' } })
  ).text()
  expect(page).toContain('the server’s own command')
  const first = await open(link)
  expect([first.status, first.headers.get('Location')]).toEqual([303, '/welcome'])
  expect(first.headers.getSetCookie().join()).toContain('session=')
  expect((await open(link)).status).not.toBe(303)
})

test('a printed link for somebody who is there only signs in', async () => {
  const client = await signedIn()
  const [{ email } = { email: '' }] = await rows<{ email: string }>(
    'SELECT email FROM users WHERE id = ?',
    client.userId,
  )
  const answer = await open(await makeOperatorLink(bindings, email))
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/'])
  expect(await accountOf(email)).toMatchObject({ id: client.userId, role: 'user' })
})

test('a printed link ends after a quarter of an hour, and is for an address', async () => {
  const link = await makeOperatorLink(bindings, newEmail(), Date.now() - 15 * 60 * 1000)
  expect((await open(link)).status).not.toBe(303)
  for (const address of ['', 'ada', `${uuid()}@`, '\u212a@example.com', `${'a'.repeat(250)}@example.com`])
    await expect(makeOperatorLink(bindings, address)).rejects.toThrow(/address/)
})
