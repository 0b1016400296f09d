import { beforeAll, describe, expect, test } from 'vitest'
import { restoreFileLimit as restoreBytes } from '../functions/data/restore/feature'
import { formSizeLimit, jsonSizeLimit, maxFormBytes } from '../functions/lib/files/uploads'
import { tagLimit, tagsLimit } from '../functions/lib/tags'
import { calendarSizeLimit } from '../functions/people/meetings/feature'
import { maxFileBytes } from '../functions/time/sessions/feature'
import { sessionNotesLimit, sessionTitleLimit } from '../functions/time/sessions/schema'
import { type Client, origin, request, rows, signedIn } from './support/client'
import { formsOf } from './support/hostile/form-room'

let owner: Client
beforeAll(async () => {
  owner = await signedIn()
})

describe('the longest text in every field, in any script', () => {
  test.each(['中', '😀', '\n', '<', 'ש'])(
    'a session full of %j is saved, also in spite of a newer version',
    async (one) => {
      const client = await signedIn()
      const full = (limit: number) => one.repeat(limit / one.length)
      const fields = {
        title: full(sessionTitleLimit),
        notes: `.${full(sessionNotesLimit - 2)}.`,
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
  ['/goals', form, formSizeLimit],
  ['/goals', 'multipart/form-data; boundary=b', formSizeLimit],
  ['/sessions', form, formSizeLimit],
  ['/auth/magic-link', form, formSizeLimit],
  ['/auth/magic-link', 'application/json', jsonSizeLimit],
  ['/auth/token', 'application/json', jsonSizeLimit],
  ['/nothing', form, formSizeLimit],
  ['/api/v1/goals', 'application/json', jsonSizeLimit],
  ['/api/v1/goals', 'application/problem+json ; charset=utf-8', jsonSizeLimit],
  ['/api/v1/goals', form, formSizeLimit],
  ['/api/v1/sessions/import', 'text/csv', maxFileBytes],
  ['/api/v1/meetings/import', 'text/calendar', calendarSizeLimit],
  ['/meetings/import', 'multipart/form-data; boundary=b', maxFormBytes(calendarSizeLimit)],
  ['/sessions/import', 'multipart/form-data; boundary=b', maxFormBytes(maxFileBytes)],
  ['/settings/backups/restore', 'multipart/form-data; boundary=b', maxFormBytes(restoreBytes)],
  ['/sessions/import/', form, formSizeLimit],
  ['/sessions/selected', form, 512 * 1024],
  ['/reviews', 'multipart/form-data; boundary=b', 2 * formSizeLimit],
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
      body: 'x'.repeat(formSizeLimit + 1),
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
  const [, shown = ''] = html.split('<main')
  expect(answer.status).toBe(413)
  expect(shown).toMatch(/choose a smaller one[\s\S]*href="\/sessions\/import"[^>]*>\s*Try again/)
  expect(shown.split('Report')[0]?.split('<dialog')[0]).not.toContain('Sign in')
  expect(html).toContain('href="/settings"')
})
