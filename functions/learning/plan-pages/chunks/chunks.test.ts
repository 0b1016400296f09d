import { beforeEach, describe, expect, test } from 'vitest'
import spanish from '../../../../test/data/plans/spanish-a2.md?raw'
import sqlite from '../../../../test/data/plans/sqlite-internals.md?raw'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { subjectTotals } from '../../../../test/support/models/sums'
import { words } from '../../../time/sessions/testing'
import { readPlan } from '../../plans/markdown/read'
import { importPlan, storedPlan, undoOf } from '../../plans/testing'

let client: Client
beforeEach(async () => {
  client = await signedIn({ time_zone: 'Europe/Lisbon' })
})

const lines = (text: string) => text.split('\n')

/** Lines that only one of two documents has, `updated:` left out. */
const difference = (before: string, after: string) => {
  const only = (one: string, other: string) =>
    lines(one).filter((line) => !lines(other).includes(line) && !line.startsWith('updated:'))
  return { gone: only(before, after), added: only(after, before) }
}

const chunksOf = (text: string) => {
  const plan = readPlan(text)
  if ('errors' in plan) throw new Error(JSON.stringify(plan.errors))
  return plan.chunks
}

const idsOf = (text: string) => chunksOf(text).map(({ id }) => id)

const path = (action: string, plan = 'spanish-a2') => `/plans/${plan}/${action}`
const onPage = { part: true, page: path('chunks') }

/** The fields of a form on a page, as a browser would send them. */
const fieldsOf = async (url: string) => {
  const html = await (await client.get(url)).text()
  const decoded = (text: string) =>
    text
      .replaceAll('&#39;', "'")
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&')
  const form = html.slice(html.indexOf('<form class="edit'))
  const inputs = [...form.matchAll(/<input[^>]* name="(\w+)"[^>]*?>/g)].flatMap(([tag, name = '']) =>
    tag.includes('checkbox') ? [] : [[name, decoded(/ value="([^"]*)"/.exec(tag)?.[1] ?? '')]],
  )
  const areas = [...form.matchAll(/<textarea[^>]* name="(\w+)"[^>]*>([\s\S]*?)<\/textarea>/g)].map(
    ([, name = '', text = '']) => [name, decoded(text).replace(/\r?\n/g, '\r\n')],
  )
  const selects = [...form.matchAll(/<select[^>]* name="(\w+)"[\s\S]*?<\/select>/g)].map(([all, name = '']) => [
    name,
    / value="(\w*)" selected/.exec(all)?.[1] ?? '',
  ])
  return Object.fromEntries([...inputs, ...areas, ...selects]) as Record<string, string>
}

const content = async (id = 'spanish-a2') => (await storedPlan(client, id)).content

describe('the form of a chunk', () => {
  test.each([
    ['spanish-a2', spanish, ['chunk-001', 'chunk-002', 'chunk-003', 'preterito', 'chunk-005', 'chunk-006']],
    ['sqlite-internals', sqlite, ['chunk-001', 'chunk-002']],
  ])('of %s saved as it is changes nothing, and one field changes its line alone', async (id, text, chunks) => {
    await importPlan(client, text)
    for (const chunk of chunks) {
      const url = path(`chunks/${chunk}/edit`, id)
      const answer = await client.post(url, await fieldsOf(url))
      expect([answer.status, answer.headers.get('Location')]).toEqual([
        303,
        path(`chunks?chunk=${chunk}#chunk-${chunk}`, id),
      ])
    }
    expect(await content(id)).toBe(text)
    const url = path(`chunks/${chunks[0]}/edit`, id)
    await client.post(url, { ...(await fieldsOf(url)), title: 'Another title' })
    const after = await content(id)
    expect(difference(text, after).added).toEqual([expect.stringContaining('## Chunk 1: Another title {#chunk-001}')])
    const { seq } = await storedPlan(client, id)
    expect((await client.post(`/changes/plan.edit~${id}~${seq}/undo`)).status).toBe(303)
    expect(await content(id)).toBe(text)
  })

  test('takes a duration as people type it, and lists line by line', async () => {
    await importPlan(client, spanish)
    const url = path('chunks/chunk-003/edit')
    const fields = { ...(await fieldsOf(url)), duration: '1:15', objectives: 'One\r\n\r\n  Two  ', resources: '' }
    await client.post(url, fields)
    const chunk = chunksOf(await content()).find(({ id }) => id === 'chunk-003')
    expect(chunk).toMatchObject({ duration_minutes: 75, objectives: ['One', 'Two'], resources: [] })
  })

  test.each([
    [{ title: ' ' }, 'Enter a title'],
    [{ title: 'x'.repeat(201) }, 'Use at most 200 characters for the title'],
    [{ duration: 'soon' }, 'Enter a duration such as'],
    [{ duration: '200h' }, 'Enter a duration such as'],
    [{ status: 'archived' }, 'Choose a status from the list'],
    [{ objectives: 'x'.repeat(1001) }, 'Use at most 1000 characters for objective'],
    [{ deliverable: 'x'.repeat(2001) }, 'Use at most 2000 characters for the deliverable'],
    [{ text: '## Chunk 9: Another {#nine}' }, 'Edit the markdown instead'],
  ])('refuses %o by its field, and keeps what was typed', async (wrong, message) => {
    await importPlan(client, spanish)
    const before = await content()
    const url = path('chunks/chunk-003/edit')
    const answer = await client.post(url, { ...(await fieldsOf(url)), deliverable: 'Kept words', ...wrong })
    const html = await answer.text()
    expect([answer.status, html.includes(message)]).toEqual([422, true])
    if (!('deliverable' in wrong)) expect(html).toContain('Kept words')
    expect(await content()).toBe(before)
  })

  test('edits the text in its place, and nothing around it', async () => {
    await importPlan(client, spanish)
    const url = path('chunks/chunk-003/edit')
    const { text = '', ...fields } = await fieldsOf(url)
    await client.post(url, { ...fields, text: text.replace('Some text', 'Other text') })
    expect(difference(spanish, await content())).toEqual({
      gone: [expect.stringMatching(/^Some text/)],
      added: [expect.stringMatching(/^Other text/)],
    })
    expect(lines(await content())).toHaveLength(lines(spanish).length)
  })

  test('edited twice at once shows both versions; an edit elsewhere in the plan does not matter', async () => {
    await importPlan(client, spanish)
    const url = path('chunks/chunk-003/edit')
    const fields = await fieldsOf(url)
    await client.post(path('chunks/chunk-002/status'), { status: 'skipped' })
    expect((await client.post(url, { ...fields, title: 'First' })).status).toBe(303)
    const stale = await client.post(url, { ...fields, title: 'Second' })
    const html = await stale.text()
    expect([stale.status, html.includes('First'), html.includes('Second')]).toEqual([409, true, true])
    const [, seen = ''] = /name="seen" value="(\w+)"/.exec(html) ?? []
    expect((await client.post(url, { ...fields, title: 'Second', seen })).status).toBe(303)
    expect(await content()).toContain('Second {#chunk-003}')
  })
})

describe('chunks', () => {
  test('are added below the others with an id of their own, and taken back', async () => {
    await importPlan(client, sqlite)
    const fields = await fieldsOf(path('chunks', 'sqlite-internals'))
    const answer = await client.post(path('chunks', 'sqlite-internals'), { ...fields, title: 'VACUUM', duration: '30' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, path('chunks', 'sqlite-internals')])
    const after = await content('sqlite-internals')
    expect(chunksOf(after).at(-1)).toMatchObject({ id: 'chunk-003', number: 3, title: 'VACUUM', duration_minutes: 30 })
    expect(after).not.toMatch(/[^\r]\n/)
    const { seq } = await storedPlan(client, 'sqlite-internals')
    await client.post(`/changes/plan.edit~sqlite-internals~${seq}/undo`)
    expect(await content('sqlite-internals')).toBe(sqlite)
    const empty = await client.post(path('chunks', 'sqlite-internals'), { ...fields, title: '' }, { part: true })
    expect([empty.status, (await empty.text()).includes('Enter a title')]).toEqual([422, true])
  })

  test('are added to a plan that has none, and after a text that would swallow them they are refused', async () => {
    await importPlan(client, '---\nid: bare\ntitle: Bare\n---\n# Bare\n')
    const fields = { ...(await fieldsOf(path('chunks', 'bare'))), title: 'First' }
    await client.post(path('chunks', 'bare'), fields)
    expect(idsOf(await content('bare'))).toEqual(['chunk-001'])
    await importPlan(client, '---\nid: open\ntitle: Open\n---\n```\nopen\n')
    const refused = await client.post(path('chunks', 'open'), fields)
    expect([refused.status, (await refused.text()).includes('Edit the markdown instead')]).toEqual([422, true])
  })

  test('are moved by buttons and put into an order, and nothing but places and numbers changes', async () => {
    await importPlan(client, spanish)
    const html = await (await client.post(path('chunks/chunk-003/move'), { to: 'up' }, onPage)).text()
    expect(html).toContain('Ser and estar: 2 of 6')
    const ids = idsOf(await content())
    expect(ids).toEqual(['chunk-001', 'chunk-003', 'chunk-002', 'preterito', 'chunk-005', 'chunk-006'])
    expect(
      lines(await content())
        .filter((line) => !/^## Chunk|^updated/.test(line))
        .toSorted(),
    ).toEqual(
      lines(spanish)
        .filter((line) => !/^## Chunk|^updated/.test(line))
        .toSorted(),
    )
    const order = ids.toReversed()
    const moved = await content()
    const dragged = await (await client.post(path('order'), { ids: order.join(',') }, onPage)).text()
    expect(idsOf(await content())).toEqual(order)
    const undone = await client.post(undoOf(dragged), {}, onPage)
    expect(await undone.text()).toContain('hx-target="#chunk-list"')
    expect(await content()).toBe(moved)
    expect((await client.post(path('order'), { ids: order.join(',') })).status).toBe(303)
    for (const wrong of [order.slice(1), [...order, 'more'], [...order.slice(1), order[1] ?? '']]) {
      expect((await client.post(path('order'), { ids: wrong.join(',') })).status).toBe(409)
    }
    expect((await client.post(path('chunks/chunk-003/move'), { to: 'away' })).status).toBe(422)
    expect((await client.post(path('chunks/none/move'), { to: 'up' })).status).toBe(404)
    expect(idsOf(await content())).toEqual(order)
  })

  test('are split: what is chosen goes into a new chunk after it', async () => {
    await importPlan(client, spanish)
    const url = path('chunks/chunk-001/split')
    const before = chunksOf(spanish)[0]
    const fields = await fieldsOf(url)
    const answer = await client.post(url, { ...fields, title: 'The rest', duration: '20m', objectives: '0' })
    const ids = idsOf(await content())
    expect(answer.headers.get('Location')).toBe(path(`chunks?chunk=${ids[1]}#chunk-${ids[1]}`))
    const [first, made] = chunksOf(await content())
    expect(made).toMatchObject({ title: 'The rest', duration_minutes: 20, status: 'not_started' })
    expect(made?.objectives).toEqual(before?.objectives.slice(0, 1))
    expect(first).toMatchObject({ duration_minutes: 40, status: before?.status, text: before?.text })
    expect(first?.objectives).toEqual(before?.objectives.slice(1))
    const stale = await client.post(url, { ...fields, title: 'Again', objectives: '0' })
    expect([stale.status, (await stale.text()).includes('has changed since')]).toEqual([409, true])
  })
})

describe('time on a chunk', () => {
  const track = (chunk: string) => {
    const session = { title: 'Work', date: '2026-03-03', started_at: '06:00', duration: '1h', project_id: '', tags: '' }
    return client.post('/sessions', { ...session, plan: `spanish-a2/${chunk}` })
  }
  const chunkIds = async () =>
    (await rows<{ chunk_id: string }>('SELECT chunk_id FROM sessions WHERE user_id = ?', client.userId)).map(
      ({ chunk_id }) => chunk_id,
    )
  const seconds = () =>
    rows(
      `SELECT subject, total_seconds FROM ${subjectTotals} WHERE user_id = ? AND subject LIKE 'chunk:%' AND total_seconds > 0`,
      client.userId,
    )

  test('that is merged goes to the one that remains, with running time and cards, and back with Undo', async () => {
    await importPlan(client, spanish)
    await track('chunk-002')
    await client.post('/timer/start', { title: 'Now', plan: 'spanish-a2/chunk-002' })
    await client.json('POST', '/api/v1/cards', {
      question: 'A',
      answer: 'B',
      plan_id: 'spanish-a2',
      chunk_id: 'chunk-002',
    })
    const before = await content()
    const answer = await client.post(path('chunks/chunk-001/merge'), {}, onPage)
    const html = await answer.text()
    expect([answer.status, html.includes('Chunks merged')]).toEqual([200, true])
    expect(idsOf(await content())).not.toContain('chunk-002')
    expect(await chunkIds()).toEqual(['chunk-001', 'chunk-001'])
    expect(await seconds()).toEqual([{ subject: 'chunk:spanish-a2/chunk-001', total_seconds: 3600 }])
    const cards = () => rows('SELECT chunk_id FROM cards WHERE user_id = ?', client.userId)
    expect(await cards()).toEqual([{ chunk_id: 'chunk-001' }])
    await client.post(undoOf(html), {}, onPage)
    expect(await content()).toBe(before)
    expect(await chunkIds()).toEqual(['chunk-002', 'chunk-002'])
    expect(await seconds()).toEqual([{ subject: 'chunk:spanish-a2/chunk-002', total_seconds: 3600 }])
    expect(await cards()).toEqual([{ chunk_id: 'chunk-002' }])
  })

  test('that is deleted stays with the plan', async () => {
    await importPlan(client, spanish)
    await track('chunk-002')
    const before = await content()
    const html = await (await client.post(path('chunks/chunk-002/delete'), {}, onPage)).text()
    expect(html).toContain('Chunk deleted')
    expect(idsOf(await content())).not.toContain('chunk-002')
    const page = await (await client.get('/plans/spanish-a2')).text()
    expect(words(page)).toContain('1 h of ')
    await client.post(undoOf(html), {}, onPage)
    expect(await content()).toBe(before)
    expect(await seconds()).toEqual([{ subject: 'chunk:spanish-a2/chunk-002', total_seconds: 3600 }])
  })

  test('the last chunk has none to merge with', async () => {
    await importPlan(client, spanish)
    expect((await client.post(path('chunks/chunk-006/merge'))).status).toBe(422)
    expect(await content()).toBe(spanish)
  })
})

test('a plan has at most 1,000 chunks, however they come', async () => {
  const documentOf = (count: number) => {
    const chunks = Array.from({ length: count }, (_, n) => `## Chunk ${n + 1}: Part {#chunk-${n + 1}}\n`)
    return `---\nid: long\ntitle: Long\n---\n${chunks.join('\n')}`
  }
  const add = (content: string) => client.json('POST', '/api/v1/plans', { title: 'Long', content })
  const refused = await add(documentOf(1_001))
  expect([refused.status, await refused.text()]).toEqual([
    422,
    expect.stringContaining('A plan has at most 1000 chunks.'),
  ])
  expect((await add(documentOf(1_000))).status).toBe(201)
  const values = {
    title: 'One more',
    duration: '',
    status: 'not_started',
    objectives: '',
    resources: '',
    deliverable: '',
  }
  const more = await client.post(path('chunks', 'long'), { ...values, text: '' })
  expect([more.status, words(await more.text())]).toEqual([
    422,
    expect.stringContaining('A plan has at most 1000 chunks'),
  ])
  expect(chunksOf(await content('long'))).toHaveLength(1_000)
})

test('a plan of 1,000 chunks shows a hundred on a page, and edits keep to the page', async () => {
  const chunks = Array.from({ length: 1_000 }, (_, n) => `## Chunk ${n + 1}: Part ${n + 1} {#chunk-${n + 1}}\n`)
  const sent = { title: 'Long', content: `---\nid: long\ntitle: Long\n---\n${chunks.join('\n')}` }
  expect((await client.json('POST', '/api/v1/plans', sent)).status).toBe(201)
  const idsOn = (html: string) => [...html.matchAll(/<li [^>]*id="chunk-(chunk-\d+)"/g)].map(([, id]) => id)
  const next = (html: string) => /href="([^"]*)" rel="next"/.exec(html)?.[1]
  for (const list of ['/plans/long', path('chunks', 'long')]) {
    const seen: (string | undefined)[] = []
    for (let page: string | undefined = list; page; ) {
      const html: string = await (await client.get(page)).text()
      expect([page, html.length < 800_000]).toEqual([page, true])
      seen.push(...idsOn(html))
      page = next(html)
    }
    expect(seen).toEqual(Array.from({ length: 1_000 }, (_, n) => `chunk-${n + 1}`))
  }
  const third = { part: true, page: `${path('chunks', 'long')}?chunk=chunk-201` }
  const order = Array.from({ length: 100 }, (_, n) => `chunk-${300 - n}`)
  const moved = await (await client.post(path('order', 'long'), { ids: order.join(',') }, third)).text()
  expect(idsOn(moved)).toEqual(order)
  const ids = idsOf(await content('long'))
  expect([ids.slice(198, 202), ids.slice(299, 301)]).toEqual([
    ['chunk-199', 'chunk-200', 'chunk-300', 'chunk-299'],
    ['chunk-201', 'chunk-301'],
  ])
  const undone = await client.post(undoOf(moved), {}, third)
  expect(idsOn(await undone.text())[0]).toBe('chunk-201')
  for (const wrong of [order.slice(1), order.with(0, 'chunk-1')])
    expect((await client.post(path('order', 'long'), { ids: wrong.join(',') }, third)).status).toBe(409)

  const ticked = await client.post(
    path('chunks/chunk-450/status', 'long'),
    { status: 'completed' },
    {
      part: true,
      page: '/plans/long?chunk=chunk-401',
    },
  )
  const part = idsOn(await ticked.text())
  expect([part[0], part.length]).toEqual(['chunk-401', 100])
})
