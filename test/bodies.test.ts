import { beforeAll, describe, expect, test } from 'vitest'
import { bulkFormBytes } from '../functions/apps/whitelists/feature'
import { pasteCharacters } from '../functions/apps/whitelists/schema'
import { fileBytes as restoreBytes } from '../functions/data/restore/feature'
import { lineLimit } from '../functions/goals/goals/line'
import { tagLimit, tagsLimit } from '../functions/lib/tags'
import { formAround, formBytes, jsonBytes } from '../functions/lib/uploads'
import { calendarBytes } from '../functions/people/meetings/feature'
import { reviewFormBytes } from '../functions/reviews/period-reviews/feature'
import { fileBytes } from '../functions/time/sessions/feature'
import { notesLimit, titleLimit } from '../functions/time/sessions/schema'
import { gather, pathFor } from './callers'
import { type Client, origin, request, rows, signedIn } from './client'
import { tokensOf } from './html'
import { isApi, pathOf, routes } from './routes'
import { share } from './runs'

let people: Awaited<ReturnType<typeof gather>>
let owner: Client
beforeAll(async () => {
  people = await gather()
  owner = people.owner
})

/** The characters that a field without `maxlength` takes, by its schema. */
const longest: Record<string, number> = {
  notes: notesLimit,
  title: titleLimit,
  tags: (tagLimit + 2) * tagsLimit,
  add_tags: (tagLimit + 2) * tagsLimit,
  remove_tags: (tagLimit + 2) * tagsLimit,
  entry: lineLimit * 10,
  list: pasteCharacters,
}
const short = 254

type Field = { name: string; characters: number }
type Form = { action: string; isMultipart: boolean; fields: Map<string, number> }

/** The forms of a page that write, with the longest text of each field. */
const formsOf = (html: string) => {
  const forms: Form[] = []
  let current: Form | undefined
  let select = ''
  const add = ({ name, characters }: Field) =>
    current?.fields.set(name, Math.max(characters, current.fields.get(name) ?? 0))
  for (const token of tokensOf(html)) {
    if (token.kind === 'end' && token.tag === 'form') current = undefined
    if (token.kind !== 'start') continue
    const { tag, attributes } = token
    const name = attributes.get('name')
    const value = attributes.get('value') ?? ''
    if (tag === 'form') {
      const isMultipart = attributes.get('enctype') === 'multipart/form-data'
      current = { action: attributes.get('action') ?? '', isMultipart, fields: new Map() }
      if (attributes.get('method') === 'post') forms.push(current)
    }
    if (tag === 'select') select = name ?? ''
    if (tag === 'option') add({ name: select, characters: value.length })
    if (!/^(input|textarea)$/.test(tag) || name === undefined || attributes.get('type') === 'file') continue
    const isFixed = /^(hidden|checkbox|radio|number|date)$/.test(attributes.get('type') ?? '')
    const limit = Number(attributes.get('maxlength') ?? longest[name] ?? short)
    add({ name, characters: isFixed ? value.length : limit })
  }
  return forms
}

/** Bytes that the path of a form takes. */
const roomOf = (action: string) => {
  if (action === '/whitelists/paste') return bulkFormBytes
  return /^\/reviews(\/|$)/.test(action) ? reviewFormBytes : formBytes
}

/** Text in a script of three bytes a character, each of them three in url-encoding. */
const bytesOf = ({ isMultipart, fields }: Form) =>
  [...fields].reduce((sum, [name, characters]) => {
    const around = isMultipart ? 150 + name.length : 2 + name.length
    return sum + around + characters * (isMultipart ? 3 : 9)
  }, 0)

describe('the longest text in every field, in any script', () => {
  const pages = Object.keys(routes).filter((route) => route.startsWith('GET ') && !isApi(route))
  const always = [
    '/sessions/new',
    '/sessions/:id/edit',
    '/goals',
    '/goals/new',
    '/goals/:id/edit',
    '/projects/new',
    '/settings',
  ]
  const walked = new Set([...always.map((path) => `GET ${path}`), ...share(pages, 3)])

  test('fits the limit', async () => {
    const seen = new Set<string>()
    for (const route of walked) {
      const answer = await request(await pathFor(route, owner), { headers: await people.shows('owner', route) })
      if (!answer.headers.get('Content-Type')?.startsWith('text/html')) continue
      for (const form of formsOf(await answer.text())) {
        seen.add(form.action.replaceAll(/[0-9a-f-]{36}/g, ':id'))
        const room = roomOf(form.action)
        expect([pathOf(route), form.action, bytesOf(form) < room]).toEqual([pathOf(route), form.action, true])
      }
    }
    for (const action of ['/sessions', '/sessions/:id', '/goals', '/goals/:id', '/projects', '/settings']) {
      expect([...seen]).toContain(action)
    }
  })

  test.each(['中', '😀', '\n', '<', 'ש'])(
    'a session full of %j is saved, also in spite of a newer version',
    async (one) => {
      const client = await signedIn()
      const full = (limit: number) => one.repeat(limit / one.length)
      const fields = {
        title: full(titleLimit),
        notes: `.${full(notesLimit - 2)}.`,
        tags: Array.from({ length: tagsLimit }, (_, n) => full(tagLimit - 2) + String(n).padStart(2, '0')).join(', '),
        date: '2026-03-03',
        started_at: '09:00',
        duration: '1h',
      }
      expect((await client.post('/sessions', fields)).status).toBe(303)
      const [session] = await rows<{ id: string; seq: number; notes: string }>(
        'SELECT id, seq, notes FROM sessions WHERE user_id = ?',
        client.userId,
      )
      expect(session?.notes).toBe(fields.notes)
      const path = `/sessions/${session?.id}`
      expect((await client.post(path, { ...fields, notes: 'Another', seq: session?.seq ?? 0 })).status).toBe(303)
      const stale = await client.post(path, { ...fields, seq: session?.seq ?? 0 })
      expect(stale.status).toBe(409)
      const [choice] = formsOf(await stale.text()).filter(({ action }) => action === path)
      expect(choice).toMatchObject({ isMultipart: true })
      expect((await client.post(path, { ...fields, seq: Number(session?.seq) + 1 })).status).toBe(303)
    },
  )
})

/** A streamed body, and the number of its bytes that were read. */
const stream = (bytes: number) => {
  let sent = 0
  const chunk = 16 * 1024
  const body = new ReadableStream({
    pull: (controller) => {
      const size = Math.min(chunk, bytes - sent)
      controller.enqueue(new Uint8Array(size).fill(120))
      sent += size
      if (sent >= bytes) controller.close()
    },
  })
  return { body, read: () => sent }
}

const form = 'application/x-www-form-urlencoded'
const limits: [path: string, type: string, bytes: number][] = [
  ['/goals', form, formBytes],
  ['/goals', 'multipart/form-data; boundary=b', formBytes],
  ['/sessions', form, formBytes],
  ['/auth/magic-link', form, formBytes],
  ['/auth/magic-link', 'application/json', jsonBytes],
  ['/auth/token', 'application/json', jsonBytes],
  ['/nothing', form, formBytes],
  ['/api/v1/goals', 'application/json', jsonBytes],
  ['/api/v1/goals', 'application/problem+json ; charset=utf-8', jsonBytes],
  ['/api/v1/goals', form, formBytes],
  ['/api/v1/sessions/import', 'text/csv', fileBytes],
  ['/api/v1/meetings/import', 'text/calendar', calendarBytes],
  ['/meetings/import', 'multipart/form-data; boundary=b', formAround(calendarBytes)],
  ['/sessions/import', 'multipart/form-data; boundary=b', formAround(fileBytes)],
  ['/settings/backups/restore', 'multipart/form-data; boundary=b', formAround(restoreBytes)],
  ['/sessions/import/', form, formBytes],
  ['/sessions/selected', form, 512 * 1024],
  ['/reviews', 'multipart/form-data; boundary=b', reviewFormBytes],
  ['/api/v1/usage', 'application/json', 3 * 1024 * 1024],
]

describe.each(limits)('a body to %s of type %s', (path, type, bytes) => {
  const send = (length: number, headers: Record<string, string>) => {
    const { body, read } = stream(length)
    const given = { Cookie: owner.cookie, Origin: origin, 'Content-Type': type, ...headers }
    return { answer: request(path, { method: 'POST', body, headers: given }), read }
  }

  test('too large by its Content-Length is refused unread', async () => {
    const { answer, read } = send(bytes + 1, { 'Content-Length': String(bytes + 1) })
    expect([(await answer).status, read() <= 16 * 1024]).toEqual([413, true])
  })

  test('too large without a Content-Length is refused at the limit', async () => {
    const { answer, read } = send(bytes + 2 * 1024 * 1024, {})
    expect([(await answer).status, read() <= bytes + 3 * 16 * 1024]).toEqual([413, true])
  })

  test('at its limit is read', async () => {
    expect((await send(bytes, {}).answer).status).not.toBe(413)
  })
})

test('413 names the limit as a page, a part and JSON', async () => {
  const forms: [Record<string, string>, string][] = [
    [{}, 'text/html'],
    [{ 'HX-Request': 'true', 'HX-Request-Type': 'partial' }, 'text/html'],
    [{ Accept: 'application/json' }, 'application/problem+json'],
  ]
  for (const [headers, type] of forms) {
    const answer = await request('/goals', {
      method: 'POST',
      body: 'x'.repeat(formBytes + 1),
      headers: { Cookie: owner.cookie, Origin: origin, 'Content-Type': form, ...headers },
    })
    expect([answer.status, answer.headers.get('Content-Type')?.split(';')[0]]).toEqual([413, type])
    expect(await answer.text()).toContain('The limit here is 64 KB. Nothing was changed.')
  }
})

test('a file over the limit leads back to its form, in the shell of who is signed in', async () => {
  const answer = await owner.post(
    '/sessions/import',
    { file: new File(['x'.repeat(6 * 1024 * 1024)], 'log.csv') },
    { page: '/sessions/import' },
  )
  const html = await answer.text()
  const [, shown = ''] = html.split('class="error-page ')
  expect(answer.status).toBe(413)
  expect(shown).toMatch(/choose a smaller one[\s\S]*href="\/sessions\/import"[^>]*>\s*Try again/)
  expect(shown.split('Report')[0]?.split('<dialog')[0]).not.toContain('Sign in')
  expect(html).toContain('href="/settings"')
})
