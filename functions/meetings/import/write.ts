import { v7 as uuid } from 'uuid'
import { undoable } from '../../changes/writes'
import { plural } from '../../lib/format'
import { refuseWhileBusy } from '../../lib/jobs/queries'
import { commitPlanned } from '../../lib/retry'
import { attendeeIds, type ImportPlan, planImport } from './plan'
import { insertMeetings, insertPeople, updateMeetings } from './queries'
import type { ReadMeeting } from './schema'

export type ImportOptions = {
  organization_id: string | null
  time_zone: string
  /** Adds the people whom new meetings name and nobody is yet. */
  add_people: boolean
  /** Gives meetings that are there already the title and the time that the calendar has now. */
  update: boolean
}

export type Imported = { plan: ImportPlan; change_id: string | null; options: ImportOptions }

export const countsOf = ({ added, changed, unknown }: ImportPlan, { add_people, update }: ImportOptions) => ({
  added: added.length,
  updated: update ? changed.length : 0,
  people: add_people ? unknown.length : 0,
})

/** `12 meetings and 2 people`; empty where nothing is written. */
export const summaryOf = (plan: ImportPlan, options: ImportOptions) => {
  const { added, updated, people } = countsOf(plan, options)
  return [
    added > 0 && plural(added, 'meeting'),
    updated > 0 && (added > 0 ? `${updated} changed` : plural(updated, 'changed meeting')),
    people > 0 && plural(people, 'person', 'people'),
  ]
    .filter(Boolean)
    .join(', ')
}

const writesOf = (
  db: D1Database,
  userId: string,
  { plan, options }: Imported,
  change: { id: string; summary: string },
) => {
  const now = Date.now()
  const people = options.add_people ? plan.unknown : []
  const moved = options.update ? plan.changed.map(({ before, meeting }) => ({ ...meeting, id: before.id })) : []
  const meetings = plan.added.map(({ zone, repeats, invited, people: known, unknown, ...meeting }) => ({
    ...meeting,
    attendees: attendeeIds({ ...meeting, zone, repeats, invited, people: known, unknown }, people),
  }))
  const touched = { meetings: [...meetings, ...moved].map(({ id }) => id), people: people.map(({ id }) => id) }
  return undoable(
    db,
    userId,
    { ...change, kind: 'edit' },
    touched,
    [
      ...insertPeople(db, userId, people, options, now),
      ...insertMeetings(db, userId, meetings, options, now),
      ...updateMeetings(db, userId, moved, options, now),
    ],
    now,
  )
}

/** Further statements of the batch that imports. */
type Also = (imported: Imported) => D1PreparedStatement[]

/**
 * Imports meetings as one change, all or nothing; writes nothing where there is nothing new. `alongside` is read in the same round
 * trip as what the person has. @throws ProblemError 409 `busy`
 */
export const importMeetings = (
  db: D1Database,
  userId: string,
  meetings: ReadMeeting[],
  options: ImportOptions,
  { also = () => [], alongside = async () => {} }: { also?: Also; alongside?: () => Promise<unknown> } = {},
): Promise<Imported> =>
  commitPlanned<Imported>(db, userId, ['stats'], async () => {
    const [plan] = await Promise.all([planImport(db, userId, meetings), refuseWhileBusy(db, userId), alongside()])
    const summary = summaryOf(plan, options)
    if (summary === '') return { result: { plan, change_id: null, options }, writes: [] }
    const imported = { plan, change_id: uuid(), options }
    const change = { id: imported.change_id, summary: `Imported ${summary}` }
    return { result: imported, writes: [...also(imported), ...writesOf(db, userId, imported, change)] }
  })
