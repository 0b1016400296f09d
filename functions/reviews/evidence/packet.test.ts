import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'
import { orgTime } from '../../frame/context/middleware'
import type { Org } from '../../lib/org'
import { addDays } from '../../lib/time/days'
import { journals, secondsBetweenDates, type Written, writeJournal } from '../period-reviews/testing'
import { readPacket } from './packet'

type Asked = { from: string; to: string; org: Org; category: string }

/** The lines of a document, computed from the rows of a journal one by one. */
const naivePacket = (written: Written, { from, to, org, category }: Asked) => {
  const { isIn, sessions, projects, milestones, skills, learnings } = written
  const isWithin = (date: string | null) => date !== null && date >= from && date <= to
  const secondsOf = (of: Written['sessions']) => secondsBetweenDates(of, written, from, to)
  const goals = [
    ...written.goals.filter(({ deleted, own }) => !deleted && isIn(org, { own })),
    ...[
      { id: written.weekly, own: 3, done: null, category: 'personal' },
      { id: written.part, own: 0, done: null, category: 'personal' },
    ].filter(({ own }) => isIn(org, { own })),
  ].filter((goal) => category === '' || goal.category === category)
  const lines = goals.map((goal) => ({
    id: goal.id,
    date: isWithin(goal.done) ? goal.done : null,
    seconds: secondsOf(sessions.filter(({ goal_id }) => goal_id === goal.id)),
    milestones: milestones.filter(({ above, day }) => above.id === goal.id && isWithin(day)).map(({ id }) => id),
  }))
  const levels = skills
    .filter(
      ({ own, category: of }) =>
        isIn(org, { own }) && (!['technical', 'soft_skill'].includes(category) || of === category),
    )
    .map(({ id, entries }) => {
      const ordered = entries
        .map((entry, index) => ({ ...entry, index }))
        .sort((a, b) => a.date.localeCompare(b.date) || a.index - b.index)
      const first = ordered.filter(({ date }) => date < from).at(-1) ?? ordered.find(({ date }) => isWithin(date))
      const last = ordered.filter(({ date }) => date <= to).at(-1)
      return { id, first: first?.level ?? 0, last: last?.level ?? 0 }
    })
  return {
    goals: lines
      .filter(
        ({ date, seconds, milestones: below }) => date !== null || below.length > 0 || (category !== '' && seconds > 0),
      )
      .map((line) => ({ ...line, milestones: line.milestones.sort() })),
    projects: [...projects.slice(0, 4), undefined].flatMap((id, index) => {
      const seconds = secondsOf(sessions.filter(({ project }) => project === index))
      return seconds > 0 && isIn(org, { project: index }) ? [{ key: id ?? 'none', seconds }] : []
    }),
    skills: levels.filter(({ first, last }) => first > 0 && last > first),
    feedback: written.feedback
      .filter((row) => !row.deleted && isWithin(row.date) && isIn(org, { own: row.own }))
      .map(({ id }) => id)
      .sort(),
    learnings: learnings
      .filter((row) => !row.deleted && isWithin(row.date) && isIn(org, row))
      .map(({ id }) => id)
      .sort(),
  }
}

const byId = <R extends { id: string }>(rows: R[]) => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))
const byKey = <R extends { key: string }>(rows: R[]) => rows.toSorted((a, b) => (a.key < b.key ? -1 : 1))

test('every line of a document is that of the rows of its dates, in every zone, context and category', async () => {
  const spans = fc.record({ days: fc.constantFrom(0, 6, 30, 74, 400), back: fc.integer({ min: -60, max: 30 }) })
  const wanted = fc.constantFrom('', 'technical', 'hiring_readiness', 'Own category', 'personal')
  const check = fc.asyncProperty(journals, spans, wanted, async (journal, { days, back }, category) => {
    const written = await writeJournal(journal)
    const { userId } = written.client
    const from = addDays(written.first, -back)
    const range = { from, to: addDays(from, days) }
    for (const org of written.contexts) {
      const context = await orgTime(env.DB, userId, org)
      const packet = await readPacket(env.DB, userId, { range, context, category })
      const expected = naivePacket(written, { ...range, org, category })
      expect({
        goals: byId(
          packet.goals.lines.map(({ id, date, seconds, milestones }) => ({
            ...{ id, date, seconds },
            milestones: milestones.map((one) => one.id).sort(),
          })),
        ),
        projects: byKey(packet.projects.lines.map(({ key, seconds }) => ({ key, seconds }))),
        skills: byId(packet.skills.lines.map(({ id, first, last }) => ({ id, first, last }))),
        feedback: packet.feedback.lines.map(({ id }) => id).sort(),
        learnings: packet.learnings.lines.map(({ id }) => id).sort(),
      }).toEqual({
        ...expected,
        goals: byId(expected.goals),
        projects: byKey(expected.projects),
        skills: byId(expected.skills),
      })
    }
  })
  await fc.assert(check, { numRuns: runs(60) })
})
