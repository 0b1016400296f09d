import type { LastWrite } from './core/decide'
import { answerBytes, type Delta, type SyncAnswer } from './core/protocol'
import type { ReadDelta } from './request'
import type { RowVersion } from './rows'

/** True where the feed has passed the stored version, and a delta that was not applied is not the one that made it. */
export const isUnlike = (delta: ReadDelta, stored: RowVersion, last: LastWrite | null, remoteVersion: number) => {
  if (stored.seq > Math.ceil(remoteVersion)) return false
  if (delta.data === null) return stored.deletedAt === null
  return last?.seq !== stored.seq || last.digest !== delta.digest
}

const add = (answer: SyncAnswer, { type, id, updatedAt: updated_at, deletedAt, data }: RowVersion) => {
  const head: Delta<never> = { action: deletedAt === null ? 'update' : 'delete', id, updated_at }
  if (deletedAt !== null) {
    answer[`${type}s`].push(head)
    answer.deleted_ids.push(id)
  } else if (type === 'plan') answer.plans.push({ ...head, data })
  else if (type === 'session') answer.sessions.push({ ...head, data })
  else answer.cards.push({ ...head, data })
}

/** Adds the stored versions of rows that the device would take for what it sent, as far as an answer holds them. */
export const withUnlike = (answer: SyncAnswer, unlike: RowVersion[]): SyncAnswer => {
  let bytes = 0
  for (const row of unlike) {
    bytes += JSON.stringify(row.data).length
    if (bytes > answerBytes) break
    if (!answer[`${row.type}s`].some(({ id }) => id === row.id)) add(answer, row)
  }
  return answer
}
