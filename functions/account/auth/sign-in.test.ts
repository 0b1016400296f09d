import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { request, signedIn } from '../../../test/support/client'
import { filesIn } from '../../../test/support/files'
import { asked, program } from './programs/testing'

const page = async (bindings: object = env) => (await request('/sign-in', {}, bindings)).text()

test('the sign-in page says in three lines what this is and whose the data is', async () => {
  const lines = [...(await page()).matchAll(/<p class="grey">([^<]*)<\/p>/g)].map(([, line]) => line)
  expect(lines).toHaveLength(3)
  expect(lines.at(2)).toBe('Your data is yours: export all of it, or host Daymark yourself.')
})

/** Width and height that a WebP file says, in pixels. */
const sizeOf = (file: string) => [24, 27].map((at) => file.charCodeAt(at) + 256 * file.charCodeAt(at + 1) + 1)

test('the sign-in page shows three pictures, in light and dark, small and with their size, so that nothing shifts', async () => {
  const files = await filesIn('public/pictures', 'latin1')
  const html = await page()
  const shown = [...html.matchAll(/<picture>(.*?)<\/picture><figcaption[^>]*>[A-Z]/gs)].map(([, picture = '']) => {
    const [, dark] = /<source srcset="([^"]+)" media="\(prefers-color-scheme: dark\)"/.exec(picture) ?? []
    const [, light, width, height] =
      /<img src="([^"]+)" width="(\d+)" height="(\d+)" loading="lazy" alt="[^"]+"/.exec(picture) ?? []
    return { paths: [light, dark], size: [width, height].map(Number) }
  })
  expect(shown.map(({ paths: [light] }) => light)).toEqual(
    ['goal', 'rule', 'statistic'].map((name) => `/pictures/${name}-light.webp`),
  )
  for (const { paths, size } of shown) {
    for (const path of paths) {
      const file = files[`public${path}`] ?? ''
      expect(file.length).toBeLessThanOrEqual(25 * 1024)
      expect([path, sizeOf(file)]).toEqual([path, size.map((pixels) => 2 * pixels)])
    }
  }
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
