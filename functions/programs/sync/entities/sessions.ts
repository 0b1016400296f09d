import { z } from 'zod'
import { idInput } from '../../../lib/api/values'
import type { Zone } from '../../../lib/time/days'
import { newTimes, patchedTimes } from '../../../time/sessions/api/times'
import { Artifacts, notesSchema, timeZone, titleText } from '../../../time/sessions/schema'
import { type ResolvedTimes, wholeSeconds } from '../../../time/sessions/times/resolve'
import type { SessionData } from '../core/protocol'
import type { RowRefusal, SessionVersion } from './rows'
import { instantSchema, listSchema, optionalId, planId } from './values'

const textOrNull = <S extends z.ZodType>(schema: S) => z.preprocess((value) => value ?? '', schema)

const noMinutes = 'Enter 0 minutes or more'
const noSeconds = 'Enter whole seconds of 0 or more'

/** Members of a session in a delta. Unknown members are ignored, because trackers send more columns. */
export const SessionMembers = z
  .object({
    plan_id: optionalId(planId),
    chunk_id: optionalId(idInput),
    start_time: instantSchema,
    end_time: instantSchema.nullable(),
    duration_minutes: z.number(noMinutes).min(0, noMinutes).nullable(),
    notes: textOrNull(notesSchema),
    artifacts: listSchema(Artifacts),
    created_at: instantSchema,
    title: textOrNull(titleText),
    duration_seconds: z.int(noSeconds).min(0, noSeconds).nullable(),
    time_zone: timeZone,
    project_id: optionalId(idInput),
    goal_id: optionalId(idInput),
  })
  .partial()

type Members = z.output<typeof SessionMembers>

/** Maps ids that a session may refer to, to their replacements: the target of a merge, null if deleted. */
type Filing = { projects: Map<string, string | null>; goals: Map<string, string | null> }

type SessionContext = Filing & {
  zone: Zone
  /** Epoch ms. */
  now: number
}

type Times = Pick<SessionData, 'start_time' | 'end_time' | 'duration_seconds'>

/** Seconds of a length in minutes. Returns the exact interval if the minutes are just its rounded length. */
const secondsOf = (minutes: number, interval: number) => {
  const whole = Math.floor(interval / 60)
  return minutes === whole || minutes === Math.round(interval / 60) ? interval : Math.min(minutes * 60, interval)
}

const sentSeconds = ({ duration_seconds, duration_minutes }: Members, start: number, end: number | undefined) => {
  if (duration_seconds !== undefined && duration_seconds !== null) return duration_seconds
  if (duration_minutes === undefined || duration_minutes === null) return undefined
  if (end === undefined) return Math.round(duration_minutes * 60)
  return Math.round(secondsOf(duration_minutes, wholeSeconds({ started_at: start, ended_at: end })))
}

const wireNames: Record<string, string> = { started_at: 'start_time', ended_at: 'end_time' }

const checked = (times: ResolvedTimes | { errors: Partial<Record<string, string[]>> }): Times | RowRefusal => {
  if (!('errors' in times)) {
    const { started_at, ended_at, duration_seconds } = times
    return { start_time: started_at, end_time: ended_at, duration_seconds }
  }
  const [[member = '', messages] = []] = Object.entries(times.errors)
  return { reason: `${wireNames[member] ?? member}: ${messages?.[0] ?? 'invalid'}` }
}

const running = (start: number, now: number): Times => ({
  start_time: Math.floor(Math.min(start, now) / 1000) * 1000,
  end_time: null,
  duration_seconds: null,
})

const isEnded = (data: SessionData): data is SessionData & { end_time: number; duration_seconds: number } =>
  data.end_time !== null && data.duration_seconds !== null

const timesOf = (members: Members, stored: SessionVersion | null, zone: Zone, now: number): Times | RowRefusal => {
  const start = members.start_time ?? stored?.data.start_time
  if (start === undefined) return { reason: 'start_time: Enter the start' }
  const sentEnd = members.end_time === undefined ? undefined : members.end_time
  const end = sentEnd === undefined ? stored?.data.end_time : sentEnd
  const seconds = sentSeconds(members, start, end ?? undefined)
  if (end === null || (end === undefined && seconds === undefined)) return running(start, now)
  const input = { started_at: start, ended_at: end, duration_seconds: seconds }
  if (!stored || !isEnded(stored.data)) return checked(newTimes(input, zone.time_zone))
  const { start_time: started_at, end_time: ended_at, duration_seconds } = stored.data
  if (start === started_at && end === ended_at && (seconds ?? duration_seconds) === duration_seconds) {
    return { start_time: start, end_time: ended_at, duration_seconds }
  }
  return checked(patchedTimes({ started_at, ended_at, duration_seconds, ...zone }, input, zone.time_zone))
}

const filed = (
  member: 'project_id' | 'goal_id',
  known: Map<string, string | null>,
  sent: string | null | undefined,
  stored: string | null,
): { id: string | null } | RowRefusal => {
  if (sent === undefined || sent === stored) return { id: stored }
  if (sent === null) return { id: null }
  const own = known.get(sent)
  if (own !== undefined) return { id: own }
  return {
    reason: `${member}: ${member === 'project_id' ? 'Choose one of your projects' : 'Choose one of your goals'}`,
  }
}

/** Source of a session. A running session becomes the timer, except for one of a pull request. */
const sourceOf = ({ end_time }: Times, stored: SessionVersion | null) => {
  const source = stored?.extra.source ?? 'cli'
  return end_time === null && source !== 'extension' ? 'timer' : source
}

/** Whole minutes, as trackers store them. */
const minutesOf = (seconds: number | null) => (seconds === null ? null : Math.round(seconds / 60))

/** Applies a delta to a session. A merged project is replaced by its target, a deleted one removed. */
export const mergeSession = (
  members: Members,
  stored: SessionVersion | null,
  writtenAt: number,
  context: SessionContext,
): Pick<SessionVersion, 'data' | 'extra'> | RowRefusal => {
  const before = stored?.data
  const time_zone = members.time_zone ?? before?.time_zone ?? context.zone.time_zone
  const day_start_minute = stored?.extra.day_start_minute ?? context.zone.day_start_minute
  const times = timesOf(members, stored, { time_zone, day_start_minute }, context.now)
  if ('reason' in times) return times
  const project = filed('project_id', context.projects, members.project_id, before?.project_id ?? null)
  if ('reason' in project) return project
  const goal = filed('goal_id', context.goals, members.goal_id, before?.goal_id ?? null)
  if ('reason' in goal) return goal
  const plan_id = members.plan_id === undefined ? (before?.plan_id ?? null) : members.plan_id
  const chunk_id = members.chunk_id === undefined ? (before?.chunk_id ?? null) : members.chunk_id
  if (plan_id === null && chunk_id !== null && members.chunk_id) return { reason: 'chunk_id: Enter its plan_id, too' }
  const data: SessionData = {
    plan_id,
    chunk_id: plan_id === null ? null : chunk_id,
    start_time: times.start_time,
    end_time: times.end_time,
    duration_minutes: minutesOf(times.duration_seconds),
    notes: members.notes ?? before?.notes ?? '',
    artifacts: members.artifacts ?? before?.artifacts ?? [],
    created_at: members.created_at ?? before?.created_at ?? writtenAt,
    title: members.title ?? before?.title ?? '',
    duration_seconds: times.duration_seconds,
    time_zone,
    project_id: project.id,
    goal_id: goal.id,
  }
  const extra = { day_start_minute, tags: stored?.extra.tags ?? [], source: sourceOf(times, stored) }
  return { data, extra }
}
