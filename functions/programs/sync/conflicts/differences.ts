import type { Difference } from '../../../lib/http/conflict'
import { type Clock, clockTime, exactDuration, shortDate, zoneName } from '../../../lib/text/format'
import { type LineDifferences, lineDifferences } from '../../../lib/text/line-differences'
import { isSameJson } from '../../../lib/text/text'
import { isTimeZone, localDateTime } from '../../../lib/time/days'
import type { CardData, SessionData } from '../core/protocol'
import type { DeviceRow } from '../devices/device'
import { nameOfDevice } from '../devices/schema'
import { type Conflict, type ConflictOf, isGone, type Names } from './schema'

/** Differences between the lost and the present version: in members, and in lines of a plan's document. */
export type VersionDifferences = { fields: Difference[]; lines: LineDifferences | null }

const none: VersionDifferences = { fields: [], lines: null }

/** Maximum characters of a shown value. */
const shownLength = 240
const leadLength = 60

const part = (text: string, start: number) => {
  const end = start + shownLength
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`.toWellFormed()
}

/** Shortens two long values to the part around their first difference. */
const aroundDifference = ({ label, yours, saved }: Difference): Difference => {
  let same = 0
  while (same < yours.length && yours[same] === saved[same]) same += 1
  const isLong = Math.max(yours.length, saved.length) > shownLength
  const start = isLong ? Math.max(0, same - leadLength) : 0
  return { label, yours: part(yours, start), saved: part(saved, start) }
}

/** Members of a version, formatted, by label. */
type Words = Record<string, string>

/** Compares two versions. If one is deleted, returns everything in the other. */
const compare = (lost: Words | null, present: Words | null): VersionDifferences => ({
  fields: Object.keys(lost ?? present ?? {}).flatMap((label) => {
    const [yours = '', saved = ''] = [lost?.[label], present?.[label]]
    return yours === saved ? [] : [aroundDifference({ label, yours, saved })]
  }),
  lines: null,
})

/** Name of a row, or its id if the row is gone. */
const named = (id: string | null, name: string | null) => (id === null ? '' : (name ?? id))

const planText = ({ plan_id, chunk_id }: Pick<SessionData, 'plan_id' | 'chunk_id'>, names: Names) =>
  [named(plan_id, names.plan), named(chunk_id, names.chunk)].filter(Boolean).join(' / ')

/** Formats a session, with times in its own zone. @param today the reader's date */
const sessionWords = (session: SessionData, names: Names, clock: Clock, today: string): Words => {
  const { start_time, end_time, duration_seconds } = session
  const time_zone = isTimeZone(session.time_zone) ? session.time_zone : 'UTC'
  const at = (instant: number) => clockTime(instant, time_zone, clock)
  const day = shortDate(localDateTime(start_time, time_zone).date, today)
  return {
    Title: session.title,
    When: `${day}, ${at(start_time)}–${end_time === null ? 'running' : at(end_time)}`,
    'Time zone': zoneName(session.time_zone),
    Duration: duration_seconds === null ? '' : exactDuration(duration_seconds),
    Project: named(session.project_id, names.project),
    Goal: named(session.goal_id, names.goal),
    Plan: planText(session, names),
    Notes: session.notes,
    Links: session.artifacts.join('\n'),
  }
}

const ofSession = ({ lost, lost_names, present }: ConflictOf<'session'>, clock: Clock, today: string) =>
  compare(
    lost && sessionWords(lost, lost_names, clock, today),
    present?.data && present.deleted_at === null ? sessionWords(present.data, present.names, clock, today) : null,
  )

const cardWords = (card: CardData, names: Names): Words => ({
  Question: card.question,
  Answer: card.answer,
  Tags: card.tags.join(', '),
  Plan: planText(card, names),
  Schedule: `next review ${card.next_review}, interval ${card.interval_days} d, ease ${card.ease_factor.toFixed(2)}`,
})

const ofCard = ({ lost, lost_names, present }: ConflictOf<'card'>) =>
  compare(
    lost && cardWords(lost, lost_names),
    present?.data && present.deleted_at === null ? cardWords(present.data, present.names) : null,
  )

const ofPlan = ({ lost, present }: ConflictOf<'plan'>): VersionDifferences =>
  lost && present?.data && lost.content !== present.data.content
    ? { fields: [], lines: lineDifferences(lost.content, present.data.content) }
    : none

/** Compares the two versions of a conflict, if both exist. @param today the reader's date */
export const versionDifferences = (conflict: Conflict, clock: Clock, today: string): VersionDifferences => {
  if (conflict.type === 'session') return ofSession(conflict, clock, today)
  return conflict.type === 'card' ? ofCard(conflict) : ofPlan(conflict)
}

type Version = { created_at: number } | null

/** True if two versions are equal in all members that a person sees. */
export const isSameVersion = (a: Version, b: Version) =>
  a !== null && b !== null && isSameJson({ ...a, created_at: 0 }, { ...b, created_at: 0 })

/** True if the lost version equals the present one. */
export const isPresent = (conflict: Conflict) => {
  if (conflict.refusal !== null) return false
  if (conflict.is_deletion || isGone(conflict)) return conflict.is_deletion === 1 && isGone(conflict)
  return isSameVersion(conflict.lost, conflict.present?.data ?? null)
}

/** Names of devices, by id. */
export type DeviceNames = Map<string, string>

export const deviceNames = (devices: Pick<DeviceRow, 'id' | 'agent'>[]): DeviceNames =>
  new Map(devices.map((device) => [device.id, nameOfDevice(device)]))

const nameIn = (names: DeviceNames, id: string) => names.get(id) ?? id

/** Place of a write: `on laptop`, `in the browser`. */
const place = (names: DeviceNames, id: string | null) => (id === null ? 'in the browser' : `on ${nameIn(names, id)}`)

/** Writer of a version: `laptop`, `the browser`. */
const actor = (names: DeviceNames, id: string | null) => (id === null ? 'the browser' : nameIn(names, id))

/** Describes a conflict: `Edited on laptop, replaced by the browser`. */
export const sidesText = (conflict: Conflict, names: DeviceNames) => {
  const { lost_by, kept_by } = conflict
  if (conflict.refusal !== null) return `Sent by ${actor(names, lost_by)}, couldn’t be stored`
  if (conflict.is_deletion) return `Deleted ${place(names, lost_by)}, kept ${place(names, kept_by)}`
  const kept = isGone(conflict) ? `deleted ${place(names, kept_by)}` : `replaced by ${actor(names, kept_by)}`
  return `Edited ${place(names, lost_by)}, ${kept}`
}
