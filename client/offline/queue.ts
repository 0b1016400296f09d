import { type DBSchema, type IDBPDatabase, openDB } from 'idb'

/** A write stored on the device, as the request to send, until the server has responded to it. */
export type QueuedWrite = {
  /** Position in the queue. */
  id: number
  /** Id of the person who made it. It is not shown to other people, nor sent for them. */
  person: string
  /** `Idempotency-Key` of every attempt. */
  key: string
  /** Time when it was made, by the clock of the device (epoch ms). */
  made: number
  /** Path and query. */
  url: string
  headers: [string, string][]
  body: string
  /** Title if the body has no typed line: `Done: Renew the passport`. */
  title?: string
  /** HTML of the server's refusal. It is not sent again until the person edits or retries it. */
  refused?: string
  /** Keys under which it may have been sent before the person edited it (`Replaces`). */
  replaces?: string[]
}

/** True for a line that is still to be sent. */
export const isPending = ({ refused }: QueuedWrite) => refused === undefined

/** True for a line of the entry field. Only the server can tell if the line starts a timer or logs a session. */
export const isEntryLine = ({ url }: QueuedWrite) => url.startsWith('/sessions/entry')

/** True for a typed line with a digit, which may log a session instead of starting the timer. */
export const mayLog = (line: QueuedWrite) =>
  isEntryLine(line) && /\d/.test(new URLSearchParams(line.body).get('entry') ?? '')

/** True for a line that starts a timer or may start one. */
export const isStart = (line: QueuedWrite) => isEntryLine(line) || /^\/timer\/(start|focus)/.test(line.url)

/** True for a line that starts a timer, whatever the server reads in it. */
export const surelyStarts = (line: QueuedWrite) => isStart(line) && !mayLog(line)

export const isStop = ({ url }: QueuedWrite) => url.startsWith('/timer/stop')

/** The pending lines after the last Stop that start a timer or may start one. */
export const startsSinceStop = (pending: QueuedWrite[]) =>
  pending.slice(pending.findLastIndex(isStop) + 1).filter(isStart)

/** `made` values for the Stop of a typed line (epoch ms): its own, and those of later lines that may have ended its timer. */
export const startsFrom = (line: QueuedWrite, all: QueuedWrite[]) => {
  const later = startsSinceStop(all.filter((one) => isPending(one) && one.id > line.id))
  return [line, ...later].map(({ made }) => made)
}

/** `made` values of the lines that a Stop names (`startsFrom`); empty for a Stop that names no lines. */
export const namedStarts = ({ body }: QueuedWrite) =>
  (new URLSearchParams(body).get('made') ?? '').split(',').filter(Boolean).map(Number)

/** The queued Stop of the timer that a line starts or may start, if any. */
export const stopOf = (line: QueuedWrite, all: QueuedWrite[]) => {
  if (isEntryLine(line)) return all.find((one) => isStop(one) && namedStarts(one).includes(line.made))
  const next = isStart(line) && all.find((one) => one.id > line.id && (isStart(one) || isStop(one)))
  return next && isStop(next) ? next : undefined
}

/** The Stop of a discarded line, naming only the other lines that may have started its timer; undefined without any. */
export const stopWithout = (stop: QueuedWrite, line: QueuedWrite): QueuedWrite | undefined => {
  const rest = namedStarts(stop).filter((made) => made !== line.made)
  return rest.length > 0 ? { ...stop, body: `${new URLSearchParams({ made: `${rest}` })}` } : undefined
}

/** Maximum number of keys that the server takes (functions/lib/api/kept-lines.ts). */
const mostReplaced = 20

/** Keys for the `Replaces` header of an edited line: its earlier versions, which may have been sent unless refused. */
export const formerKeys = (line: QueuedWrite) =>
  [...(line.replaces ?? []), ...(isPending(line) ? [line.key] : [])].slice(-mostReplaced)

interface Schema extends DBSchema {
  lines: { key: number; value: QueuedWrite }
}

let opening: Promise<IDBPDatabase<Schema>> | undefined

const forget = () => {
  opening = undefined
}

const open = () => {
  opening ??= openDB<Schema>('daymark', 1, {
    upgrade: (db) => db.createObjectStore('lines', { keyPath: 'id', autoIncrement: true }),
    // Signing out clears the device, which closes the database.
    terminated: forget,
    blocking: (_, __, event) => {
      ;(event.target as IDBDatabase).close()
      forget()
    },
  })
  opening.catch(forget)
  return opening
}

const writing = async () => (await open()).transaction('lines', 'readwrite', { durability: 'strict' })

/** Stores a line and returns its position. */
export const addLine = async (line: Omit<QueuedWrite, 'id'>) => {
  const { store, done } = await writing()
  const id = await store.add(line as QueuedWrite)
  await done
  return id
}

/**
 * Replaces a line by `next`, or deletes it if `next` is undefined. `next` can be a function of the stored line. False
 * if the line was deleted or changed meanwhile.
 */
export const replaceLine = async (
  { id, key }: QueuedWrite,
  next?: QueuedWrite | ((now: QueuedWrite) => QueuedWrite),
) => {
  const { store, done } = await writing()
  const now = await store.get(id)
  const isThere = now?.key === key
  if (now && isThere) await (next ? store.put(typeof next === 'function' ? next(now) : next) : store.delete(id))
  await done
  return isThere
}

/** Restores a deleted line with its position, time and key. */
export const restoreLine = async (line: QueuedWrite) => (await open()).put('lines', line)

/** The lines of one person in order; without an argument, of everyone. */
export const linesOf = async (person?: string) => {
  const all = await (await open()).getAll('lines')
  return all.filter((line) => person === undefined || line.person === person)
}
