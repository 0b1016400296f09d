import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { request, signedIn } from '../../../test/support/client'
import { asked, program } from './programs/testing'

const page = async (bindings: object = env) => (await request('/sign-in', {}, bindings)).text()

test('the first page says what this is, shows a day and three jobs without a picture to load, and what it costs', async () => {
  const html = await page()
  const headings = [...html.matchAll(/<h[12][^>]*>([^<]*)<\/h[12]>/g)].map(([, words]) => words)
  expect(headings).toEqual([
    'Did my day go where I wanted it to?',
    'Sign in, or start',
    'See where the hours went',
    'Keep a habit, reach a goal',
    'Hold an app to its time',
  ])
  expect(html).toContain('Free, and yours to host.')
  expect(html).not.toContain('<img')
  // One name for all of the sample, in which nothing takes focus.
  expect(html).toMatch(/<figure role="img" aria-label="A day in Daymark: [^"]+"><div [^>]*inert/)
})

test('the sample of a day ends on a limit that is nearly used', async () => {
  const sample = (await page()).replace(/^.*?<figure/s, '').replace(/<\/figure>.*$/s, '')
  expect(sample).toMatch(/aria-label="[^"]*three habits, and a limit with 4 minutes left"/)
  const words = sample.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
  expect(words).toMatch(/Habits and limits.*Gym.*Video 26m of 30m · 4m left/)
})

test('the demo, which needs no account, is offered where there is one', async () => {
  expect(await page()).not.toContain('No account needed')
  const demo = env.DB.prepare(
    "INSERT INTO users (id, email, username, created_at, updated_at) VALUES ('demo', ?, 'Demo', 1, 1)",
  )
  await demo.bind('demo@example.com').run()
  expect(await page()).toMatch(/action="\/dev\/demo".*No account needed\./s)
  expect(await page({ ...env, ENVIRONMENT: 'production', JWT_SECRET: 'x'.repeat(32) })).not.toContain('/dev/demo')
  await env.DB.prepare("DELETE FROM users WHERE id = 'demo'").run()
})

test('signing out and deleting the account clear the device, and a program’s sign-out does not', async () => {
  const [one, two, three] = [await signedIn(), await signedIn(), await signedIn()]
  const confirm = ({ userId }: { userId: string }) => ({ confirm: `${userId}@example.com` })
  for (const left of [
    await one.post('/auth/sign-out'),
    await two.post('/settings/account/delete', confirm(two)),
    await three.json('DELETE', '/api/v1/me', confirm(three)),
  ]) {
    expect(left.headers.get('Clear-Site-Data')).toBe('"storage"')
    expect(left.headers.getSetCookie()).toEqual(
      expect.arrayContaining(['session=; Max-Age=0; Path=/', 'org=; Max-Age=0; Path=/', 'email=; Max-Age=0; Path=/']),
    )
  }
  const { access_token } = await program((await signedIn()).userId)
  const answer = await asked('POST', '/auth/sign-out', access_token)
  expect([answer.status, answer.headers.get('Clear-Site-Data'), answer.headers.getSetCookie()]).toEqual([204, null, []])
})
