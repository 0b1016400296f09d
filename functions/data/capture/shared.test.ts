import { expect, test } from 'vitest'
import manifest from '../../../public/manifest.webmanifest?raw'
import { request, signedIn } from '../../../test/support/client'
import { readTask } from '../../line/task'
import { lineKind } from './line'

/** The line of `/capture` once another app shared something, and the kind and the title that it is read as. */
const shared = async (query: string) => {
  const client = await signedIn()
  const answer = await client.get(`/capture?${query}`)
  expect(answer.status).toBe(303)
  const path = answer.headers.get('Location') ?? ''
  expect((await client.get(path)).status).toBe(200)
  const line = new URLSearchParams(path.split('?')[1]).get('entry') ?? ''
  const { kind, rest } = lineKind(line, '2026-03-02')
  return { line, kind, task: readTask(rest, '2026-03-02') }
}

test.each([
  ['title=A+talk&text=See+this&url=https://example.com/a', '"A talk See this https://example.com/a"'],
  ['title=A+talk&text=https://example.com/a&url=https://example.com/a', '"A talk https://example.com/a"'],
  // An app that was installed before `text` was so called.
  ['title=A+talk&entry=See+this&url=https://example.com/a', '"A talk See this https://example.com/a"'],
  ['title=&text=Two%0Alines&url=', '"Two lines"'],
  ['text=Alone', '"Alone"'],
  [`title=&text=${'x'.repeat(600)}`, `"${'x'.repeat(497)}…"`],
  [`title=${encodeURIComponent('😀'.repeat(1000))}`, `"${'😀'.repeat(497)}…"`],
  [`title=x${encodeURIComponent('"'.repeat(1000))}`, `"x${'\\"'.repeat(248)}…"`],
  ['title=a%00b%07', '"a b"'],
  ['title=%20%20&text=%0A', ''],
  ['title=%E2%80%8B', ''],
  ['entry=Text%0D%0Aalone', 'Text alone'],
  [`entry=${'x'.repeat(600)}`, 'x'.repeat(500)],
])('what is shared, %s, becomes one line', async (query, line) => {
  expect((await shared(query)).line).toBe(line)
})

test.each([
  'How to use @mention and #hash !now ^task %plan',
  '#1 reasons',
  '@home: a story',
  'Meeting notes',
  'task buy milk',
  'Tomorrow 14:00 call Ana high',
  '25m writing',
  '9-10 standup',
  'Read it every day until 1 March',
  'He said "hi" and "bye"',
  '"All of it"',
  '“Curly” ones',
  'an odd " quote',
  '"',
  'C:\\new\\',
  '👩‍👩‍👧 #family',
  'שלום עולם #תג',
])('a shared title, %s, is the title of a task as it is', async (title) => {
  for (const url of ['', 'https://example.com/page#section']) {
    const { kind, task } = await shared(`${new URLSearchParams({ title, url })}`)
    expect(kind).toBe('task')
    expect(task).toEqual({ title: `${title} ${url}`.trim(), tags: [], project: null, goal: null })
  }
})

test('a link that is longer than a line is left out, and that is said', async () => {
  const client = await signedIn()
  const query = new URLSearchParams({ title: 'A talk', url: `https://example.com/${'x'.repeat(600)}` })
  const answer = await client.get(`/capture?${query}`)
  expect(answer.headers.get('Location')).toBe(`/capture?${new URLSearchParams({ entry: '"A talk"' })}`)
  expect(decodeURIComponent(answer.headers.get('Set-Cookie') ?? '')).toContain(
    'The link is missing: it is longer than a line of 500 characters.',
  )
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
