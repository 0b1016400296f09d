import { beforeEach, describe, expect, test } from 'vitest'
import spanish from '../../../test/data/plans/spanish-a2.md?raw'
import sqlite from '../../../test/data/plans/sqlite-internals.md?raw'
import { type Client, signedIn } from '../../../test/support/client'
import { contentLimit } from '../../lib/text/text'
import { words } from '../../time/sessions/testing'
import { withLineBreaksOf } from '../plans/markdown/lines'
import { importPlan, storedPlan } from '../plans/testing'

let client: Client
beforeEach(async () => {
  client = await signedIn()
})

/** As a browser sends a textarea. */
const typed = (text: string) => text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n')

test('a typed text gets the line breaks of its document back', () => {
  const mixed = 'one\r\ntwo\nthree\r\nfour'
  expect(withLineBreaksOf(typed(mixed), mixed)).toBe(mixed)
  expect(withLineBreaksOf('one\r\nnew\r\ntwo\r\nthree\r\nfour', mixed)).toBe('one\r\nnew\r\ntwo\nthree\r\nfour')
  expect(withLineBreaksOf('one\r\nthree\r\nfour\r\n', mixed)).toBe('one\r\nthree\r\nfour\r\n')
  expect(withLineBreaksOf('', mixed)).toBe('')
})

describe('the markdown of a plan', () => {
  test.each([
    ['spanish-a2', spanish],
    ['sqlite-internals', sqlite],
  ])('of %s is saved with its own line breaks, and unchanged it is not saved', async (id, text) => {
    await importPlan(client, text)
    const { seq } = await storedPlan(client, id)
    const page = await client.get(`/plans/${id}/edit`)
    expect(page.status).toBe(200)
    expect((await client.post(`/plans/${id}/edit`, { content: typed(text), seq })).status).toBe(303)
    expect(await storedPlan(client, id)).toMatchObject({ content: text, seq })
    const edited = text.replace('**Duration**: 1 hour', '**Duration**: 2 hours')
    const answer = await client.post(`/plans/${id}/edit`, { content: typed(edited), seq })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `/plans/${id}`])
    const saved = await storedPlan(client, id)
    expect(saved.content).toBe(edited)
    expect((await client.post(`/changes/plan.edit~${id}~${saved.seq}/undo`)).status).toBe(303)
    expect((await storedPlan(client, id)).content).toBe(text)
  })

  test('previews chunks and faults by line, as a part and without script, and writes nothing', async () => {
    await importPlan(client, spanish)
    const { seq } = await storedPlan(client, 'spanish-a2')
    const content = spanish.replace('Ser and estar', 'Ser, estar & haber')
    const part = await client.post('/plans/spanish-a2/edit?preview', { content, seq }, { part: true })
    const html = await part.text()
    expect(html).toContain('Ser, estar &amp; haber')
    expect(html).toContain('Line 65:')
    expect(html).not.toContain('<textarea')
    const whole = await client.post('/plans/spanish-a2/edit', { content, seq, preview: 'yes' })
    expect([whole.status, words(await whole.text()).includes('Ser, estar &amp; haber In progress')]).toEqual([
      200,
      true,
    ])
    const broken = await client.post('/plans/spanish-a2/edit?preview', { content: 'x', seq }, { part: true })
    expect(await broken.text()).toContain('Line 1: The first line must be ---')
    expect((await storedPlan(client, 'spanish-a2')).content).toBe(spanish)
  })

  test('that cannot be read, has another id or is too long is refused with the line and kept in the form', async () => {
    await importPlan(client, spanish)
    const { seq } = await storedPlan(client, 'spanish-a2')
    for (const content of ['Nothing', spanish.replace('id: spanish-a2', 'id: other'), 'x'.repeat(contentLimit + 1)]) {
      const answer = await client.post('/plans/spanish-a2/edit', { content, seq })
      const html = await answer.text()
      expect([answer.status, html.includes('Line 1:'), html.includes(content.slice(0, 7))]).toEqual([422, true, true])
    }
    expect((await storedPlan(client, 'spanish-a2')).content).toBe(spanish)
  })

  test('edited on two pages shows both versions, and either can be kept', async () => {
    await importPlan(client, spanish)
    const { seq } = await storedPlan(client, 'spanish-a2')
    await client.post('/plans/spanish-a2/chunks/chunk-003/status', { status: 'completed' })
    const mine = spanish.replace('Ten verbs of the morning', 'Twelve verbs')
    const stale = await client.post('/plans/spanish-a2/edit', { content: mine, seq })
    const html = await stale.text()
    expect([stale.status, html.includes('Twelve verbs'), html.includes('Keep mine')]).toEqual([409, true, true])
    const [, newer = ''] = /name="seq" value="(\d+)"/.exec(html) ?? []
    expect((await client.post('/plans/spanish-a2/edit', { content: mine, seq: newer })).status).toBe(303)
    expect((await storedPlan(client, 'spanish-a2')).content).toBe(mine)
  })
})

describe('edits of one plan at once', () => {
  const text = spanish
  const mine = text.replace('Ten verbs of the morning', 'Twelve verbs')

  test('of different blocks are both saved, in the browser', async () => {
    await importPlan(client, text)
    const { seq } = await storedPlan(client, 'spanish-a2')
    await client.post('/plans/spanish-a2/chunks/chunk-003/status', { status: 'completed' })
    const { content } = await storedPlan(client, 'spanish-a2')
    const saved = await client.post('/plans/spanish-a2/edit', { content: typed(mine), base: typed(text), seq })
    expect(saved.status).toBe(303)
    const after = (await storedPlan(client, 'spanish-a2')).content
    expect(after).toBe(content.replace('Ten verbs of the morning', 'Twelve verbs'))
  })

  test('of one block ask with both texts, and all that was typed is kept', async () => {
    await importPlan(client, text)
    const { seq } = await storedPlan(client, 'spanish-a2')
    const theirs = text.replace('Ten verbs of the morning', 'Nine verbs').replace('Ser and estar', 'Ser, estar, haber')
    await client.post('/plans/spanish-a2/edit', { content: typed(theirs), base: typed(text), seq })
    const stale = await client.post('/plans/spanish-a2/edit', { content: typed(mine), base: typed(text), seq })
    const html = await stale.text()
    expect([stale.status, words(html)]).toEqual([409, expect.stringMatching(/Twelve verbs.*Nine verbs/)])
    expect(html).toContain('Ser, estar, haber')
  })

  test('with If-Match are merged by the API where the text of that version is kept', async () => {
    await importPlan(client, text)
    const { seq } = await storedPlan(client, 'spanish-a2')
    await client.post('/plans/spanish-a2/chunks/chunk-003/status', { status: 'completed' })
    const put = (content: string) =>
      client.json('PUT', '/api/v1/plans/spanish-a2/markdown', content, {
        'Content-Type': 'text/markdown',
        'If-Match': `"${seq}"`,
      })
    const unlike = await put(text.replace('90 minutes\n**Status**: in-progress', '90 minutes\n**Status**: skipped'))
    expect([unlike.status, (await unlike.json<{ current: { id: string } }>()).current.id]).toEqual([412, 'spanish-a2'])
    expect((await put(mine)).status).toBe(200)
    const { content } = await storedPlan(client, 'spanish-a2')
    expect([content.includes('Twelve verbs'), content.match(/\*\*Status\*\*: completed/g)?.length]).toEqual([
      true,
      (text.match(/\*\*Status\*\*: completed/g)?.length ?? 0) + 1,
    ])
    expect((await client.json('PATCH', '/api/v1/plans/spanish-a2', { title: 'A', seq: 0 })).status).toBe(409)
  })
})
