import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { packTar } from 'modern-tar'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { device } from '../testing'
import { newFolder } from '../testing-folders'
import { readHome } from './home'
import { generatedHome, trackerHome } from './testing'

const plan = (id: string, more = '') =>
  `---\nid: ${id}\ntitle: Plan ${id}\ncreated: 2026-01-01T08:00:00Z\nupdated: 2026-02-01T08:00:00Z\nstatus: in-progress\n---\n\n## Chunk 1: One {#c1}\n${more}`

const card = (id: string, question: string, more = '') =>
  `## Card 1 {#${id}}\n**Q**: ${question}\n**A**: An answer\n${more}`

const session = (id: string, more: object = {}) => ({
  ...{ id, plan_id: 'knots', chunk_id: 'c1', start_time: '2026-02-01T09:00:00Z', end_time: '2026-02-01T10:00:00Z' },
  ...{ duration_minutes: 60, notes: '', created_at: '2026-02-01T09:00:00Z' },
  ...more,
})

const cardRow = (id: string, more: object = {}) => ({
  ...{ id, plan_id: 'knots', question: 'Which knot?', answer: 'Old words', created_at: '2026-01-02T08:00:00Z' },
  ...{
    ease_factor: 2.7,
    interval_days: 15,
    repetitions: 3,
    next_review: '2026-04-01',
    last_review: '2026-03-17T20:00:00Z',
  },
  ...more,
})

const stateOf = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ])

describe('a tracker’s home', () => {
  test('is read with plans, sessions and cards, and never written', () => {
    const home = trackerHome(
      { 'plans/knots.md': plan('knots'), 'cards/knots.cards.md': card('card-1', 'Which knot?') },
      { sessions: [session('s1'), session('s2', { chunk_id: null, notes: 'two' })] },
    )
    const before = stateOf(home)
    const found = readHome(home, 'Europe/Lisbon')
    expect(stateOf(home)).toEqual(before)
    expect(found.faults).toEqual([])
    expect(found.plans.map(({ id, data }) => [id, data.title, data.status])).toEqual([
      ['knots', 'Plan knots', 'in-progress'],
    ])
    expect(found.cards.map(({ id, data }) => [id, data.plan_id])).toEqual([['knots.card-1', 'knots']])
    expect(found.sessions.map(({ id, data }) => [id, data.duration_seconds, data.notes, data.time_zone])).toEqual([
      ['s1', 3600, '', 'Europe/Lisbon'],
      ['s2', 3600, 'two', 'Europe/Lisbon'],
    ])
  })

  test('has one card where a file and the database have it: the text of one, the schedule of the other', () => {
    const home = trackerHome(
      {
        'plans/knots.md': plan('knots'),
        'cards/knots.cards.md': `${card('card-1', 'New words?', '**Repetitions**: 1\n')}\n---\n\n${card('card-2', 'Which knot?')}`,
      },
      {
        cards: [
          cardRow('card-1'),
          cardRow('knots.card-2', { question: 'Other' }),
          cardRow('own', { question: 'Alone?' }),
        ],
      },
    )
    const { cards, notes } = readHome(home, 'UTC')
    expect(cards.map(({ id, data }) => [id, data.question, data.answer, data.repetitions, data.next_review])).toEqual([
      ['knots.card-1', 'New words?', 'An answer', 3, '2026-04-01'],
      ['knots.card-2', 'Which knot?', 'An answer', 3, '2026-04-01'],
      ['knots.own', 'Alone?', 'Old words', 3, '2026-04-01'],
    ])
    expect(notes.join()).toContain('2 cards are in a file and in sessions.db')
    expect(notes.join()).toContain('1 schedule differed')
    // A review later than the file is the last change of both.
    utimesSync(join(home, 'cards/knots.cards.md'), 0, 0)
    expect(readHome(home, 'UTC').cards[0]?.updated_at).toBe(Date.parse('2026-03-17T20:00:00Z'))
  })

  test('with cards of one id in two plans keeps them apart', () => {
    const home = trackerHome({
      'plans/knots.md': plan('knots'),
      'plans/ropes.md': plan('ropes'),
      'cards/knots.cards.md': card('card-1', 'Knot?'),
      'cards/ropes.cards.md': card('card-1', 'Rope?'),
    })
    expect(readHome(home, 'UTC').cards.map(({ id }) => id)).toEqual(['knots.card-1', 'ropes.card-1'])
  })

  test('names faults by file and line, and imports the rest', () => {
    const home = trackerHome(
      {
        'plans/knots.md': plan('knots', '**Status**: someday\n'),
        'plans/broken.md': 'no front matter\n',
        'cards/knots.cards.md': '## Card 1 {#a}\n**Q**: No answer\n',
      },
      {
        plans: [
          { id: 'knots', title: 'K', created_at: 'x', updated_at: 'x', status: 'completed', file_path: 'a' },
          {
            id: 'gone',
            title: 'Gone',
            created_at: '2026-01-01T08:00:00Z',
            updated_at: 'x',
            status: 'archived',
            file_path: 'b',
          },
        ],
        sessions: [
          session('ok'),
          session('backwards', { end_time: '2026-02-01T08:00:00Z' }),
          session('when', { start_time: 'yesterday' }),
          session('long', { end_time: '2026-03-01T08:00:00Z' }),
          session('running', { end_time: null, duration_minutes: null }),
        ],
        cards: [cardRow('empty', { question: ' ' })],
      },
    )
    const { faults, notes, plans, sessions } = readHome(home, 'UTC')
    expect(faults.map(({ file, line }) => `${file}:${line}`)).toEqual([
      'plans/broken.md:1',
      'plans/knots.md:10',
      'cards/knots.cards.md:1',
      'sessions.db:0',
      'sessions.db:0',
      'sessions.db:0',
      'sessions.db:0',
    ])
    expect(plans.map(({ id, data }) => [id, data.status])).toEqual([
      ['knots', 'in-progress'],
      ['gone', 'archived'],
    ])
    expect(sessions.map(({ id }) => id)).toEqual(['ok'])
    expect(notes).toEqual([
      '1 plan has another status in sessions.db; the file’s counts.',
      'The plan gone has no file; it is made from its row, without chunks.',
      '1 session is still running in the tracker. Import again once it has ended.',
    ])
  })

  test.each([
    ['2026-03-01T09:00:00Z', 0],
    ['2026-03-01 09:00:00', 0],
    ['2026-03-01T09:00:00.123456789+01:00', -3_600_000 + 123],
    ['2026-03-01 09:00:00 +0000 UTC', 0],
    ['2026-03-01 09:00:00.5 +0100 CET m=+0.1', -3_600_000 + 500],
    ['2026-03-01', 3 * 3_600_000],
  ])('understands the instant %s', (start_time, offset) => {
    const home = trackerHome({}, { sessions: [session('s', { start_time, end_time: '2026-03-01T13:00:00Z' })] })
    expect(readHome(home, 'UTC').sessions[0]?.data.start_time).toBe(Date.parse('2026-03-01T09:00:00Z') + offset)
  })
})

describe('an import', () => {
  test('queues everything once, whatever touches the files', async () => {
    const { json } = device()
    const home = generatedHome({ plans: 3, sessions: 450, cards: 30 })
    const first = await json(['import', home])
    expect(first).toMatchObject({ code: 0, found: { plans: 3, sessions: 450, cards: 30, faults: [] }, queued: 483 })
    expect((await json('sync status')).waiting).toEqual({ plan: 3, session: 450, card: 30 })
    utimesSync(join(home, 'plans/plan-1.md'), new Date(), new Date())
    utimesSync(join(home, 'cards/plan-1.cards.md'), new Date(), new Date())
    expect(await json(['import', home])).toMatchObject({ queued: 0, unchanged: 483 })
  })

  test('that was interrupted goes on', async () => {
    const { json } = device()
    const home = generatedHome({ plans: 2, sessions: 900, cards: 10 })
    const controller = new AbortController()
    const interrupted = json(['import', home], { signal: controller.signal })
    setImmediate(() => controller.abort())
    expect(await interrupted).toMatchObject({ code: 1, error: { message: 'Interrupted.' } })
    const { queued, unchanged } = await json(['import', home])
    expect(queued + unchanged).toBe(912)
    expect((await json('sync status')).waiting).toEqual({ plan: 2, session: 900, card: 10 })
  })

  test('of a plan that was edited here since leaves it alone, until the file changes', async () => {
    const { json } = device()
    const home = trackerHome({ 'plans/knots.md': plan('knots') })
    await json(['import', join(home, 'plans/knots.md')])
    await json('chunk done knots/c1')
    expect(await json(['import', home])).toMatchObject({ queued: 0, unchanged: 1 })
    expect((await json('plan show knots')).chunks[0].status).toBe('completed')
  })

  test.each(['tar.gz', 'zip'])('reads an archive (%s), and nothing in it beside a tracker’s files', async (ending) => {
    const home = generatedHome({ plans: 2, sessions: 30, cards: 8 })
    const files = [
      'plans/plan-1.md',
      'plans/plan-2.md',
      'cards/plan-1.cards.md',
      'cards/plan-2.cards.md',
      'sessions.db',
    ]
    const read = (name: string) => new Uint8Array(readFileSync(join(home, name)))
    const members = files.map((name) => [`learning/${name}`, read(name)] as const)
    const evil = new TextEncoder().encode('evil')
    const all = [...members, ['../evil/plans/evil.md', evil], ['/plans/evil.md', evil]] as const
    const archive = join(home, `archive.${ending}`)
    const packed =
      ending === 'zip'
        ? zipSync(Object.fromEntries(all))
        : gzipSync(await packTar(all.map(([name, body]) => ({ header: { name, size: body.length }, body }))))
    writeFileSync(archive, packed)
    const { json } = device()
    const temporary = newFolder('tmp')
    vi.stubEnv('TMPDIR', temporary)
    onTestFinished(() => void vi.unstubAllEnvs())
    const { code, found } = await json(['import', archive])
    expect([code, found.plans, found.sessions, found.cards]).toEqual([0, 2, 30, 8])
    expect(readdirSync(temporary)).toEqual([])
    writeFileSync(archive, packed.subarray(0, 200))
    expect((await json(['import', archive])).code).toBe(1)
  })

  test('only shows what it found on a dry run', async () => {
    const { json } = device()
    const home = trackerHome({ 'plans/knots.md': plan('knots') })
    expect(await json(['import', '--dry-run', home])).toMatchObject({ code: 0, found: { plans: 1 } })
    expect((await json('sync status')).waiting).toEqual({})
  })

  test.each(['/nowhere/at/all', '/dev/null', '/', '', '\0'])('of %j is refused', async (path) => {
    const { json } = device()
    const { code, error } = await json(['import', path])
    expect([1, 2]).toContain(code)
    expect(error.message).not.toBe('')
  })
})
