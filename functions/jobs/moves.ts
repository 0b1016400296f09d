import { followSubjects } from '../app-rules/follow-subjects'
import { type ChangeKey, withImages } from '../changes/images'
import { garbledNote, notGarbled, type PlanRetags, retagPlans, rowsOfPlans, savePlanTags } from '../changes/plan-tags'
import { movesJob as name } from '../changes/run'
import type { SessionMoves } from '../changes/schema'
import { rowsOfTags, taggedImages, undoableTables } from '../changes/tables'
import { noteOnChange } from '../changes/writes'
import { grouped } from '../lib/format'
import { batchRows, takeBatch } from '../lib/jobs/batches'
import type { JobKind } from '../lib/jobs/schema'
import { allRows, part, sql } from '../lib/sql'
import {
  deleteMerged,
  inheritDetails,
  linkedTo,
  moveLinked,
  moveSessions,
  sessionsToMove,
} from '../project-merge/linked'
import { projectsOf } from '../projects/queries'
import { mostSessionsIn, rowsToEdit, type SessionSize } from '../sessions/rows-written'
import {
  activateTags,
  columnRowsTagged,
  deactivateTags,
  plansTagged,
  removeTags,
  replaceTags,
  retagRows,
  type TaggedRow,
} from '../tags/rows'

type Sized = SessionSize & { id: string }

/** The most sessions that one batch could edit. */
const mostSessions = mostSessionsIn(batchRows, rowsToEdit)

/** Sessions that were not moved yet, also those that were logged since the job began. */
const leftToMerge = (db: D1Database, userId: string, { merge }: SessionMoves) =>
  allRows<Sized>(sql(db)`
    SELECT sessions.id, json_array_length(days) AS days, json_array_length(tags) AS tags
    FROM (${sessionsToMove(userId, merge)} LIMIT ${mostSessions}) AS moved JOIN sessions
      ON sessions.user_id = ${userId} AND sessions.id = moved.id`)

/** Sessions that still have one of the tags, deleted ones too. */
const leftToRetag = async (db: D1Database, userId: string, { tags }: SessionMoves) => {
  const from = JSON.stringify(tags?.from ?? [])
  const rows = await allRows<Sized>(sql(db)`
    SELECT sessions.id, json_array_length(days) AS days, json_array_length(tags) AS tags
    FROM (
        SELECT DISTINCT session_id FROM session_tags
        WHERE user_id = ${userId} AND tag IN (SELECT value FROM json_each(${from}))
        LIMIT ${mostSessions})
      JOIN sessions ON sessions.user_id = ${userId} AND sessions.id = session_id
    UNION ALL
    SELECT * FROM (
      SELECT id, json_array_length(days), json_array_length(tags)
      FROM sessions
      WHERE user_id = ${userId} AND deleted_at IS NOT NULL
        AND EXISTS (
          SELECT 1 FROM json_each(sessions.tags) AS own WHERE own.value IN (SELECT value FROM json_each(${from})))
      LIMIT ${mostSessions})`)
  return [...new Map(rows.map((row) => [row.id, row])).values()]
}

const editsOf = (db: D1Database, userId: string, { merge, tags }: SessionMoves, ids: string[], now: number) => [
  ...(merge.length > 0
    ? [moveSessions(db, userId, part`SELECT value FROM json_each(${JSON.stringify(ids)})`, merge, now)]
    : []),
  ...(tags && tags.to !== null ? replaceTags(db, userId, ids, tags.from, tags.to, now) : []),
  ...(tags && tags.to === null ? removeTags(db, userId, ids, tags.from, now) : []),
]

const subjectMoves = ({ merge, tags }: SessionMoves) => [
  ...merge.map(({ from, into }) => ({ from: `project:${from}`, to: `project:${into}` })),
  ...(tags && tags.to !== null ? tags.from.map((tag) => ({ from: `tag:#${tag}`, to: `tag:#${tags.to}` })) : []),
]

/** Everything but sessions, which comes last: projects are deleted once they are empty. */
const planRest = async (db: D1Database, userId: string, moves: SessionMoves, now: number) => {
  const { merge, tags, inactive } = moves
  const from = merge.map((pair) => pair.from)
  const [followed, linked, merged] = await Promise.all([
    followSubjects(db, userId, subjectMoves(moves), now),
    linkedTo(db, userId, from),
    projectsOf(
      db,
      userId,
      merge.flatMap((pair) => [pair.from, pair.into]),
    ),
  ])
  const byId = new Map(merged.map((project) => [project.id, project]))
  const pairs = merge.flatMap((pair) => {
    const [one, into] = [byId.get(pair.from), byId.get(pair.into)]
    return one && into ? [{ from: one, into }] : []
  })
  const heirs = inheritDetails(db, userId, pairs, now)
  const { projects, plans, learnings, tasks, meetings, tags: tagTable, conditions } = undoableTables
  return {
    images: [
      { table: projects, keys: [...from, ...heirs.ids] },
      { table: plans, keys: linked.plans },
      { table: learnings, keys: linked.learnings },
      { table: tasks, keys: linked.tasks },
      { table: meetings, keys: linked.meetings },
      { table: tagTable, keys: tags ? [...tags.from, ...(tags.to === null ? [] : [tags.to])] : [] },
      { table: conditions, keys: followed.conditions },
    ],
    writes: [
      ...(merge.length > 0 ? [...moveLinked(db, userId, merge, now), deleteMerged(db, userId, merge, now)] : []),
      ...heirs.writes,
      ...followed.writes,
      ...(tags ? [activateTags(db, userId, tags.from)] : []),
      ...(inactive.length > 0 ? [deactivateTags(db, userId, inactive)] : []),
    ],
    outdates: followed.conditions.length > 0 ? (['whitelist'] as const) : [],
  }
}

/** Lets the next steps of a job read what is left besides sessions. */
const goOnWithOthers = (db: D1Database, { userId, changeId }: ChangeKey) => sql(db)`
  UPDATE jobs SET work = json_set(work, '$.phase', 'others') WHERE user_id = ${userId} AND id = ${changeId}`

/** Taken by a step: sessions, then rows of other kinds whose tags are in a column, then plans. */
type Taken = { sessions: string[]; rows: TaggedRow[]; plans: PlanRetags | null; isLast: boolean }

const nothing = { sessions: [], rows: [], plans: null }

/** Reads the other kinds that have one of the tags. */
const othersTagged = (db: D1Database, { userId, changeId }: ChangeKey, { tags }: SessionMoves) =>
  Promise.all([
    tags ? columnRowsTagged(db, userId, tags.from) : [],
    tags ? plansTagged(db, userId, tags.from, notGarbled({ userId, changeId })) : [],
  ])

/** Takes other kinds once no session is left. */
const takeOthers = (
  [left, texts]: Awaited<ReturnType<typeof othersTagged>>,
  { tags }: SessionMoves,
  now: number,
): Taken => {
  const rows = takeBatch(left, () => rowsOfTags)
  if (rows.length > 0) return { ...nothing, rows, isLast: rows.length === left.length && texts.length === 0 }
  const taken = takeBatch(texts, (text) => rowsOfPlans([text]))
  const isLast = taken.length === (texts[0]?.left_count ?? 0)
  return { ...nothing, plans: tags && retagPlans(taken, tags.from, tags.to, now), isLast }
}

/** Reads what is left besides sessions only once these are done, as a step before each of them would read it. */
const planMoves: JobKind['plan'] = async (db, userId, { id: changeId, work, position }, now) => {
  const moves: SessionMoves = JSON.parse(work)
  const of = { userId, changeId }
  const isAtOthers = moves.phase === 'others'
  const [left, others, last] = await Promise.all([
    moves.tags ? leftToRetag(db, userId, moves) : leftToMerge(db, userId, moves),
    isAtOthers ? othersTagged(db, of, moves) : null,
    isAtOthers ? planRest(db, userId, moves, now) : null,
  ])
  const taken = takeBatch(left, rowsToEdit).map(({ id }) => id)
  const isTaking = taken.length > 0 || others === null
  const { sessions, rows, plans, isLast }: Taken = isTaking
    ? { ...nothing, sessions: taken, isLast: false }
    : takeOthers(others, moves, now)
  const rest = isLast && last ? last : { images: [], writes: [], outdates: [] }
  const images = [{ table: undoableTables.sessions, keys: sessions }, ...taggedImages(rows), ...rest.images]
  const writes = [
    ...editsOf(db, userId, moves, sessions, now),
    ...(moves.tags ? retagRows(db, userId, rows, moves.tags.from, moves.tags.to, now) : []),
    ...(plans ? savePlanTags(db, of, plans, now, position + 1) : []),
    ...(plans?.garbled.length ? [noteOnChange(db, userId, changeId, garbledNote(plans.garbled))] : []),
    ...rest.writes,
    ...(others === null && taken.length === left.length ? [goOnWithOthers(db, of)] : []),
  ]
  return {
    writes: withImages(db, of, images, writes, now, position + 1),
    records: sessions.length + rows.length + (plans?.images.length ?? 0),
    isLast,
    outdates: [...rest.outdates],
  }
}

/** Moves the sessions of merged projects, and all that has renamed tags. Its id is that of the change. */
export const movesJob: JobKind = {
  name,
  plan: planMoves,
  cancel: (db, userId, { id, position }) => [noteOnChange(db, userId, id, `stopped after ${grouped(position)}`)],
}
