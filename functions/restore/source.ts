import { makeBackup } from '../backups/make'
import { wholeBackup } from '../backups/requests'
import { exportId } from '../backups/schedule'
import type { Bindings, User } from '../lib/env'
import { ProblemError } from '../lib/problem'
import { archiveSource, jsonSource, type Source } from './preview'

/** Maximum size of an uploaded file, and of the form around it, in bytes. */
export const fileBytes = 25 * 1024 * 1024
export const uploadBytes = fileBytes + 64 * 1024

const gzipMark = [0x1f, 0x8b]

/** An archive or an export, whichever its first bytes say. */
export const uploadedSource = async (file: File): Promise<Source> => {
  const start = new Uint8Array(await file.slice(0, gzipMark.length).arrayBuffer())
  const isArchive = gzipMark.every((byte, index) => start[index] === byte)
  const name = file.name.toWellFormed().slice(0, 100).toWellFormed() || 'a file'
  const data = file.stream() as ReadableStream<Uint8Array>
  return isArchive ? archiveSource(name, data) : jsonSource(name, data)
}

/** A backup of the person's own; null without it. */
export const backupSource = async ({ DB, BACKUPS }: Bindings, userId: string, id: string): Promise<Source | null> => {
  const row = await wholeBackup(DB, userId, id)
  const object = row && (await BACKUPS.get(row.key))
  return object ? archiveSource(`Backup ${id}`, object.body) : null
}

const notBackedUp = new ProblemError({
  status: 409,
  code: 'not_backed_up',
  title: 'Your present data couldn’t be backed up first',
  detail: 'Another backup is being made, or your data keeps changing. Nothing was restored. Try again in a minute.',
})

/** How long a request waits for a backup, which another request may be making just now. */
const patienceMs = 25_000
const pauseMs = 500

/** Keeps the present state as a backup before a restore. @throws ProblemError 409 where that fails */
export const backUpFirst = async (env: Bindings, user: User, now: number) => {
  const id = exportId(now)
  while (Date.now() - now < patienceMs) {
    if (await makeBackup(env, user, { id, kind: 'restore' })) return
    await scheduler.wait(pauseMs)
  }
  throw notBackedUp
}
