import { expect, test } from 'vitest'
import { signedIn } from '../../../test/support/client'

const hrefs = (html: string) => [...html.matchAll(/<a [^>]*href="([^"]+)"[^>]*download/g)].map(([, href]) => href ?? '')

test('the page has a plain link to each export, and each is a file that no cache keeps', async () => {
  const client = await signedIn({ time_zone: 'Pacific/Auckland' })
  const links = hrefs(await (await client.get('/settings/export')).text())
  const formats = ['json', 'csv', 'sql', 'markdown', 'ics', 'anki'].map((format) => `/api/v1/exports/${format}`)
  expect(links.toSorted()).toEqual([...formats, '/sessions.csv'].toSorted())
  for (const path of links) {
    const answer = await client.get(path)
    const headers = ['Cache-Control', 'Content-Disposition'].map((name) => answer.headers.get(name))
    expect([path, answer.status, ...headers]).toEqual([
      path,
      200,
      'no-store',
      expect.stringMatching(
        /^attachment; filename="daymark[a-z-]*-\d{4}-\d\d-\d\d[a-z-]*\.(json|zip|sql|md|ics|txt|csv)"$/,
      ),
    ])
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(0)
  }
  expect(await (await client.get('/settings')).text()).toContain('href="/settings/export"')
  expect(await (await client.get('/settings/account')).text()).toContain('href="/settings/export"')
})

test('the JSON export has its older address, too', async () => {
  const client = await signedIn()
  const texts = ['/api/v1/export', '/api/v1/exports/json'].map(async (path) => (await client.get(path)).text())
  const [old, present] = (await Promise.all(texts)).map((text) =>
    text.replace(/"exported_at":"[^"]+","seal":"[^"]+"/, ''),
  )
  expect(present).toBe(old)
})
