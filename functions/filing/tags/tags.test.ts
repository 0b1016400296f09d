import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { type Client, rows, signedIn, text } from '../../../test/support/client'
import { utc } from '../../../test/support/times'
import { actOn, flashed, state, undoLast } from '../../data/changes/testing'
import { dayOf, weekOf } from '../../lib/time/days'
import { newSession, putAll, words } from '../../time/sessions/testing'
import { groupSimilar, matchingTags } from './page-data'

let client: Client
beforeEach(async () => {
  client = await signedIn()
})

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

/** The tags of the list, in order. */
const listed = (html: string) =>
  [...html.matchAll(/<li id="tag-([^"]*)"/g)].map(([, id]) => decodeURIComponent(id ?? ''))

const offered = async (client: Client, typed = '') => {
  const html = await text(client.get(`/tags/suggestions?${new URLSearchParams({ tags: typed })}`, { part: true }))
  return [...html.matchAll(/<option value="([^"]*)"/g)].map(([, value]) => value)
}

test('the list is by uses and then by letters, whatever their case, archived tags last, and pages in that order', async () => {
  await tagged(client, [['Zebra', 'apple', 'Deep', 'deep', 'DEEP', 'beta'], ['deep'], ['deep', 'Zebra']])
  for (const tag of ['Apple', 'zebra']) {
    await env.DB.prepare('INSERT INTO inactive_tags (user_id, tag, seq) VALUES (?, ?, 1)')
      .bind(client.userId, tag)
      .run()
  }
  const all = ['deep', 'Zebra', 'apple', 'beta', 'DEEP', 'Deep', 'Apple', 'zebra']
  const shown = async (path: string) => listed(await text(client.get(path)))
  expect(await shown('/tags')).toEqual(all)
  for (const [index, tag] of all.entries()) {
    expect(await shown(`/tags?after=${tag}`)).toEqual(all.slice(index + 1))
  }
})

test('a tag shows its time of the week, and its share', async () => {
  const monday = `${weekOf(dayOf(Date.now(), utc), 1).from}T00:00Z`
  await tagged(client, [['deep']])
  await putAll(client, [newSession(monday, 3, { tags: ['deep'] }), newSession(monday, 1)])
  expect(words(await text(client.get('/tags')))).toMatch(/ deep 2 sessions 3 ?m this week/)
  expect(await text(client.get('/tags'))).toContain('75 % of this week')
})

test('the list comes by pages, and finds the tags that have a text in them', async () => {
  const names = Array.from({ length: 120 }, (_, n) => `tag ${String(n).padStart(3, '0')}`)
  await tagged(
    client,
    Array.from({ length: 12 }, (_, n) => names.slice(n * 10, n * 10 + 10)),
  )
  const seen: unknown[] = []
  let next: string | undefined = '/tags'
  while (next) {
    const html: string = await text(client.get(next))
    seen.push(...listed(html))
    next = /href="([^"]*)" rel="next"/.exec(html)?.[1]
  }
  expect(seen).toEqual(names)
  const found = await text(client.get('/tags?q=G+11'))
  expect(listed(found)).toEqual(names.slice(110))
  expect(found).toContain('class="row-title" href="/sessions?subject=tag:%23tag+110"')
  expect(await text(client.get('/tags?q=nothing'))).toContain('No matching tags')
})

test.each([
  ['', 'Enter a name'],
  ['##', 'Enter a name'],
  ['a, b', 'Tags can’t contain commas'],
  ['x'.repeat(51), 'Use at most 50 characters for the tag'],
  ['deep', 'That’s already its name'],
])('the name “%s” is refused', async (name, message) => {
  await tagged(client, [['deep']])
  const before = await state(client)
  const answer = await actOn(client, '/tags', 'rename', 'deep', { name })
  expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(message)])
  expect(await state(client)).toBe(before)
})

test('what nobody has, or somebody else, is not there', async () => {
  const owner = await signedIn()
  await tagged(owner, [['secret']])
  const before = await state(owner)
  for (const act of ['rename', 'archive', 'unarchive', 'delete']) {
    const answer = await actOn(client, '/tags', act, 'secret', { name: 'mine' })
    expect(flashed(answer)).toContain('Nothing changed. 1 no longer exists.')
  }
  expect(await offered(client, 'sec')).toEqual([])
  expect(await state(owner)).toBe(before)
})

test('an inactive tag stays on its sessions, is not offered, and can be set active again', async () => {
  const [id] = await tagged(client, [['deep', 'focus'], ['deep']])
  expect(await offered(client)).toEqual(['deep', 'focus'])
  expect(flashed(await actOn(client, '/tags', 'archive', ['deep']))).toContain('Archived the tag “deep”')
  expect(await offered(client)).toEqual(['focus'])
  expect(await offered(client, 'focus, d')).toEqual([])
  expect(await tagsIn(client, id)).toEqual(['deep', 'focus'])
  expect(words(await text(client.get('/tags')))).toContain('2 sessions · archived')
  expect(flashed(await actOn(client, '/tags', 'archive', 'deep'))).toContain('Nothing changed. 1 unchanged.')
  await actOn(client, '/tags', 'unarchive', 'deep')
  expect(await offered(client, 'focus, DE')).toEqual(['focus, deep'])
  await undoLast(client)
  expect(await offered(client)).toEqual(['focus'])
})

test('an inactive tag that is renamed stays inactive; one that goes into an active one does not', async () => {
  await tagged(client, [['old', 'used']])
  await actOn(client, '/tags', 'archive', 'old')
  await actOn(client, '/tags', 'rename', 'old', { name: 'older' })
  expect(await offered(client)).toEqual(['used'])
  await actOn(client, '/tags', 'rename', 'older', { name: 'used' })
  expect(await offered(client)).toEqual(['used'])
})

test('at most fifty are offered, the most used first, none that stands there already', async () => {
  const names = Array.from({ length: 70 }, (_, n) => `tag${n}`)
  await tagged(client, [...names.map((name) => [name]), ['tag69'], ['tag69'], ['tag68']])
  const found = await offered(client, 'tag69, ')
  expect(found).toHaveLength(50)
  expect(found[0]).toBe('tag69, tag68')
  expect(found).not.toContain('tag69, tag69')
})

test('tags that are the same but for case and accents are groups, and every tag is in the group of its likes', () => {
  expect(groupSimilar([{ tag: 'Übung' }, { tag: 'deep' }, { tag: 'ubung' }])).toEqual([
    [{ tag: 'Übung' }, { tag: 'ubung' }],
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
  expect(matchingTags([{ tag: 'unDeep' }, { tag: 'Déep' }], 'dee').map(({ tag }) => tag)).toEqual(['Déep', 'unDeep'])
})

test('the page offers them to be merged into the one that is used most', async () => {
  await tagged(client, [['Deep'], ['deep'], ['deep'], ['focus']])
  const html = await text(client.get('/tags'))
  expect(html).toContain('Differ only in case or accents')
  const ids = '<input type="hidden" name="ids" value="deep"/><input type="hidden" name="ids" value="Deep"/>'
  expect(html).toContain(`${ids}<input type="hidden" name="act" value="rename"/>`)
})

test('selected tags are deleted from every session, and those that nobody has are left out', async () => {
  const ids = await tagged(client, [['deep', 'writing', 'work'], ['writing']])
  const answer = await actOn(client, '/tags', 'delete', ['writing', 'deep', 'unknown'])
  expect(answer.headers.get('Location')).toBe('/tags')
  expect(flashed(answer)).toContain('Deleted 2 tags from 2 sessions')
  for (const [index, tags] of [['work'], []].entries()) expect(await tagsIn(client, ids[index])).toEqual(tags)
})
