import { wholeSeconds } from '../../sessions/times/resolve'
import { type Known, keyOf } from '../known'
import { type Reconciled, titleOf } from '../reconcile'
import type { SessionVersion } from '../rows'

const isRunning = (row: SessionVersion) =>
  row.data.end_time === null && row.deletedAt === null && row.extra.source === 'timer'

const ended = (row: SessionVersion, end: number, now: number): SessionVersion => {
  const end_time = Math.max(end, row.data.start_time)
  const duration_seconds = wholeSeconds({ started_at: row.data.start_time, ended_at: end_time })
  const duration_minutes = Math.round(duration_seconds / 60)
  return {
    ...row,
    updatedAt: Math.max(now, row.updatedAt + 1),
    data: { ...row.data, end_time, duration_seconds, duration_minutes },
  }
}

/**
 * Ends each running timer but the latest where the next one began, and puts it into the inbox. A person has one timer.
 * @param now epoch ms
 */
export const settleTimers = ({ changes, writes, lost }: Reconciled, { timer }: Known, now: number) => {
  const changed = [...changes.values()].flatMap(({ version }) =>
    version.type === 'session' && isRunning(version) ? [version] : [],
  )
  const others = timer && !changes.has(keyOf('session', timer.id)) && changed.length > 0 ? [timer] : []
  const running = [...others, ...changed].toSorted(
    (a, b) => a.data.start_time - b.data.start_time || (a.id < b.id ? -1 : 1),
  )
  for (const [index, row] of running.entries()) {
    const next = running[index + 1]
    if (!next) return
    const key = keyOf('session', row.id)
    changes.set(key, { version: ended(row, next.data.start_time, now), isEcho: true })
    const write = writes.get(key)
    if (write) write.isOwn = false
    const { data, updatedAt, seq: storedSeq } = row
    const by = write ? 'device' : 'stored'
    lost.push({ type: 'session', rowId: row.id, reason: 'timer', title: titleOf(row), data, updatedAt, by, storedSeq })
  }
}
