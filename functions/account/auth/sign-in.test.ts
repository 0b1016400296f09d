import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { request, signedIn } from '../../../test/support/client'
import { asked, program } from './programs/testing'

const page = async (bindings: object = env) => (await request('/sign-in', {}, bindings)).text()

test('the sign-in page shows what this is, in light and dark, with its size, so that nothing shifts', async () => {
  const html = await page()
  expect(html).toMatch(/<source srcset="\/pictures\/today-dark.webp" media="\(prefers-color-scheme: dark\)"/)
  expect(html).toMatch(
    /<img src="\/pictures\/today-light.webp" width="1280" height="800" alt="Today in Daymark: [^"]+"/,
  )
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
