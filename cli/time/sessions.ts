import { v7 as uuid } from 'uuid'
import { editChunk, editHead } from '../../functions/learning/plans/markdown/edit'
import { readPlan } from '../../functions/learning/plans/markdown/read'
import type { SessionData } from '../../functions/programs/sync/core/protocol'
import { wholeSecond } from '../../functions/time/timer/times'
import { planData } from '../plans/plans'
import type { Store } from '../store/open'
import { runningSession, type VisibleRow } from '../store/queries'
import { visibleRow } from '../sync/visible-row'
import { queueWrite } from '../sync/write'

type Filed = Pick<SessionData, 'title' | 'project_id' | 'goal_id' | 'plan_id' | 'chunk_id' | 'time_zone'>

const empty: Pick<SessionData, 'end_time' | 'duration_minutes' | 'duration_seconds' | 'notes' | 'artifacts'> = {
  end_time: null,
  duration_minutes: null,
  duration_seconds: null,
  notes: '',
  artifacts: [],
}

/** Members of an ended session. `seconds` may be less than the time from start to end. */
const ended = (start_time: number, end_time: number, seconds = Math.floor((end_time - start_time) / 1000)) => ({
  end_time,
  duration_seconds: seconds,
  duration_minutes: Math.round(seconds / 60),
})

/** Ends a running session, never before its start. @param at epoch ms */
export const endSession = (
  { device }: Store,
  { id, data }: VisibleRow<SessionData>,
  at: number,
  now: number,
  note = '',
) => {
  const notes = [data.notes, note].filter(Boolean).join('\n')
  const after = { ...data, notes, ...ended(data.start_time, Math.max(data.start_time, wholeSecond(at))) }
  queueWrite(device, 'session', id, after, now)
  return { id, data: after }
}

/** Marks a chunk that is not started, and its plan, as in progress, as the browser does when time is tracked. */
const beginChunk = (
  { device }: Store,
  { plan_id, chunk_id }: Pick<SessionData, 'plan_id' | 'chunk_id'>,
  now: number,
) => {
  const plan = plan_id === null || chunk_id === null ? null : visibleRow(device, 'plan', plan_id)
  if (!plan || plan_id === null || chunk_id === null) return
  const before = readPlan(plan.content)
  if ('errors' in before) return
  if (before.chunks.find(({ id }) => id === chunk_id)?.status !== 'not_started') return
  const content = editChunk(before, chunk_id, { status: 'in_progress' }, now)
  const begun = content === null || content === 'garbled' ? null : readPlan(content)
  if (begun === null || 'errors' in begun) return
  const text = editHead(begun, { status: 'in_progress' }, now)
  const after = text === 'garbled' ? null : readPlan(text)
  if (after === null || 'errors' in after) return
  queueWrite(device, 'plan', plan_id, planData(after, plan), now)
}

/** Starts the timer and ends the running one at the same instant. @param at epoch ms */
export const startSession = (store: Store, filed: Filed, at: number, now: number) =>
  store.db.transaction(() => {
    const running = runningSession(store.db)
    const stopped = running ? endSession(store, running, at, now) : null
    const data: SessionData = { ...empty, ...filed, start_time: wholeSecond(at), created_at: now }
    const started = { id: uuid(), data }
    queueWrite(store.device, 'session', started.id, started.data, now)
    beginChunk(store, filed, now)
    return { started, stopped }
  })

type Times = { started_at: number; ended_at: number; duration_seconds: number }

/** Adds an ended session. */
export const logSession = (store: Store, filed: Filed, times: Times, now: number) => {
  const { started_at, ended_at, duration_seconds } = times
  const data = {
    ...empty,
    ...filed,
    start_time: started_at,
    ...ended(started_at, ended_at, duration_seconds),
    created_at: now,
  }
  const id = uuid()
  store.db.transaction(() => {
    queueWrite(store.device, 'session', id, data, now)
    beginChunk(store, filed, now)
  })
  return { id, data }
}

/** JSON of a session, for programs. */
export const sessionJson = ({ id, data }: VisibleRow<SessionData>) => ({
  id,
  title: data.title,
  project_id: data.project_id,
  goal_id: data.goal_id,
  plan_id: data.plan_id,
  chunk_id: data.chunk_id,
  started_at: new Date(data.start_time).toISOString(),
  ended_at: data.end_time === null ? null : new Date(data.end_time).toISOString(),
  duration_seconds: data.duration_seconds,
  notes: data.notes,
})
