import { type DBSchema, type IDBPDatabase, openDB } from 'idb'

/** A write that a device keeps until the server has answered it, as the request that it is. */
export type QueuedWrite = {
  /** Place in the order. */
  id: number
  /** Id of its person. It is neither shown to nor sent for other people. */
  person: string
  /** `Idempotency-Key` of all attempts. */
  key: string
  /** When it was made, by the clock of the device (epoch ms). */
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
export const waits = ({ refused }: QueuedWrite) => refused === undefined

/** True for a line of the entry field, which starts a timer or logs a session: only the server can tell. */
export const isTyped = ({ url }: QueuedWrite) => url.startsWith('/sessions/entry')

/** True for a line that starts a timer, or may. */
export const isStart = (line: QueuedWrite) => isTyped(line) || /^\/timer\/(start|focus)/.test(line.url)

export const isStop = ({ url }: QueuedWrite) => url.startsWith('/timer/stop')

/**
 * `made` in the Stop of a typed line: when that line was made (epoch ms), then the earlier lines since the last Stop, the
 * latest first. The timer of one of them still runs if the line logged a session.
 */
export const startsOf = (line: QueuedWrite, all: QueuedWrite[]) => {
  const before = all.filter((one) => waits(one) && one.id < line.id)
  const earlier = before.slice(before.findLastIndex(isStop) + 1).filter(isStart)
  return [line, ...earlier.reverse()].map(({ made }) => made)
}

/** Lines that a Stop names (`startsOf`); null for one that is not about a typed line. */
export const namedBy = ({ body }: QueuedWrite) => new URLSearchParams(body).get('made')

/** The waiting Stop of the timer that a line starts, if there is one. */
export const stopOf = (line: QueuedWrite, all: QueuedWrite[]) => {
  if (isTyped(line)) return all.find((one) => isStop(one) && namedBy(one)?.split(',')[0] === `${line.made}`)
  const next = isStart(line) && all.find((one) => one.id > line.id && (isStart(one) || isStop(one)))
  return next && isStop(next) ? next : undefined
}

/** The most keys that the server takes (functions/lib/api/kept-lines.ts). */
const mostReplaced = 20

/** Keys for the `Replaces` header of an edited line: earlier versions may have been sent, unless they were refused. */
export const formerKeys = (line: QueuedWrite) =>
  [...(line.replaces ?? []), ...(waits(line) ? [line.key] : [])].slice(-mostReplaced)

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
    // Signing out clears the device, which closes it.
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

/** Keeps a line, and returns its place. */
export const addLine = async (line: Omit<QueuedWrite, 'id'>) => {
  const { store, done } = await writing()
  const id = await store.add(line as QueuedWrite)
  await done
  return id
}

/**
 * Replaces a line by `next`, or deletes it if that is undefined. A function gets the stored line. False if the line was
 * deleted or changed meanwhile.
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
export const putBack = async (line: QueuedWrite) => (await open()).put('lines', line)

/** The lines of one person in order; without an argument, of everyone. */
export const linesOf = async (person?: string) => {
  const all = await (await open()).getAll('lines')
  return all.filter((line) => person === undefined || line.person === person)
}
