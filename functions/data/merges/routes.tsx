import type { Child } from 'hono/jsx'
import { ProjectSums } from '../../../views/data/merges/page'
import { AffectedSessions } from '../../../views/time/sessions/row'
import { Duration } from '../../../views/ui/figure'
import { ProjectLabel } from '../../../views/ui/icon'
import { sessionsPath } from '../../../views/ui/links'
import { Section, TextLink } from '../../../views/ui/section'
import { project as projectOf, projects, trackedSums } from '../../filing/projects/queries'
import type { ProjectRow } from '../../filing/projects/schema'
import { classificationNames, statusNames, type TrackedSum } from '../../filing/projects/schema'
import { allRows, sql } from '../../lib/db/sql'
import { pathTo } from '../../lib/http/path-to'
import { plural, rangeText } from '../../lib/text/format'
import { dayOf } from '../../lib/time/days'
import { projectLabel } from '../../line/names'
import { type OrganizationRow, organization, typeNames } from '../../people/organizations/schema'
import { type PersonRow, person } from '../../people/people/schema'
import { allSessions } from '../../time/sessions/list/view'
import { listViewSessions } from '../../time/sessions/queries'
import { movedWords } from './moved-rows'
import { mergePages } from './pages'
import {
  mergePersonValues,
  mergeProjectValues,
  planOrganizationMerge,
  planPeopleMerge,
  planProjectMerge,
  projectPairs,
  rowsOfOrganization,
  rowsOfPerson,
} from './plans'

/** Maximum number of people or organizations offered in the field. */
const offered = 500

/** Joins words: `organization and repository`. */
const listed = (words: string[]) => new Intl.ListFormat('en-GB').format(words)

const movePoint = (rows: string, into: { name: string }, none: string): Child =>
  rows ? (
    <>
      {rows} will move to <bdi>{into.name}</bdi>, including deleted ones.
    </>
  ) : (
    none
  )

const ratePoint = (into: Child) => (
  <>
    What was earned keeps its rates. New time has those of <bdi>{into}</bdi>.
  </>
)

/** `/people/:id/merge` */
export const mergePeople = mergePages({
  name: 'person',
  many: 'people',
  path: '/people',
  find: person,
  others: (db, userId) =>
    allRows<Pick<PersonRow, 'id' | 'name' | 'role'>>(sql(db)`
      SELECT id, name, role FROM people
      WHERE user_id = ${userId} AND deleted_at IS NULL
      ORDER BY name COLLATE NOCASE
      LIMIT ${offered}`),
  labelOf: ({ name }) => name,
  about: ({ role }) => role && <bdi>{role}</bdi>,
  moved: rowsOfPerson,
  preview: ({ from, into, moved }) => {
    const { words } = mergePersonValues(from, into)
    return {
      points: [
        movePoint(movedWords(moved), into, 'There are no meetings, action items or feedback to move.'),
        words.length > 0 && (
          <>
            <bdi>{into.name}</bdi> takes over the {listed(words)}.
          </>
        ),
        <>
          <bdi>{from.name}</bdi> will be removed from your people.
        </>,
      ],
    }
  },
  plan: planPeopleMerge,
  next: ({ into }) => pathTo`/people/${into}`,
})

/** `/organizations/:id/merge` */
export const mergeOrganizations = mergePages({
  name: 'organization',
  many: 'organizations',
  path: '/organizations',
  find: organization,
  others: (db, userId) =>
    allRows<Pick<OrganizationRow, 'id' | 'name' | 'type'>>(sql(db)`
      SELECT id, name, type FROM organizations
      WHERE user_id = ${userId} AND deleted_at IS NULL
      ORDER BY name_key
      LIMIT ${offered}`),
  labelOf: ({ name }) => name,
  about: ({ type }) => typeNames[type].toLowerCase(),
  moved: async (db, userId, id) => {
    const moved = await rowsOfOrganization(db, userId, id)
    const own = moved.projects.filter((one) => one.organization_id === id)
    return { ...moved, sums: await trackedSums(db, userId, own) }
  },
  preview: ({ from, into, moved }) => {
    const merged = projectPairs(moved.projects, { from: from.id, into: into.id })
    return {
      points: [
        movePoint(movedWords(moved.filed), into, 'Nothing belongs to it, so nothing moves.'),
        merged.length > 0 && (
          <>
            {plural(merged.length, 'project')} {merged.length === 1 ? 'has' : 'have'} a name that <bdi>{into.name}</bdi>{' '}
            also has. All their sessions, including deleted ones, move to its project, which stays as it is.
          </>
        ),
        ratePoint(into.name),
        from.notes && (
          <>
            <bdi>{into.name}</bdi> gets its notes.
          </>
        ),
        <>
          <bdi>{from.name}</bdi> will be removed from your organizations. A later import that names it as a client
          creates it again.
        </>,
      ],
      more: merged.length > 0 && (
        <Section id="merged-projects" title="Projects to merge" summary={merged.length}>
          <ProjectSums projects={merged.map((pair) => pair.from)} sums={moved.sums} />
        </Section>
      ),
    }
  },
  plan: planOrganizationMerge,
  next: ({ into }) => pathTo`/organizations/${into}`,
})

const projectPoints = (from: ProjectRow, into: ProjectRow, sum: TrackedSum | undefined, today: string): Child[] => {
  const { words } = mergeProjectValues(from, into)
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
    ratePoint(projectLabel(into)),
    words.length > 0 && (
      <>
        <bdi>{projectLabel(into)}</bdi> gets its {listed(words)}.
      </>
    ),
    <>
      <bdi>{projectLabel(into)}</bdi> doesn’t change: {classificationNames[into.classification].toLowerCase()},{' '}
      {statusNames[into.status].toLowerCase()}, colour {into.color}.
      {words.length > 0 && ` It takes over the ${listed(words)}, which it doesn’t have yet.`}
    </>,
    <>
      <bdi>{projectLabel(from)}</bdi> will be removed from your projects. A later import that names it creates it again.
    </>,
  ]
}

const shownSessions = 5

/** `/projects/:id/merge` */
export const mergeProjects = mergePages({
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
      listViewSessions(db, userId, { ...allSessions, subject: `project:${id}` }, shownSessions),
    ])
    return { sum: sums[0], latest }
  },
  preview: ({ from, into, moved: { sum, latest }, user: { preferences } }) => {
    const today = dayOf(Date.now(), preferences)
    return {
      points: projectPoints(from, into, sum, today),
      more: latest.length > 0 && (
        <Section id="merge-sessions" title="Sessions to move" summary={`the latest ${latest.length}`}>
          <AffectedSessions sessions={latest} reader={preferences} today={today} />
        </Section>
      ),
    }
  },
  plan: planProjectMerge,
  next: () => '/projects',
})
