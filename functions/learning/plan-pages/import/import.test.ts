import { beforeEach, describe, expect, test } from 'vitest'
import cards from '../../../../test/data/plans/spanish-a2.cards.md?raw'
import spanish from '../../../../test/data/plans/spanish-a2.md?raw'
import sqlite from '../../../../test/data/plans/sqlite-internals.md?raw'
import { type Client, rows, signedIn, toastOf } from '../../../../test/support/client'
import { contentLimit, filesLimit } from '../../../lib/text/text'
import { words } from '../../../time/sessions/testing'
import { documentOf, importPlan, storedPlan } from '../../plans/testing'

let client: Client
beforeEach(async () => {
  client = await signedIn()
})

const fileOf = (name: string, text: string | Uint8Array<ArrayBuffer>) =>
  new File([text], name, { type: 'text/markdown' })

/** Uploads files and a text; gives the preview in words and where it is confirmed. */
const upload = async (files: File[], text = '', by = client) => {
  const sent = await by.post('/plans/import', { files, text })
  const html = await sent.text()
  return {
    status: sent.status,
    html,
    text: words(html),
    confirm: /action="(\/(?:plans|cards)\/import\/[^"]*\/confirm)"/.exec(html)?.[1],
  }
}

const count = async () => (await rows('SELECT 1 FROM plans WHERE user_id = ?', client.userId)).length

describe('an import of plans', () => {
  test('previews files with their warnings by line, writes nothing before it is confirmed, and keeps every byte', async () => {
    const { status, text, confirm } = await upload([fileOf('spanish-a2.md', spanish), fileOf('sqlite.md', sqlite)])
    expect(status).toBe(200)
    expect(text).toContain('Preview 2 new')
    expect(text).toContain('Spanish A2: talk about your day New plan · 6 chunks · 6h planned Line 64: unreadable')
    expect(text).toContain('Line 65: unknown status “someday”. The chunk counts as “Not started”.')
    expect(await count()).toBe(0)
    const done = await client.post(confirm ?? '')
    expect([done.status, done.headers.get('Location')]).toEqual([303, '/plans'])
    expect(decodeURIComponent(done.headers.get('Set-Cookie') ?? '')).toContain('2 plans imported')
    expect((await storedPlan(client, 'spanish-a2')).content).toBe(spanish)
    expect((await storedPlan(client, 'sqlite-internals')).content).toBe(sqlite)
    expect((await client.post(confirm ?? '')).status).toBe(404)
  })

  test('says how many chunks count as an hour for want of a time', async () => {
    const { text } = await upload([fileOf('p.md', '# P\n\n## One\n\n**Duration**: 2 hours\n\n## Two\n\nText\n')])
    expect(text).toContain('2 chunks · 3h planned, 1 chunk without a time as 1h each')
  })

  test('of cards alone is one of cards, and says so of those among plans', async () => {
    const file = fileOf('knots.cards.md', cards)
    expect((await upload([file, fileOf('sqlite.md', sqlite)])).text).toContain('These are cards.')
    const { confirm } = await upload([file])
    await client.post(confirm ?? '')
    expect(await rows('SELECT 1 FROM cards WHERE user_id = ?', client.userId)).toHaveLength(3)
    expect(await count()).toBe(0)
  })

  test('updates a plan that has the id, says what changes, and is undone', async () => {
    await importPlan(client, spanish)
    const newer = spanish
      .replace('**Status**: in-progress', '**Status**: completed')
      .replace('## Chunk 6: Exam {#chunk-006}', '## Chunk 6: Oral exam {#oral}')
    const { text, confirm } = await upload([fileOf('new.md', newer)])
    expect(text).toContain('1 to update')
    expect(text).toContain('Updates your plan · 1 chunk added, 1 chunk changed, 1 chunk removed')
    const done = await client.post(confirm ?? '')
    expect((await storedPlan(client, 'spanish-a2')).content).toBe(newer)
    const [, undo = ''] = /"undo":"([^"]*)"/.exec(decodeURIComponent(done.headers.get('Set-Cookie') ?? '')) ?? []
    expect((await client.post(undo)).status).toBe(303)
    expect((await storedPlan(client, 'spanish-a2')).content).toBe(spanish)
  })

  test('of one new plan is undone from its message', async () => {
    const { confirm } = await upload([fileOf('sqlite.md', sqlite)])
    const done = await client.post(confirm ?? '')
    const [, undo = ''] = /"undo":"([^"]*)"/.exec(decodeURIComponent(done.headers.get('Set-Cookie') ?? '')) ?? []
    expect((await client.post(undo)).status).toBe(303)
    expect((await client.get('/plans/sqlite-internals')).status).toBe(404)
  })

  test('of several plans is listed under recent changes, and undone as a whole unless one was edited since', async () => {
    for (const isEdited of [false, true]) {
      client = await signedIn()
      await importPlan(client, spanish)
      const files = [fileOf('a.md', `${spanish}\nMore\n`), fileOf('b.md', sqlite), fileOf('c.md', documentOf('c', 2))]
      const { confirm } = await upload(files)
      const done = await client.post(confirm ?? '')
      expect([toastOf(done).message, done.headers.get('Location')]).toEqual(['3 plans imported', '/plans'])
      if (isEdited) expect((await client.json('PATCH', '/api/v1/plans/c', { title: 'Other' })).status).toBe(200)
      const before = await rows('SELECT id, content, deleted_at FROM plans WHERE user_id = ?', client.userId)
      const list = await (await client.get('/changes')).text()
      expect(words(list)).toContain('3 plans imported')
      expect(list).toContain(toastOf(done).undo)
      const undone = await client.post(toastOf(done).undo)
      expect(undone.status).toBe(isEdited ? 409 : 303)
      const after = await rows<{ deleted_at: number | null }>(
        'SELECT id, content, deleted_at FROM plans WHERE user_id = ?',
        client.userId,
      )
      if (isEdited) expect(after).toEqual(before)
      else {
        const left = after.filter(({ deleted_at }) => deleted_at === null)
        expect([left.length, (await storedPlan(client, 'spanish-a2')).content]).toEqual([1, spanish])
        expect(words(await (await client.get('/changes')).text())).not.toContain('3 plans imported')
        expect((await client.post(toastOf(done).undo)).status).toBe(404)
      }
    }
  })

  test('has nothing to confirm for a plan that is the same', async () => {
    await importPlan(client, spanish)
    const { text, confirm } = await upload([fileOf('same.md', spanish)])
    expect(text).toContain('1 unchanged')
    expect(confirm).toBeUndefined()
  })

  test('shows a new preview when a plan was changed, added or deleted since', async () => {
    const meanwhile = [
      () => client.post('/plans/spanish-a2/chunks/chunk-001/status', { status: 'skipped' }),
      () => client.post('/plans/spanish-a2/delete'),
      () => importPlan(client, sqlite),
    ]
    for (const change of meanwhile) {
      client = await signedIn()
      await importPlan(client, spanish)
      const files = [fileOf('a.md', `${spanish}\nMore\n`), fileOf('b.md', sqlite)]
      const { confirm } = await upload(files)
      await change()
      const before = await rows('SELECT id, content, deleted_at FROM plans WHERE user_id = ?', client.userId)
      const answer = await client.post(confirm ?? '')
      expect(answer.status).toBe(409)
      expect(await answer.text()).toContain('Your plans have changed since the preview')
      expect(await rows('SELECT id, content, deleted_at FROM plans WHERE user_id = ?', client.userId)).toEqual(before)
      expect((await client.post(confirm ?? '')).status).toBe(303)
      expect((await storedPlan(client, 'spanish-a2')).content).toBe(`${spanish}\nMore\n`)
    }
  })

  test.each([
    ['no front matter and no heading', 'A plan', 'Line 1: A plan needs a title in a heading'],
    ['a reserved id', documentOf('new', 1), 'The id can’t be new.'],
  ])('refuses %s with the line', async (_, text, message) => {
    const previewed = await upload([fileOf('bad.md', text), fileOf('good.md', sqlite)])
    expect(previewed.text).toContain(message)
    expect(previewed.text).toContain('Can’t be imported')
    await client.post(previewed.confirm ?? '')
    expect(await count()).toBe(1)
  })

  test('refuses a file that is too large, no text or there twice, and more than 20 files', async () => {
    const large = `${documentOf('large', 1)}${'x'.repeat(contentLimit)}`
    const { text, confirm } = await upload([
      fileOf('large.md', large),
      fileOf('bytes.md', new Uint8Array([0xff, 0xfe, 0x00])),
      fileOf('one.md', documentOf('one', 1)),
      fileOf('two.md', documentOf('one', 2)),
      fileOf('empty.md', ''),
    ])
    expect(text).toContain('The text is over 512 KB.')
    expect(text).toContain('The file is not text in UTF-16LE.')
    expect(text).toContain('one.md has the id one, too.')
    expect(text).toContain('4 can’t be imported')
    expect(confirm).toBeDefined()
    const many = Array.from({ length: filesLimit + 1 }, (_, n) => fileOf(`${n}.md`, documentOf(`p${n}`, 1)))
    const refused = await upload(many)
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Choose at most 20 files at once. These are 21.')
    const none = await upload([])
    expect([none.status, none.text.includes('Choose a file or paste a plan.')]).toEqual([422, true])
    const pasted = await upload([], 'My own plan')
    expect([pasted.status, pasted.text]).toEqual([422, expect.stringMatching(/needs a title.*My own plan/)])
    expect(pasted.html).toMatch(/<details open="">\s*<summary class="link">What a plan looks like/)
  })

  test('keeps a mark at the beginning and a missing line break at the end', async () => {
    const bytes = new Uint8Array(new TextEncoder().encode(`\uFEFF${sqlite}`))
    const { confirm } = await upload([fileOf('mark.md', bytes)])
    await client.post(confirm ?? '')
    const exported = await client.get('/plans/sqlite-internals/markdown')
    expect(new Uint8Array(await exported.arrayBuffer())).toEqual(bytes)
  })

  test('takes twenty files at their limit', async () => {
    const files = Array.from({ length: filesLimit }, (_, n) => {
      const text = documentOf(`p${n}`, 1)
      return fileOf(`${n}.md`, text + 'x'.repeat(contentLimit - text.length))
    })
    const { text, confirm } = await upload(files)
    expect(text).toContain('20 new')
    expect((await client.post(confirm ?? '')).status).toBe(303)
    expect(await count()).toBe(20)
  })
})
