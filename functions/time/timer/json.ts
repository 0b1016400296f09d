import { z } from 'zod'
import { Instant, idInput, instantInput, iso } from '../../lib/api/values'
import { splitsOf } from '../../lib/hours'
import { TagList } from '../../lib/tags'
import type { StoredSession } from '../sessions/api/json'
import { SessionJson, sessionJson } from '../sessions/api/json'
import { Artifacts, notesText, titleText } from '../sessions/schema'
import type { ActiveTimer, StoppedTimer } from './schema'

export const TimerJson = z
  .object({
    session: SessionJson.nullable().meta({ description: 'The running timer, or null.' }),
    server_time: Instant.meta({ description: 'Time of the response, to count from.' }),
  })
  .meta({ id: 'Timer' })

export const timerJson = (session: StoredSession | null, now: number) => ({
  session: session && sessionJson(session),
  server_time: iso(now),
})

const emptyLinks = {
  repo_owner: null,
  repo_name: null,
  pr_number: null,
  import_id: null,
} as const

export const timerSession = (timer: Omit<ActiveTimer, 'number'> & Partial<StoppedTimer>): StoredSession => {
  const { last_heartbeat_at: _, number: __, ended_at = null, duration_seconds = null, ...fields } = timer
  const days = duration_seconds === null ? [] : splitsOf({ ...fields, duration_seconds }).days
  const status = ended_at === null ? ('active' as const) : ('completed' as const)
  return { ...fields, ...emptyLinks, ended_at, duration_seconds, status, planned: false, days }
}

export const StartedJson = SessionJson.extend({
  stopped: SessionJson.nullable().meta({ description: 'The session that was stopped at that instant.' }),
}).meta({ id: 'StartedTimer' })

export const StartBody = z
  .strictObject({
    title: titleText.optional(),
    project_id: idInput.nullable().optional(),
    goal_id: idInput.nullable().optional(),
    plan_id: idInput.nullable().optional(),
    chunk_id: idInput.nullable().optional().meta({ description: 'A chunk of the plan.' }),
    task_id: idInput.nullable().optional().meta({ description: 'A task; one to do gets in progress.' }),
    tags: TagList.optional(),
    notes: notesText.optional(),
    artifacts: Artifacts.optional(),
    started_at: instantInput.optional().meta({ description: 'At most 24 hours back; defaults to now.' }),
  })
  .meta({ id: 'StartTimer', example: { title: 'Reading', tags: ['thesis'] } })

export const StopBody = z
  .strictObject({
    ended_at: instantInput.optional().meta({ description: 'Not before its start; defaults to now.' }),
  })
  .meta({ id: 'StopTimer', example: {} })

export const NothingBody = z.strictObject({}).meta({ id: 'Nothing', example: {} })
