import fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { signedIn } from '../../../../test/support/client'
import { markupTexts } from '../../../../test/support/hostile/markup-texts'
import { runs } from '../../../../test/support/runs'
import { goalStatus, statusNames } from '../../../goals/goals/fields'
import { duration } from '../../../lib/text/format'
import { addDays, weekStartOf } from '../../../lib/time/days'
import { exported, exportText, hostilePerson, live } from '../hostile/testing'
import { type Report, reportDocument } from './document'

/** A report as a reader of markdown sees it. */
type Read = { headings: string[]; titles: string[]; items: string[]; rows: string[][]; others: string[] }

const known = new Set(
  ['heading', 'paragraph', 'bullet_list', 'list_item', 'table', 'thead', 'tbody', 'tr', 'th', 'td']
    .flatMap((name) => [`${name}_open`, `${name}_close`])
    .concat('inline', 'text', 'strong_open', 'strong_close', 'text_special'),
)

/** Reads with HTML on, so that a tag that was not escaped is one of the others. */
const readReport = (text: string): Read => {
  const read: Read = { headings: [], titles: [], items: [], rows: [], others: [] }
  const tokens = new MarkdownIt({ html: true }).parse(text, {})
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1]
    const inner = token.children ?? []
    for (const one of [token, ...inner]) if (!known.has(one.type)) read.others.push(`${one.type} ${one.content}`)
    if (token.type === 'tr_open') read.rows.push([])
    if (token.type !== 'inline') continue
    const words = inner.map(({ content }) => content).join('')
    const strong = inner.findIndex(({ type }) => type === 'strong_open')
    const end = inner.findIndex(({ type }) => type === 'strong_close')
    if (before?.type === 'heading_open') read.headings.push(`${before.tag} ${words}`)
    else if (/^t[hd]_open$/.test(before?.type ?? '')) read.rows.at(-1)?.push(words)
    else if (tokens[index - 2]?.type === 'list_item_open') read.items.push(words)
    if (strong >= 0) {
      const title = inner.slice(strong + 1, end)
      read.titles.push(title.map(({ content }) => content).join(''))
    }
  }
  return read
}

/** A text as one line shows it. */
const shown = (text: string) => text.replaceAll('\0', '').replace(/\s+/g, ' ').trim()
const titled = (text: string) => shown(text) || 'No title'

const hostileText = fc.oneof(
  fc.constantFrom(...markupTexts),
  fc.constantFrom(
    '',
    '  ',
    '# one',
    '**bold**',
    '1. one',
    '- [x] done',
    '| a | b |',
    '---',
    '\\',
    '`x',
    '[a](b)',
    '~~x~~',
    '<b>',
    '&amp;',
    'http://a.b',
    '\ta',
    '===',
  ),
  fc.string({ unit: fc.constantFrom(...'*_`|#<>[]()\\!-+.~&:= \n\tab😀ש\u202e') }),
)
const seconds = fc.integer({ min: 0, max: 400_000 })
const day = fc.integer({ min: 0, max: 900 }).map((days) => addDays('2024-12-20', days))

const arbitraryReport = fc.record({
  username: hostileText,
  goals: fc.array(
    fc.record({
      status: fc.constantFrom(...goalStatus.options),
      title: hostileText,
      milestones: fc.array(hostileText, { maxLength: 2 }),
    }),
  ),
  projects: fc.array(fc.record({ label: hostileText, client: hostileText, seconds, session_count: fc.nat(2000) })),
  others: fc.array(hostileText),
  sessions: fc.array(
    fc.record({
      date: day,
      title: hostileText,
      project: fc.option(hostileText),
      seconds,
      tags: fc.array(hostileText, { maxLength: 2 }),
    }),
  ),
})
type Made = typeof arbitraryReport extends fc.Arbitrary<infer T> ? T : never

async function* pageOf<Row>(rows: Row[]) {
  const half = Math.ceil(rows.length / 2)
  yield rows.slice(0, half)
  yield rows.slice(half)
}

const inOrder = ({ sessions }: Made) => sessions.toSorted((a, b) => a.date.localeCompare(b.date))

const weeksOf = (made: Made) => [...new Set(inOrder(made).map(({ date }) => weekStartOf(date, 1)))]

const secondsOf = (made: Made, monday: string) =>
  made.sessions.filter(({ date }) => weekStartOf(date, 1) === monday).reduce((sum, one) => sum + one.seconds, 0)

const reportOf = (made: Made): Report => ({
  username: made.username,
  today: '2026-11-20',
  total: null,
  goals: (status) =>
    pageOf(
      made.goals
        .filter((goal) => goal.status === status)
        .map(({ title, milestones }) => ({
          ...{ title, percent: 40, seconds: 60, target_date: null, completed_on: null },
          milestones: milestones.map((description) => ({
            description,
            target_date: null,
            completed_on: null,
            reached: true,
          })),
        })),
    ),
  projects: made.projects,
  plans: pageOf(
    made.others.map((title) => ({
      title,
      status: 'not_started',
      chunk_count: 3,
      completed_count: 1,
      skipped_count: 1,
      seconds: 0,
    })),
  ),
  tasks: pageOf(made.others.map((title) => ({ title, status: 'done', date: null, completed_on: '2026-01-02' }))),
  learnings: pageOf(made.others.map((title) => ({ title, date: '2026-01-02' }))),
  weeks: weeksOf(made).map((from) => ({
    from,
    projects: [{ label: 'All', client: '', seconds: secondsOf(made, from) }],
  })),
  sessions: pageOf(inOrder(made).map((session) => ({ ...session, time: '09:00' }))),
})

const textOf = async (report: Report) => {
  let text = ''
  for await (const piece of reportDocument(report)) text += piece
  return text
}

test('whatever the texts are, a reader of markdown finds the titles, sums and sections, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryReport, async (made) => {
      const read = readReport(await textOf(reportOf(made)))
      expect(read.others).toEqual([])
      const byStatus = goalStatus.options.map((status) => made.goals.filter((goal) => goal.status === status))
      const statuses = goalStatus.options.filter((_, index) => byStatus[index]?.length)
      expect(read.headings).toEqual([
        'h1 Daymark report',
        ...(made.goals.length ? ['h2 Goals'] : []),
        ...statuses.map((status) => `h3 ${statusNames[status]}`),
        ...(made.projects.length ? ['h2 Projects'] : []),
        ...(made.others.length ? ['h2 Plans', 'h2 Tasks', 'h2 Learnings'] : []),
        ...(made.sessions.length ? ['h2 Sessions by week'] : []),
        ...weeksOf(made).map((monday) =>
          expect.stringMatching(new RegExp(`^h3 \\d{4}-W\\d\\d: ${duration(secondsOf(made, monday))}$`)),
        ),
      ])
      expect(read.titles).toEqual([
        ...byStatus.flat().flatMap(({ title, milestones }) => [title, ...milestones].map(titled)),
        ...[made.others, made.others, made.others].flat().map(titled),
        ...inOrder(made).flatMap(({ title }) => (title ? [titled(title)] : [])),
      ])
      const name = ({ label, client }: Made['projects'][number]) => shown(client ? `${label} (${client})` : label)
      const table = read.rows.slice(0, made.projects.length + (made.projects.length ? 1 : 0))
      expect(table.slice(1)).toEqual(
        made.projects.map((one) => [name(one), duration(one.seconds), one.session_count.toLocaleString('en')]),
      )
      expect(read.items.length).toBe(
        made.goals.length +
          made.goals.flatMap(({ milestones }) => milestones).length +
          3 * made.others.length +
          made.sessions.length,
      )
    }),
    { numRuns: runs(300) },
  )
})

test('weeks are ISO weeks: the turn of a year is in one of them', async () => {
  const session = { title: 'x', project: null, tags: [], seconds: 60 }
  const made = {
    username: 'R',
    goals: [],
    projects: [],
    others: [],
    sessions: ['2024-12-29', '2024-12-30', '2025-01-05', '2027-01-03'].map((date) => ({ ...session, date })),
  }
  const { headings } = readReport(await textOf(reportOf(made)))
  expect(headings.slice(2)).toEqual(['h3 2024-W52: 1m', 'h3 2025-W01: 2m', 'h3 2026-W53: 1m'])
})

test('the report of an account has its live rows, and sums that are those of its sessions', async () => {
  const { client } = await hostilePerson()
  const document = await exported(client)
  const answer = await client.get('/api/v1/exports/markdown')
  expect(answer.headers.get('Content-Type')).toBe('text/markdown; charset=utf-8')
  const read = readReport(await answer.text())
  expect(read.others).toEqual([])
  const sessions = live(document.sessions)
  const titles = (list: Record<string, unknown>[], name = 'title') => list.map((row) => titled(String(row[name])))
  const wanted = [...titles(live(document.goals)), ...titles(live(document.plans)), ...titles(sessions)]
  const milestones = titles(
    live(document.goal_milestones).filter(({ goal_id }) => live(document.goals).some(({ id }) => id === goal_id)),
    'description',
  )
  expect(read.titles.toSorted()).toEqual([...wanted, ...milestones].toSorted())
  const byWeek = new Map<string, number>()
  for (const session of sessions) {
    for (const [date, count] of z.array(z.tuple([z.string(), z.int()])).parse(session.days)) {
      const monday = weekStartOf(date, 1)
      byWeek.set(monday, (byWeek.get(monday) ?? 0) + count)
    }
  }
  // The sessions begin in the night after a Sunday, before the person's day does.
  expect([...byWeek.keys()]).toEqual(['2026-03-23', '2026-03-30'])
  expect(read.headings.filter((heading) => /^h3 \d/.test(heading))).toEqual([
    `h3 2026-W13: ${duration(byWeek.get('2026-03-23') ?? 0)}`,
    `h3 2026-W14: ${duration(byWeek.get('2026-03-30') ?? 0)}`,
  ])
})

test('an empty account has a report that says so', async () => {
  const text = await exportText(await signedIn(), 'markdown')
  expect(text).toContain('# Daymark report\n')
  expect(text).toContain('No sessions yet.')
  expect(readReport(text).headings).toEqual(['h1 Daymark report'])
})
