import type { Child } from 'hono/jsx'
import { sessionsPath } from '../../views/links'
import { AffectedSessions } from '../../views/sessions/affected'
import { Duration } from '../../views/ui/figure'
import { ProjectLabel } from '../../views/ui/project-mark'
import { Section, TextLink } from '../../views/ui/section'
import { followSubjects } from '../app-rules/writes'
import { type MergePair, mergePages } from '../changes/merge-pages'
import type { ChangePlan } from '../changes/run'
import { quoted } from '../changes/words'
import { dayOf } from '../lib/days'
import { plural, rangeText } from '../lib/format'
import { project as projectOf, projects } from '../projects/queries'
import type { ProjectRow } from '../projects/schema'
import { sessionsOfProjects, type TrackedSum, trackedSums } from '../projects/tracked'
import { classificationNames, projectLabel, statusNames } from '../projects/words'
import { allSessions } from '../sessions/list/view'
import { sessionsIn } from '../sessions/queries'
import { inheritDetails, inherited, linkedTo, mergeProjects } from './linked'

/**
 * Moves all sessions, plans, learnings and tasks of a project to another, deleted ones too, and deletes it. Refused when `from` or
 * `into` is gone, or both are one project.
 */
const planMerge = async (
  db: D1Database,
  userId: string,
  pair: MergePair,
  now: number,
): Promise<ChangePlan | { refused: 'from' | 'into' }> => {
  const moves = [{ from: `project:${pair.from}`, to: `project:${pair.into}` }]
  const [from, into, sessions, linked, followed] = await Promise.all([
    projectOf(db, userId, pair.from),
    projectOf(db, userId, pair.into),
    sessionsOfProjects(db, userId, [pair.from]),
    linkedTo(db, userId, [pair.from]),
    followSubjects(db, userId, moves, now),
  ])
  if (!from) return { refused: 'from' }
  if (!into || into.id === from.id) return { refused: 'into' }
  const heirs = inheritDetails(db, userId, [{ from, into }], now)
  const counted = sessions.filter((session) => session.counted === 1).length
  return {
    kind: 'merge',
    summary: `Merged ${quoted(from.name)} into ${quoted(into.name)}, ${plural(counted, 'session')}`,
    touched: {
      sessions: sessions.map(({ id }) => id),
      projects: [from.id, ...heirs.ids],
      ...linked,
      conditions: followed.conditions,
    },
    writes: [...mergeProjects(db, userId, [pair], now), ...heirs.writes, ...followed.writes],
  }
}

type Pair = { from: ProjectRow; into: ProjectRow }

const pointsOf = ({ from, into }: Pair, sum: TrackedSum | undefined, today: string): Child[] => {
  const { words } = inherited(from, into)
  /** `organization and repository` */
  const listed = new Intl.ListFormat('en-GB').format(words)
  return [
    sum ? (
      <>
        <TextLink href={sessionsPath(null, `project:${from.id}`)}>{plural(sum.session_count, 'session')}</TextLink>,{' '}
        <Duration seconds={sum.total_seconds} />, {rangeText(sum.first_date, sum.last_date, today)}, move to{' '}
        <bdi>{projectLabel(into)}</bdi>. Their titles, tags, goals and times stay.
      </>
    ) : (
      'There are no sessions to move.'
    ),
    'Its deleted sessions move too.',
    words.length > 0 && (
      <>
        <bdi>{projectLabel(into)}</bdi> gets its {listed}.
      </>
    ),
    <>
      <bdi>{projectLabel(into)}</bdi> doesn’t change: {classificationNames[into.classification].toLowerCase()},{' '}
      {statusNames[into.status].toLowerCase()}, colour {into.color}.
      {words.length > 0 && ` It takes over the ${listed}, which it doesn’t have yet.`}
    </>,
    <>
      <bdi>{projectLabel(from)}</bdi> will be removed from your projects. A later import that names it creates it again.
    </>,
  ]
}

const shownSessions = 5

/** `/projects/:id/merge` */
export const merge = mergePages({
  name: 'project',
  many: 'projects',
  path: '/projects',
  find: projectOf,
  others: projects,
  labelOf: projectLabel,
  about: ({ client }) => client && <bdi>{client}</bdi>,
  item: (project, href) => (
    <a class="row-title" href={href}>
      <ProjectLabel project={project} />
    </a>
  ),
  moved: async (db, userId, id) => {
    const [sums, latest] = await Promise.all([
      trackedSums(db, userId, [{ id }]),
      sessionsIn(db, userId, { ...allSessions, subject: `project:${id}` }, shownSessions),
    ])
    return { sum: sums[0], latest }
  },
  preview: ({ from, into, moved: { sum, latest }, user: { preferences } }) => {
    const today = dayOf(Date.now(), preferences)
    return {
      points: pointsOf({ from, into }, sum, today),
      more: latest.length > 0 && (
        <Section id="merge-sessions" title="Sessions to move" summary={`the latest ${latest.length}`}>
          <AffectedSessions sessions={latest} reader={preferences} today={today} />
        </Section>
      ),
    }
  },
  plan: planMerge,
  next: () => '/projects',
})
