import { expect, test } from 'vitest'
import manifest from '../../../public/manifest.webmanifest?raw'
import { request, signedIn } from '../../../test/support/client'

test.each([
  ['title=A+talk&entry=See+this&url=https://example.com/a', 'A talk See this https://example.com/a'],
  ['title=A+talk&entry=https://example.com/a&url=https://example.com/a', 'A talk https://example.com/a'],
  ['title=&entry=Two%0Alines&url=', 'Two lines'],
  [`title=&entry=${'x'.repeat(600)}`, 'x'.repeat(500)],
  ['entry=Text%0D%0Aalone', 'Text alone'],
  [`entry=${'x'.repeat(600)}`, 'x'.repeat(500)],
  ['title=a%00b%07', 'a b'],
])('what is shared, %s, becomes one line', async (query, line) => {
  const client = await signedIn()
  const answer = await client.get(`/capture?${query}`)
  expect(answer.status).toBe(303)
  const page = await client.get(answer.headers.get('Location') ?? '')
  expect(await page.text()).toContain(`value="${line}"`)
})

test('nothing shared opens an empty line', async () => {
  const client = await signedIn()
  expect((await client.get('/capture?title=&url=')).headers.get('Location')).toBe('/capture')
})

test('each shortcut of the manifest, and its start, leads to a page', async () => {
  const client = await signedIn()
  const { shortcuts, start_url, share_target } = JSON.parse(manifest) as {
    shortcuts: { url: string }[]
    start_url: string
    share_target: { action: string; method: string }
  }
  expect([start_url, share_target.method]).toEqual(['/', 'GET'])
  for (const url of [start_url, share_target.action, ...shortcuts.map((one) => one.url)])
    expect((await client.get(url)).status, url).toBe(200)
})

test('installing is offered on Today after the third day, and in the settings at once', async () => {
  const client = await signedIn()
  const offers = async (path: string) => (await (await client.get(path)).text()).includes('id="install"')
  expect([await offers('/'), await offers('/settings')]).toEqual([false, true])
  const { env } = await import('cloudflare:workers')
  const days = 4 * 24 * 60 * 60 * 1000
  await env.DB.prepare('UPDATE users SET created_at = created_at - ? WHERE id = ?').bind(days, client.userId).run()
  expect(await offers('/')).toBe(true)
})

test('whoever asked for a code enters it where they sign in', async () => {
  const page = await request('/sign-in', { headers: { Cookie: 'email=robin@example.com' } })
  expect(await page.text()).toContain('name="code"')
})
