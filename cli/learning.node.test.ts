import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openStore } from './store/open'
import { device, newHome, noon } from './testing'
import { newFolder } from './testing-folders'
import { trackerHome } from './tracker/testing'

const document = `---
id: learn-knots
title: Learn knots
created: 2026-01-01T08:00:00Z
status: in-progress
---

## Chunk 1: The bowline {#bowline}
**Duration**: 1.5 hours
**Status**: completed

## Chunk 2: Splices {#splices}
**Duration**: 90 min
**Status**: not-started
`

const cards = [1, 2, 3]
  .map(
    (number) =>
      `## Card ${number} {#k${number}}\n**Q**: Question ${number}?\n**A**: Answer ${number}\n**Created**: 2026-01-0${number}\n`,
  )
  .join('\n')

let own = device()

beforeEach(async () => {
  own = device()
  const home = trackerHome({ 'plans/learn-knots.md': document, 'cards/learn-knots.cards.md': cards })
  await own.daymark(['import', home])
})

describe('plans', () => {
  test('are listed with progress and tracked time, narrow and wide', async () => {
    expect((await own.daymark('plan show learn-knots --markdown')).out).toBe(document)
    await own.daymark(['log', '9-9:30 %learn-knots/splices'])
    const { plans } = await own.json('plans')
    expect(plans).toMatchObject([{ id: 'learn-knots', progress_percentage: 50, tracked_seconds: 1800 }])
    for (const columns of [20, 60, 100]) {
      const { out } = await own.daymark('plans', { columns })
      expect(out).toContain('learn-knots')
    }
    const { out } = await own.daymark(['plan', 'show', 'Learn'])
    expect(out).toContain('30m of 1h 30m')
  })

  test('say whose they are, and an edit keeps the document that it was made from', async () => {
    const { db, device: store } = openStore({ DAYMARK_HOME: own.home })
    const data = store.pendingOf('plan', 'learn-knots')?.data
    if (!data) throw new Error('the plan was not imported')
    store.removePending('plan', 'learn-knots')
    const row = { id: 'learn-knots', data: { ...data, owner: 'Ada', permission: 'edit' as const } }
    store.saveRow('plan', { ...row, updated_at: 1, written_at: 0, confirmed: 0 })
    expect((await own.json('plans')).plans).toMatchObject([{ owner: 'Ada', permission: 'edit' }])
    expect((await own.daymark('plans', { columns: 100 })).out).toContain('Ada, can edit')
    await own.daymark('chunk done learn-knots/splices')
    expect(store.pendingOf('plan', 'learn-knots')).toMatchObject({ base: document, data: { owner: 'Ada' } })
    db.close()
  })

  test('begin a chunk with the first time on it', async () => {
    const text = document.replace('status: in-progress', 'status: not-started')
    const other = device()
    await other.daymark(['import', trackerHome({ 'plans/learn-knots.md': text })])
    await other.daymark(['start', '%learn-knots/splices'])
    const { status, chunks } = await other.json('plan show learn-knots')
    expect([status, chunks.map((chunk: { status: string }) => chunk.status)]).toEqual([
      'in-progress',
      ['completed', 'in-progress'],
    ])
    await other.daymark(['log', '5m %learn-knots/bowline'])
    expect((await other.json('plan show learn-knots')).chunks[0].status).toBe('completed')
  })

  test('complete a chunk, and the plan with the last one where that is wanted', async () => {
    const first = await own.json('chunk done learn-knots/splices')
    expect(first).toMatchObject({ completed: 2, counted: 2, plan_completed: false })
    const content = (await own.json('plan show learn-knots --markdown')).content
    expect(content).toBe(document.replace('**Status**: not-started', '**Status**: completed'))
    expect(await own.json('chunk done learn-knots/splices --plan')).toMatchObject({ plan_completed: true })
    expect((await own.json('plan show learn-knots')).status).toBe('completed')
  })

  test.each(['learn-knots', 'learn-knots/nothing', 'nothing/splices', '/', '%', '../learn-knots/splices'])(
    'complete no chunk %s',
    async (name) => {
      expect((await own.daymark(['chunk', 'done', name])).code).toBe(2)
    },
  )
})

describe('the editor', () => {
  /** The command's temporary folder, which no other program uses. */
  let temporary = ''

  beforeEach(() => {
    temporary = newFolder('tmp')
    vi.stubEnv('TMPDIR', temporary)
  })
  afterEach(() => vi.unstubAllEnvs())

  /** An editor that replaces text in its file. */
  const editor = (from: string, to: string) => {
    const path = join(newHome(), 'editor.sh')
    writeFileSync(path, `#!/bin/sh\nsed -i.old 's|${from}|${to}|' "$1"; rm -f "$1.old"\n`, { mode: 0o700 })
    return { env: { EDITOR: path } }
  }

  test('saves a plan', async () => {
    expect(await own.json('plan edit learn-knots', editor('Splices', 'Eye splices'))).toMatchObject({ changed: true })
    expect((await own.json('plan show learn-knots')).chunks[1].title).toBe('Eye splices')
    expect(await own.json('plan edit learn-knots', editor('Nothing', 'more'))).toMatchObject({ changed: false })
  })

  test.each([
    ['title: Learn knots', 'titel: Learn knots', 'The front matter has no title.'],
    ['id: learn-knots', 'id: other', 'The id of a plan can’t change.'],
    ['{#splices}', '{#bowline}', 'has the id bowline, too'],
  ])('does not save %s as %s, and keeps the text', async (from, to, fault) => {
    const { code, err } = await own.daymark('plan edit learn-knots', editor(from, to))
    expect([code, err]).toEqual([1, expect.stringContaining(fault)])
    const kept = /Your text is kept in (\S+\w)/.exec(err)?.[1] ?? ''
    expect(kept.startsWith(temporary)).toBe(true)
    expect(readFileSync(kept, 'utf8')).toContain(to)
    expect((await own.json('plan show learn-knots')).title).toBe('Learn knots')
  })

  test('refuses a plan that is shared to read before the editor opens', async () => {
    const { db, device: store } = openStore({ DAYMARK_HOME: own.home })
    const data = store.pendingOf('plan', 'learn-knots')?.data
    if (!data) throw new Error('the plan was not imported')
    store.removePending('plan', 'learn-knots')
    const row = { id: 'learn-knots', data: { ...data, owner: 'Ada', permission: 'read' as const } }
    store.saveRow('plan', { ...row, updated_at: 1, written_at: 0, confirmed: 0 })
    db.close()
    const opened = join(newHome(), 'opened')
    const { code, err } = await own.daymark('plan edit learn-knots', { env: { EDITOR: `touch ${opened}; true` } })
    expect([code, err, existsSync(opened)]).toEqual([
      1,
      expect.stringContaining('Ada shared this plan with you to read.'),
      false,
    ])
  })

  test('that fails saves nothing', async () => {
    expect((await own.daymark('plan edit learn-knots', { env: { EDITOR: 'false' } })).code).toBe(1)
    expect((await own.daymark('plan edit learn-knots', { env: { EDITOR: '/nowhere/at all' } })).code).toBe(1)
  })

  test('saves nothing over a change that came in between', async () => {
    const folder = newHome()
    const path = join(folder, 'editor.sh')
    const wait = `touch ${folder}/open; while [ ! -e ${folder}/go ]; do sleep 0.02; done`
    writeFileSync(path, `#!/bin/sh\n${wait}\necho more >> "$1"\n`, { mode: 0o700 })
    const editing = own.daymark('plan edit learn-knots', { env: { EDITOR: path } })
    await expect.poll(() => existsSync(join(folder, 'open')), { timeout: 20_000 }).toBe(true)
    await own.daymark('chunk done learn-knots/splices')
    writeFileSync(join(folder, 'go'), '')
    expect(await editing).toMatchObject({ code: 1, err: expect.stringContaining('was changed while you edited it') })
  })
})

describe('a review', () => {
  test('shows each card, takes a rating, and keeps it', async () => {
    const { code, out } = await own.daymark('review', { stdin: ' \n3\n\n1\nq\n' })
    expect(code).toBe(0)
    expect(out).toMatch(/Question 1\?[\s\S]*Answer 1[\s\S]*✓ good\n[\s\S]*Question 2\?[\s\S]*✓ again\n/)
    expect(out).toContain('2 cards reviewed, 1 left.')
    // A card that was not known is due again on the same day.
    expect((await own.json('review')).cards.map(({ question }: { question: string }) => question)).toEqual([
      'Question 2?',
      'Question 3?',
    ])
    expect((await own.json('sync status')).waiting).toMatchObject({ review: 2 })
  })

  test('rates nothing for other keys, an end, or before the answer is shown', async () => {
    for (const stdin of ['', 'x', '3\n4\n', ' \n5\n0\n\n', '\u0003']) {
      expect((await own.daymark('review', { stdin })).code).toBe(0)
    }
    expect((await own.json('sync status')).waiting.review).toBeUndefined()
  })

  test('is of one plan, of some cards, and of the new ones of a day', async () => {
    expect((await own.json('review learn-knots --limit 2')).cards).toHaveLength(2)
    expect((await own.daymark('review nothing')).code).toBe(2)
    await own.daymark('review', { stdin: ' \n4\n'.repeat(3) })
    expect((await own.daymark('review')).out).toContain('No cards are due')
    expect((await own.json('review', { now: noon + 86_400_000 })).cards).toHaveLength(3)
  })
})

describe('completion', () => {
  const complete = async (...words: string[]) =>
    (await own.daymark(['__complete', ...words])).out.split('\n').flatMap((line) => line.split('\t')[0] || [])

  test('knows commands, options, choices, plans and chunks', async () => {
    expect(await complete('st')).toEqual(['start', 'stop', 'status', 'stats'])
    expect(await complete('plan', '')).toEqual(['show', 'edit'])
    expect(await complete('sync', '')).toEqual(['push', 'status'])
    expect(await complete('stop', '--')).toEqual(['--note', '--at', '--json', '--help'])
    expect(await complete('export', 'm')).toEqual(['markdown'])
    expect(await complete('plan', 'show', 'l')).toEqual(['learn-knots'])
    expect(await complete('chunk', 'done', 'learn-knots/s')).toEqual(['learn-knots/splices'])
    expect(await complete('start', 'x', '%learn-knots/')).toEqual(['%learn-knots/bowline', '%learn-knots/splices'])
    expect(await complete('help', 'sync', 'p')).toEqual(['push'])
    expect(await complete('stop', '--note', '')).toEqual([])
  })

  test.each(['bash', 'zsh', 'fish'])('prints a script for %s', async (shell) => {
    expect((await own.daymark(['completion', shell])).out).toContain('daymark __complete')
  })
})
