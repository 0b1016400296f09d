import type { ChangePlan } from '../../changes/run'
import { undoableTables } from '../../changes/tables'
import { projects, sessionsOfProjects } from '../../filing/projects/queries'
import { type ProjectRow, techStack } from '../../filing/projects/schema'
import { clientSubject, readStoredFilters } from '../../ledger/moved-subjects'
import { billingTermsSql } from '../../ledger/terms'
import { constant, newSeq, sql } from '../../lib/db/sql'
import { ProblemError } from '../../lib/http/problem'
import { setRows, updateRows } from '../../lib/resource/row-writes'
import { tagsLimit } from '../../lib/tags'
import { plural } from '../../lib/text/format'
import { countCharacters, nameKey, quoteShort } from '../../lib/text/text'
import { type OrganizationRow, orgNotesLimit as organizationNotes } from '../../people/organizations/schema'
import { type PersonRow, personNotesLimit as personNotes } from '../../people/people/schema'
import {
  type MergePair,
  type MovedRows,
  movedWords,
  moveReferences,
  organizationReferences,
  peopleReferences,
  projectReferences,
  referencingRows,
} from './moved-rows'
import type { MergePlanner } from './pages'

/** Words for the values that the target row takes over. */
const takenOver = (words: (string | false)[]) => words.filter((word) => word !== false)

type PersonDetails = Pick<PersonRow, 'role' | 'email' | 'notes' | 'organization_id'>

/**
 * Notes of the target row after a merge: both notes, or only its own if they are equal or too long together for `limit`
 * characters.
 */
const joinedNotes = (from: string, into: string, limit: number) => {
  const both = [into, from].filter((notes) => notes !== '').join('\n\n')
  return from === into || countCharacters(both) > limit ? into : both
}

/**
 * Values of a person after another was merged into them, and words for the values taken over. Their own values stay.
 */
export const mergePersonValues = (from: PersonDetails, into: PersonDetails) => {
  const values: PersonDetails = {
    role: into.role || from.role,
    email: into.email || from.email,
    notes: joinedNotes(from.notes, into.notes, personNotes),
    organization_id: into.organization_id ?? from.organization_id,
  }
  const words = takenOver([
    values.role !== into.role && 'role',
    values.email !== into.email && 'email',
    values.notes !== into.notes && 'notes',
    values.organization_id !== into.organization_id && 'organization',
  ])
  return { values, words }
}

/** Maximum number of rows in one batch. A meeting with many people takes about ten writes, and its Undo as many. */
const mostRows = 1_500

const refuseTooMany = (moved: MovedRows[]) => {
  const count = moved.flatMap(({ keys }) => keys).length
  if (count <= mostRows) return
  throw new ProblemError({
    status: 422,
    code: 'invalid',
    title: 'Too much to merge',
    detail: `This person has ${count} meetings, action items and feedback. At most ${mostRows} can move at once.`,
    again: '/people',
  })
}

const mergedInto = (from: { name: string }, into: { name: string }, moved: string) =>
  ({
    kind: 'merge',
    summary: `Merged ${quoteShort(from.name)} into ${quoteShort(into.name)}${moved && `, ${moved}`}`,
  }) as const

export const rowsOfPerson = (db: D1Database, userId: string, id: string) =>
  referencingRows(db, userId, peopleReferences, [id])

/**
 * Moves meetings, action items and feedback from one person to another, including deleted rows. Deletes the first
 * person.
 */
export const planPeopleMerge: MergePlanner<PersonRow> = async (db, userId, pair, now) => {
  const moved = await rowsOfPerson(db, userId, pair.from)
  return (from, into): ChangePlan => {
    refuseTooMany(moved)
    return {
      ...mergedInto(from, into, movedWords(moved)),
      touched: { people: [from.id, into.id] },
      more: moved,
      writes: [
        ...moveReferences(db, userId, moved, [pair], now),
        setRows(db, 'people', userId, [into.id], mergePersonValues(from, into).values, now),
        setRows(db, 'people', userId, [from.id], { deleted_at: now }, now),
      ],
    }
  }
}

type ProjectDetails = Pick<ProjectRow, 'organization_id' | 'tech_stack' | 'repository'>

/** Values of a project after another was merged into it, and words for the values taken over. Its own values stay. */
export const mergeProjectValues = (from: ProjectDetails, into: ProjectDetails) => {
  const own = techStack(into)
  const known = new Set(own.map(nameKey))
  const more = techStack(from).filter((one) => !known.has(nameKey(one)))
  const stack = [...own, ...more].slice(0, tagsLimit)
  const values: ProjectDetails = {
    organization_id: into.organization_id ?? from.organization_id,
    tech_stack: JSON.stringify(stack),
    repository: into.repository ?? from.repository,
  }
  const words = takenOver([
    values.organization_id !== into.organization_id && 'organization',
    stack.length > own.length && 'tech stack',
    values.repository !== into.repository && 'repository',
  ])
  return { values, words }
}

/**
 * SQL for the inherited organization of a project. The project keeps its own if the other organization already has a
 * project of that name.
 */
const freeOrganization = constant(`iif(EXISTS (
  SELECT 1 FROM projects AS other
  WHERE other.user_id = projects.user_id AND other.name_key = projects.name_key AND other.id <> projects.id
    AND other.organization_id = value ->> 'organization_id' AND other.deleted_at IS NULL),
  projects.organization_id, value ->> 'organization_id')`)

type ProjectPair = { from: ProjectDetails; into: ProjectDetails & { id: string } }

/** Gives projects the values that they inherit from the projects merged into them. @param now epoch ms */
const inherit = (db: D1Database, userId: string, pairs: ProjectPair[], now: number) => {
  const heirs = pairs.flatMap(({ from, into }) => {
    const { values, words } = mergeProjectValues(from, into)
    return words.length > 0 ? [{ id: into.id, ...values }] : []
  })
  const columns = { organization_id: freeOrganization, updated_at: now, seq: newSeq(userId) }
  return {
    ids: heirs.map(({ id }) => id),
    writes: updateRows(db, 'projects', userId, heirs, columns, constant('AND projects.deleted_at IS NULL')),
  }
}

/** Ledger subjects of both rows. */
const subjectMove = (kind: 'project' | 'organization', { from, into }: MergePair) => ({
  from: `${kind}:${from}`,
  to: `${kind}:${into}`,
})

/** Reads the rows that move with merged projects: their sessions, plans, learnings, tasks and meetings. */
const readProjects = async (db: D1Database, userId: string, pairs: MergePair[]) => {
  const ids = pairs.map(({ from }) => from)
  const [own, linked] = await Promise.all([
    ids.length > 0 ? sessionsOfProjects(db, userId, ids) : [],
    referencingRows(db, userId, projectReferences, ids),
  ])
  const moved = [{ table: undoableTables.sessions, column: 'project_id', keys: own.map(({ id }) => id) }, ...linked]
  return { moved, counted: own.filter(({ counted }) => counted === 1).length }
}

const termsOfSession = {
  user_id: 's.user_id',
  session_id: 's.id',
  date: "(s.days ->> '$[0][0]')",
  task_id: 's.task_id',
}

/** Stores rate and billability in sessions that would earn something else in the target project. */
const keepEarned = (db: D1Database, userId: string, pairs: MergePair[], now: number) => {
  const termsBefore = billingTermsSql({ ...termsOfSession, project_id: 's.project_id' }, userId)
  const termsAfter = billingTermsSql({ ...termsOfSession, project_id: "(pair.value ->> 'into')" }, userId)
  return sql(db)`
    UPDATE sessions
    SET billable = own.billable,
      hourly_rate = CAST(substr(own.rate, 1, instr(own.rate, ' ') - 1) AS INTEGER),
      currency = substr(own.rate, instr(own.rate, ' ') + 1)
    FROM (
      SELECT id, iif(billable = other_billable, own_billable, billable) AS billable,
        -- Time that was billable without a rate earned nothing.
        iif(billable = 0 OR rate IS other_rate, own_rate, coalesce(rate, '0' || substr(other_rate, instr(other_rate, ' ')))) AS rate
      FROM (
        SELECT s.id, s.billable AS own_billable, s.hourly_rate || ' ' || s.currency AS own_rate,
          ${termsBefore.isBillable} AS billable, ${termsBefore.rateOf} AS rate,
          ${termsAfter.isBillable} AS other_billable, ${termsAfter.rateOf} AS other_rate
        FROM json_each(${JSON.stringify(pairs)}) AS pair
          JOIN sessions AS s ON s.user_id = ${userId} AND s.project_id = pair.value ->> 'from'
        WHERE s.status = 'completed' AND s.started_at <= ${now})) AS own
    WHERE sessions.user_id = ${userId} AND sessions.id = own.id
      AND (own.billable IS NOT sessions.billable OR own.rate IS NOT sessions.hourly_rate || ' ' || sessions.currency)`
}

/** Moves the rows of projects to the target projects, and deletes the projects. */
const mergeProjects = (db: D1Database, userId: string, moved: MovedRows[], pairs: MergePair[], now: number) => [
  keepEarned(db, userId, pairs, now),
  ...moveReferences(db, userId, moved, pairs, now),
  sql(db)`
    UPDATE projects
    SET deleted_at = ${now}, merged_into = value ->> 'into', updated_at = ${now}, seq = ${newSeq(userId)}
    FROM json_each(${JSON.stringify(pairs)})
    WHERE projects.user_id = ${userId} AND projects.id = value ->> 'from' AND projects.deleted_at IS NULL`,
]

/** Moves all rows of a project to another, including deleted ones, and deletes the project. */
export const planProjectMerge: MergePlanner<ProjectRow> = async (db, userId, pair, now) => {
  const [{ moved, counted }, follow] = await Promise.all([
    readProjects(db, userId, [pair]),
    readStoredFilters(db, userId),
  ])
  const followed = follow([subjectMove('project', pair)], now)
  return (from, into): ChangePlan => {
    const heirs = inherit(db, userId, [{ from, into }], now)
    return {
      ...mergedInto(from, into, plural(counted, 'session')),
      touched: { projects: [from.id, ...heirs.ids], ...followed.touched },
      more: moved,
      writes: [...mergeProjects(db, userId, moved, [pair], now), ...heirs.writes, ...followed.writes],
    }
  }
}

/** Rows of an organization, and all projects, because a merge of organizations may merge some of them. */
export const rowsOfOrganization = async (db: D1Database, userId: string, id: string) => {
  const [filed, all] = await Promise.all([
    referencingRows(db, userId, organizationReferences, [id]),
    projects(db, userId),
  ])
  return { filed, projects: all }
}

/** Pairs of projects with the same name in both organizations. Each pair is merged. */
export const projectPairs = (all: ProjectRow[], { from, into }: MergePair) => {
  const others = all.filter(({ organization_id }) => organization_id === into)
  const byName = new Map(others.map((project) => [nameKey(project.name), project]))
  return all.flatMap((project) => {
    const same = project.organization_id === from ? byName.get(nameKey(project.name)) : undefined
    return same ? [{ from: project, into: same }] : []
  })
}

/**
 * Moves all rows of an organization to another, including deleted ones. Merges projects of the same name, and deletes
 * the organization.
 */
export const planOrganizationMerge: MergePlanner<OrganizationRow & { project_count: number }> = async (
  db,
  userId,
  pair,
  now,
) => {
  const [own, follow] = await Promise.all([rowsOfOrganization(db, userId, pair.from), readStoredFilters(db, userId)])
  const merged = projectPairs(own.projects, pair)
  const pairs = merged.map(({ from, into }) => ({ from: from.id, into: into.id }))
  const { moved } = await readProjects(db, userId, pairs)
  return (from, into): ChangePlan => {
    const client = subjectMove('organization', pair)
    const moves = [
      client,
      { ...client, from: clientSubject(from.name) },
      ...pairs.map((one) => subjectMove('project', one)),
    ]
    const followed = follow(moves, now)
    const heirs = inherit(db, userId, merged, now)
    const notes = joinedNotes(from.notes, into.notes, organizationNotes)
    return {
      ...mergedInto(from, into, plural(from.project_count, 'project')),
      touched: {
        projects: [...pairs.map((one) => one.from), ...heirs.ids],
        organizations: [from.id, into.id],
        ...followed.touched,
      },
      more: [...own.filed, ...moved],
      writes: [
        ...(pairs.length > 0 ? mergeProjects(db, userId, moved, pairs, now) : []),
        ...heirs.writes,
        ...moveReferences(db, userId, own.filed, [pair], now),
        ...followed.writes,
        setRows(db, 'organizations', userId, [into.id], { notes }, now),
        setRows(db, 'organizations', userId, [from.id], { deleted_at: now }, now),
      ],
    }
  }
}
