import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Client, cost, origin, request, rows, signedIn } from '../../test/client'
import { plansOf } from '../../test/plans'
import { wrongSums } from '../../test/sums'
import { state } from '../changes/testing'
import { newSession, put, putAll, words } from '../sessions/testing'
import { groupSimilar, matching } from './similar'

const text = async (response: Response | Promise<Response>) => (await response).text()

const flashed = (answer: Response) => decodeURIComponent(answer.headers.get('Set-Cookie') ?? '')

/** A session an hour for each list of tags. */
const tagged = async (client: Client, lists: string[][]) => {
  const sessions = lists.map((tags, n) => newSession(Date.UTC(2026, 2, 1) + n * 3_600_000, 30, { tags }))
  await putAll(client, sessions)
  return sessions.map(({ id }) => id)
}

const tagsIn = async (client: Client, id = '') => {
  const [row] = await rows<{ tags: string }>(
    'SELECT tags FROM sessions WHERE user_id = ? AND id = ?',
    client.userId,
    id,
  )
  return JSON.parse(row?.tags ?? 'null')
}

const undo = async (client: Client) => {
  const [row] = await rows<{ id: string }>('SELECT id FROM changes WHERE user_id = ? ORDER BY id DESC', client.userId)
  return client.post(`/changes/${row?.id}/undo`)
}

/** The tags of the list, in order. */
const listed = (html: string) => [...html.matchAll(/name="tag" value="([^"]*)"/g)].map(([, tag]) => tag)

const offered = async (client: Client, typed = '') => {
  const html = await text(client.get(`/tags/suggestions?${new URLSearchParams({ tags: typed })}`, { part: true }))
  return [...html.matchAll(/<option value="([^"]*)"/g)].map(([, value]) => value)
}

test('the list is in the order of the letters, whatever their case, and pages in that order', async () => {
  const client = await signedIn()
  await tagged(client, [['Zebra', 'apple', 'Deep', 'deep', 'DEEP', 'beta']])
  for (const tag of ['Apple', 'zebra']) {
    await env.DB.prepare('INSERT INTO inactive_tags (user_id, tag, seq) VALUES (?, ?, 1)')
      .bind(client.userId, tag)
      .run()
  }
  const all = ['Apple', 'apple', 'beta', 'DEEP', 'Deep', 'deep', 'Zebra', 'zebra']
  /** An inactive one is named in its row twice. */
  const shown = async (path: string) => [...new Set(listed(await text(client.get(path))))]
  expect(await shown('/tags')).toEqual(all)
  for (const [index, tag] of all.entries()) {
    expect(await shown(`/tags?after=${tag}`)).toEqual(all.slice(index + 1))
  }
})

test('the list has each tag with its sessions, by pages, at the same cost on each', async () => {
  const client = await signedIn()
  const names = Array.from({ length: 120 }, (_, n) => `tag ${String(n).padStart(3, '0')}`)
  await tagged(
    client,
    Array.from({ length: 12 }, (_, n) => names.slice(n * 10, n * 10 + 10)),
  )
  const seen: unknown[] = []
  let next: string | undefined = '/tags'
  while (next) {
    const answer = await client.get(next)
    expect(cost(answer).statements).toBeLessThanOrEqual(6)
    expect(cost(answer).read).toBeLessThan(next === '/tags' ? 500 : 200)
    const html: string = await answer.text()
    seen.push(...listed(html))
    next = /href="([^"]*)" rel="next"/.exec(html)?.[1]
  }
  expect(seen).toEqual(names)
  const found = await text(client.get('/tags?q=G+11'))
  expect(listed(found)).toEqual(names.slice(110))
  expect(found).toContain('href="/search?q=tag+110&amp;kind=session"')
  expect(await text(client.get('/tags?q=nothing'))).toContain('No matching tags')
})

test('a tag is text, whatever is in it', async () => {
  const client = await signedIn()
  const odd = ['<img src=x>', 'a"b', '🎨', 'עברית', 'a&b=c#d', '100%']
  const [id] = await tagged(client, [odd])
  for (const path of ['/tags', ...odd.map((tag) => `/tags/rename?${new URLSearchParams({ tag, name: '<b>"x' })}`)]) {
    const answer = await client.get(path)
    expect(answer.status).toBe(200)
    expect(await answer.text()).not.toMatch(/<img|<b>/)
  }
  for (const [n, tag] of odd.entries()) {
    expect((await client.post('/tags/rename', { tag, name: `# plain ${n}` })).status).toBe(303)
  }
  expect(await tagsIn(client, id)).toEqual(odd.map((_, n) => `plain ${n}`))
})

test('the preview of a new name says on how many sessions, and writes nothing', async () => {
  const client = await signedIn()
  await tagged(client, [['deep'], ['deep', 'focus'], ['focus']])
  const before = await state(client)
  const html = words(await text(client.get('/tags/rename?tag=deep&name=focus')))
  expect(html).toContain('2 sessions get focus in place of deep , including deleted sessions.')
  expect(html).toContain('focus already exists on 2 sessions.')
  expect(html).toContain('A session with several of them gets focus once.')
  expect(html).toContain('Merge tags')
  expect(words(await text(client.get('/tags/rename?tag=deep&name=calm')))).toContain('Rename tag')
  expect(await state(client)).toBe(before)
})

test('merged tags stand once, where the first of them stood, on deleted sessions too', async () => {
  const client = await signedIn()
  const [both, one, deleted, none] = await tagged(client, [
    ['x', 'Deep', 'y', 'deep', 'DEEP', 'z'],
    ['deep'],
    ['y', 'DEEP'],
    ['y'],
  ])
  await client.post(`/sessions/${deleted}/delete`)
  const before = await state(client)
  const answer = await client.post('/tags/rename', { tag: ['deep', 'DEEP', 'Deep'], name: 'Deep' })
  expect(flashed(answer)).toContain('Merged 2 tags into “Deep”, 2 sessions')
  expect(await tagsIn(client, both)).toEqual(['x', 'Deep', 'y', 'z'])
  expect(await tagsIn(client, one)).toEqual(['Deep'])
  expect(await tagsIn(client, deleted)).toEqual(['y', 'Deep'])
  expect(await tagsIn(client, none)).toEqual(['y'])
  expect(await wrongSums(client.userId)).toEqual([])
  expect((await undo(client)).status).toBe(303)
  expect(await state(client)).toBe(before)
})

test.each([
  ['', 'Enter a name'],
  ['##', 'Enter a name'],
  ['a, b', 'Tags can’t contain commas'],
  ['x'.repeat(51), 'Use at most 50 characters for the tag'],
  ['deep', 'That’s already its name'],
])('the name “%s” is refused', async (name, message) => {
  const client = await signedIn()
  await tagged(client, [['deep']])
  const before = await state(client)
  for (const answer of [
    await client.post('/tags/rename', { tag: 'deep', name }),
    await client.get(`/tags/rename?${new URLSearchParams({ tag: 'deep', name })}`),
  ]) {
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(message)])
  }
  expect(await state(client)).toBe(before)
})

test('what nobody has, or somebody else, is not there', async () => {
  const [client, owner] = [await signedIn(), await signedIn()]
  await tagged(owner, [['secret']])
  const before = await state(owner)
  for (const act of ['rename', 'deactivate', 'activate']) {
    expect((await client.post(`/tags/${act}`, { tag: 'secret', name: 'mine' })).status).toBe(404)
    if (act !== 'activate') expect((await client.get(`/tags/${act}?tag=secret`)).status).toBe(404)
  }
  expect(await text(client.get('/tags/rename'))).toContain('No tag selected')
  expect((await client.post('/tags/rename', { name: 'x' })).status).toBe(422)
  expect(await offered(client, 'sec')).toEqual([])
  expect(await state(owner)).toBe(before)
})

test('an inactive tag stays on its sessions, is not offered, and can be set active again', async () => {
  const client = await signedIn()
  const [id] = await tagged(client, [['deep', 'focus'], ['deep']])
  expect(await offered(client)).toEqual(['deep', 'focus'])
  expect(flashed(await client.post('/tags/deactivate', { tag: ['deep'] }))).toContain('Archived the tag “deep”')
  expect(await offered(client)).toEqual(['focus'])
  expect(await offered(client, 'focus, d')).toEqual([])
  expect(await tagsIn(client, id)).toEqual(['deep', 'focus'])
  expect(words(await text(client.get('/tags')))).toContain('2 sessions archived')
  expect((await client.post('/tags/deactivate', { tag: 'deep' })).status).toBe(422)
  await client.post('/tags/activate', { tag: 'deep' })
  expect(await offered(client, 'focus, DE')).toEqual(['focus, deep'])
  await undo(client)
  expect(await offered(client)).toEqual(['focus'])
})

test('an inactive tag that is renamed stays inactive; one that goes into an active one does not', async () => {
  const client = await signedIn()
  await tagged(client, [['old', 'used']])
  await client.post('/tags/deactivate', { tag: 'old' })
  await client.post('/tags/rename', { tag: 'old', name: 'older' })
  expect(await offered(client)).toEqual(['used'])
  await client.post('/tags/rename', { tag: 'older', name: 'used' })
  expect(await offered(client)).toEqual(['used'])
  expect(await rows('SELECT tag FROM inactive_tags WHERE user_id = ?', client.userId)).toEqual([])
})

test('at most fifty are offered, the most used first, none that stands there already', async () => {
  const client = await signedIn()
  const names = Array.from({ length: 70 }, (_, n) => `tag${n}`)
  await tagged(client, [...names.map((name) => [name]), ['tag69'], ['tag69'], ['tag68']])
  const found = await offered(client, 'tag69, ')
  expect(found).toHaveLength(50)
  expect(found[0]).toBe('tag69, tag68')
  expect(found).not.toContain('tag69, tag69')
})

test('two that merge the same tags at once: one does it, the other is told that they are gone', async () => {
  const client = await signedIn()
  await tagged(client, [['deep'], ['focus']])
  const answers = await Promise.all([1, 2, 3].map(() => client.post('/tags/rename', { tag: 'deep', name: 'focus' })))
  const [won, ...lost] = answers.map(({ status }) => status).sort()
  expect(won).toBe(303)
  for (const status of lost) expect([404, 422]).toContain(status)
  expect(await wrongSums(client.userId)).toEqual([])
})

test('tags that are the same but for case and accents are groups, and every tag is in the group of its likes', () => {
  const groups = groupSimilar(['Übung', 'ubung', 'Deep', 'deep', 'focus'].map((tag) => ({ tag })))
  expect(groups.map((group) => group.map(({ tag }) => tag))).toEqual([
    ['Übung', 'ubung'],
    ['Deep', 'deep'],
  ])
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ unit: fc.constantFrom('a', 'A', 'á', 'b'), maxLength: 4 })), (tags) => {
      const plain = (tag: string) => tag.toLowerCase().replaceAll('á', 'a')
      const groups = groupSimilar(tags.map((tag) => ({ tag }))).map((group) => group.map(({ tag }) => tag))
      for (const tag of tags) {
        const likes = tags.filter((other) => plain(other) === plain(tag))
        expect(groups.filter((group) => group.includes(tag))).toEqual(likes.length > 1 ? [likes] : [])
      }
    }),
  )
  expect(matching([{ tag: 'unDeep' }, { tag: 'Déep' }], 'dee').map(({ tag }) => tag)).toEqual(['Déep', 'unDeep'])
})

test('the page offers them to be merged into the one that is used most', async () => {
  const client = await signedIn()
  await tagged(client, [['Deep'], ['deep'], ['deep'], ['focus']])
  const html = await text(client.get('/tags'))
  expect(html).toContain('Differ only in case or accents')
  expect(html).toContain('href="/tags/rename?tag=deep&amp;tag=Deep&amp;name=deep"')
})

test('no statement of a rename scans a table', async () => {
  const client = await signedIn()
  await tagged(client, [['deep'], ['focus']])
  const headers = { Cookie: client.cookie, Origin: origin }
  const plans = await plansOf(async (DB) => {
    await request('/tags/rename?tag=deep&name=focus', { headers }, { ...env, DB })
    const body = new URLSearchParams({ tag: 'deep', name: 'focus' })
    expect((await request('/tags/rename', { method: 'POST', headers, body }, { ...env, DB })).status).toBe(303)
  })
  const scans = plans.flatMap((plan) => plan.scans).filter((step) => !/^SCAN (wanted|own) /.test(step))
  expect(scans).toEqual([])
})

test('selected tags are deleted from every session, in one change with one Undo', async () => {
  const client = await signedIn()
  await put(client, '2026-03-03T09:00:00Z', 30, { tags: ['deep', 'writing', 'work'] })
  await put(client, '2026-03-04T09:00:00Z', 30, { tags: ['writing'] })
  const stored = async () =>
    (
      await rows<{ tags: string }>('SELECT tags FROM sessions WHERE user_id = ? ORDER BY started_at', client.userId)
    ).map(({ tags }) => JSON.parse(tags))
  const answer = await client.post('/tags/delete', { tag: ['writing', 'deep', 'unknown'] })
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/tags'])
  expect(await stored()).toEqual([['work'], []])
  const flash = decodeURIComponent(/flash=([^;]+)/.exec(answer.headers.get('Set-Cookie') ?? '')?.[1] ?? '{}')
  expect(JSON.parse(flash).message).toBe('Deleted 2 tags from 2 sessions')
  await client.post(JSON.parse(flash).undo)
  expect(await stored()).toEqual([['deep', 'writing', 'work'], ['writing']])
  for (const tag of [[], ['unknown'], ['<b>']]) expect((await client.post('/tags/delete', { tag })).status).toBe(404)
})
