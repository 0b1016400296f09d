import { createHash } from 'node:crypto'
import { longestSession } from '../../functions/lib/time/typed-time'
import { unreachableIds } from '../../functions/programs/sync/core/protocol'
import type { TrackerRow } from './database-rows'
import { type FileFault, type FoundRow, isRowId } from './found'
import { instantOf, parseList } from './instants'

const noteLimit = 10_000

const text = (value: unknown) => (value === null || value === undefined ? '' : String(value))

/** Makes a valid id for the server from an invalid one; the same input gives the same id. */
const syncedId = (id: string) =>
  isRowId(id) && !unreachableIds.includes(id)
    ? id
    : `tracker-${createHash('sha256').update(id).digest('hex').slice(0, 24)}`

/** Converts the tracker's minutes to seconds; the exact length if the minutes are that length rounded. */
const secondsOf = (minutes: unknown, whole: number) => {
  if (typeof minutes !== 'number' || !Number.isFinite(minutes) || minutes < 0) return whole
  return Math.abs(minutes * 60 - whole) < 60 ? whole : Math.min(whole, Math.round(minutes * 60))
}

type Read = { row: FoundRow<'session'> } | { fault: FileFault } | { isRunning: true }

/** Reads a session. A running session is left for a later import. */
export const readSession = (row: TrackerRow, file: string, time_zone: string): Read => {
  const id = text(row.id)
  const fault = (message: string): Read => ({ fault: { file, line: 0, message: `Session ${id}: ${message}` } })
  const started = instantOf(row.start_time)
  const minutes = row.duration_minutes
  if (id === '') return fault('it has no id.')
  if (started === null) return fault(`its start “${text(row.start_time)}” is no instant.`)
  const length = typeof minutes === 'number' && minutes > 0 ? minutes * 60_000 : null
  if (row.end_time === null && length === null) return { isRunning: true }
  const ended = row.end_time === null ? started + (length ?? 0) : instantOf(row.end_time)
  if (ended === null) return fault(`its end “${text(row.end_time)}” is no instant.`)
  if (ended < started) return fault('its end is before its start.')
  const whole = Math.floor((ended - started) / 1000)
  if (whole > longestSession) return fault('it is longer than 72 hours.')
  const notes = text(row.notes)
  if ([...notes].length > noteLimit) return fault('its notes have more than 10,000 characters.')
  const duration_seconds = secondsOf(minutes, whole)
  const created_at = instantOf(row.created_at) ?? started
  return {
    row: {
      type: 'session',
      id: syncedId(id),
      data: {
        plan_id: text(row.plan_id) || null,
        chunk_id: text(row.chunk_id) || null,
        start_time: started,
        end_time: ended,
        duration_minutes: Math.round(duration_seconds / 60),
        notes,
        artifacts: parseList(row.artifacts),
        created_at,
        title: '',
        duration_seconds,
        time_zone,
        project_id: null,
        goal_id: null,
      },
      updated_at: Math.max(ended, created_at),
    },
  }
}
