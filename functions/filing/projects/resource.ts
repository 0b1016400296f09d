import { v7 as uuid } from 'uuid'
import { renameWithUndo } from '../../changes/writes'
import type { Outdates } from '../../lib/db/sql'
import { filingErrors } from '../../lib/resource/filing'
import { withContextOrg } from '../../lib/resource/new-row-filing'
import type { FieldErrors, Resource, Write } from '../../lib/resource/resource'
import { deleteRow } from '../../lib/resource/row-writes'
import { duration, plural } from '../../lib/text/format'
import { quoteShort } from '../../lib/text/text'
import { projectLabel } from '../../line/names'
import * as q from './queries'
import { classificationNames, type ListedProject, type NewProjectValues, type ProjectRow } from './schema'

export const nameTaken = 'There is already a project with this name. Choose another name or organization.'

type Counted = Pick<ListedProject, 'tracked_seconds' | 'session_count'>

/** Formats tracked time: `2 sessions (3h 20m)`; null if nothing is tracked. */
export const countedText = ({ tracked_seconds, session_count }: Counted) =>
  tracked_seconds ? `${plural(session_count, 'session')} (${duration(tracked_seconds)})` : null

export const clientName = (client: string) => client || 'No organization'

/** Formats `2 sessions (3h 20m) still count`; null if nothing is tracked. */
export const stillCountText = (project: Counted) => {
  const counted = countedText(project)
  return counted && `${counted} still ${project.session_count === 1 ? 'counts' : 'count'}`
}

/**
 * Describes the tracked time that an edit moves: `2 sessions (3h 20m) moved from Work to Learning.` Tracked time stays
 * with the organization of its date, except when the project gets its first organization. Null if nothing moves, as
 * after a new name or status.
 */
const movedTime = (before: ProjectRow & Counted, after: ProjectRow) => {
  const counted = countedText(before)
  if (!counted) return null
  const isElsewhere = q.changesClient(after, before)
  const moves = [
    isElsewhere && before.client === '' && [clientName(''), clientName(after.client)],
    before.classification !== after.classification && [
      classificationNames[before.classification],
      classificationNames[after.classification],
    ],
  ].flatMap((move) => (move ? [`from ${move[0]} to ${move[1]}`] : []))
  const words = [
    ...(moves.length > 0 ? [`${counted} moved ${moves.join(', and ')}.`] : []),
    ...(isElsewhere && before.client !== '' ? [`Time until today stays with ${before.client}.`] : []),
  ]
  return words.join(' ') || null
}

/** Summary of a rename. Names the organization only if it changed. */
const renameSummary = (before: ListedProject, values: ListedProject) => {
  const label = (project: ListedProject) => (q.changesClient(values, before) ? projectLabel(project) : project.name)
  return `Renamed ${quoteShort(label(before))} to ${quoteShort(label(values))}`
}

/** Saves an edit. A new name or organization can be undone. The toast describes the time that moves. */
const update = (db: D1Database, userId: string, values: ListedProject, now: number, before: ListedProject): Write => {
  const clientId = uuid()
  const statements = q.updateProject(db, userId, values, now, before, clientId)
  const isRenamed = before.name !== values.name || q.changesClient(values, before)
  const moved = movedTime(before, values)
  if (!isRenamed) {
    const isShown = moved || before.color !== values.color || before.organization_id !== values.organization_id
    const outdates: Outdates[] = isShown ? ['stats'] : []
    return { statements, outdates, toast: moved ? { message: `Project saved. ${moved}` } : undefined }
  }
  const summary = renameSummary(before, values)
  const touched = { projects: [before.id], organizations: [clientId] }
  return renameWithUndo(db, userId, summary, touched, statements, now, moved ? `${summary}. ${moved}` : summary)
}

/** Errors of an edit: `filingErrors`, and a client that is not the chosen organization. */
const validate = async (
  db: D1Database,
  userId: string,
  values: NewProjectValues | ListedProject,
  before: ListedProject | null,
): Promise<FieldErrors | null> => {
  const errors = await filingErrors(db, userId, values, before)
  const { client = '', organization_id } = values
  const isBoth = client !== '' && q.changesClient(values, before) && organization_id !== before?.organization_id
  if (errors || !isBoth || !organization_id) return errors
  if (await q.isOrganizationNamed(db, userId, organization_id, client)) return null
  return { client: ['This isn’t the name of the organization. Send only one of the two'] }
}

const remove = deleteRow('projects', ['stats'])

/** Writes shared by the pages and the API of projects. */
export const project: Resource<ListedProject, NewProjectValues> = {
  name: 'project',
  find: q.project,
  validate,
  insert: (db, userId, id, { classification = 'work', color = 'slate', ...values }, now, c) => {
    const filed = values.client === undefined ? withContextOrg(c, values) : values
    return q.addProjects(db, userId, [{ client: '', ...filed, id, classification, color, import_id: null }], now)
  },
  update,
  remove: (db, userId, id, now) => ({
    ...remove(db, userId, id, now),
    toast: { message: 'Project deleted. Its sessions are kept.' },
  }),
  restore: q.restoreProject,
  refused: { unique: q.uniqueNameIndex, errors: { name: [nameTaken] } },
}
