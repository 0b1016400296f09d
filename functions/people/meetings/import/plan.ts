import { v7 as uuid } from 'uuid'
import { undoable } from '../../../data/changes/writes'
import { plural } from '../../../lib/format'
import { refuseWhileBusy } from '../../../lib/jobs/queries'
import { commitPlanned } from '../../../lib/retry'
import { hashed } from '../../../lib/secrets'
import { nameKey } from '../../../lib/text'
import { type KnownPerson, knownPeople } from '../queries'
import { insertMeetings, insertPeople, type KnownMeeting, knownMeetings, updateMeetings } from './queries'
import type { Invited, ReadMeeting } from './schema'

/** A meeting to add: `people` are those who are known, `unknown` the others. */
export type PlannedMeeting = ReadMeeting & { id: string; people: KnownPerson[]; unknown: Invited[] }

/** A meeting that is there already and that the calendar has at another time, or under another title. */
export type ChangedMeeting = { before: KnownMeeting; meeting: ReadMeeting }

export type ImportPlan = {
  added: PlannedMeeting[]
  changed: ChangedMeeting[]
  /** Meetings that are there already, as the calendar has them. */
  same: number
  /** Meetings that were imported before and deleted since: they stay so. */
  deleted: number
  /** Whom meetings to add name and nobody of the person's people is, each once. */
  unknown: (Invited & { id: string })[]
}

const keyLimit = 300

/** The meetings with keys that an index can hold. */
export const withShortKeys = (meetings: ReadMeeting[]) =>
  Promise.all(
    meetings.map(async (meeting) =>
      meeting.key.length > keyLimit ? { ...meeting, key: `sha256:${await hashed(meeting.key)}` } : meeting,
    ),
  )

const invitedKey = ({ name, email }: Invited) => email || nameKey(name)

/**
 * Gives the person whom an event names: with the address, else with the name and without an address; without an address in the
 * event with the name.
 */
const finder = (people: KnownPerson[]) => {
  const oldestFirst = people.toReversed()
  const byEmail = new Map(oldestFirst.filter(({ email }) => email !== '').map((one) => [one.email, one]))
  const byName = new Map(oldestFirst.map((one) => [nameKey(one.name), one]))
  const withoutEmail = new Map(oldestFirst.filter(({ email }) => email === '').map((one) => [nameKey(one.name), one]))
  return ({ name, email }: Invited) =>
    email === '' ? byName.get(nameKey(name)) : (byEmail.get(email) ?? withoutEmail.get(nameKey(name)))
}

const isSame = (meeting: ReadMeeting, before: KnownMeeting) =>
  meeting.title === before.title &&
  meeting.date === before.date &&
  meeting.time === before.time &&
  meeting.duration_minutes === before.duration_minutes

/** Says what an import adds and changes. Reads once, and everything at the same time. */
export const planImport = async (db: D1Database, userId: string, meetings: ReadMeeting[]): Promise<ImportPlan> => {
  const isInvited = meetings.some(({ invited }) => invited.length > 0)
  const [known, people] = await Promise.all([
    knownMeetings(
      db,
      userId,
      meetings.map(({ key }) => key),
    ),
    isInvited ? knownPeople(db, userId) : [],
  ])
  const byKey = new Map(known.map((meeting) => [meeting.import_key, meeting]))
  const find = finder(people)
  const plan: ImportPlan = { added: [], changed: [], same: 0, deleted: 0, unknown: [] }
  const unknown = new Map<string, Invited & { id: string }>()
  for (const meeting of meetings) {
    const before = byKey.get(meeting.key)
    if (before?.deleted) plan.deleted += 1
    else if (before && isSame(meeting, before)) plan.same += 1
    else if (before) plan.changed.push({ before, meeting })
    else {
      const found = new Map(
        meeting.invited.flatMap((one) => [find(one) ?? []].flat().map((person) => [person.id, person])),
      )
      const others = meeting.invited.filter((one) => !find(one))
      for (const one of others) if (!unknown.has(invitedKey(one))) unknown.set(invitedKey(one), { id: uuid(), ...one })
      plan.added.push({ ...meeting, id: uuid(), people: [...found.values()], unknown: others })
    }
  }
  return { ...plan, unknown: [...unknown.values()] }
}

/** Ids of the people of a meeting, with those of `added`. */
export const attendeeIds = ({ people, unknown }: PlannedMeeting, added: (Invited & { id: string })[]) => {
  const ids = new Map(added.map((one) => [invitedKey(one), one.id]))
  return [...people.map(({ id }) => id), ...unknown.flatMap((one) => ids.get(invitedKey(one)) ?? [])]
}

type ImportOptions = {
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
  const meetings = plan.added.map((meeting) => ({ ...meeting, attendees: attendeeIds(meeting, people) }))
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
