import { type DBSchema, type IDBPDatabase, openDB } from 'idb'

/** A write that a device keeps until the server has answered it, as the request that it is. */
export type Line = {
  /** Place in the order. */
  id: number
  /** Whose it is. Nobody else sees or sends it. */
  person: string
  /** One for all sendings (`Idempotency-Key`). */
  key: string
  /** When it was made, by the clock of the device (epoch ms). */
  made: number
  /** Path and query. */
  url: string
  headers: [string, string][]
  body: string
  /** The act and what it is about, where the body has no line: `Done: Renew the passport`. */
  title?: string
  /** The answer with which the server refused it. It is not sent again until its person says so. */
  refused?: string
  /** Keys under which it was perhaps sent before its person changed it (`Replaces`). */
  replaces?: string[]
}

/** True for a line that is still to be sent. */
export const waits = ({ refused }: Line) => refused === undefined

/** True for a line that may have started a timer: a typed one may have logged a session. */
export const isStart = ({ url }: Line) => /^\/(timer\/(start|focus)|sessions\/entry)/.test(url)

export const isStop = ({ url }: Line) => url.startsWith('/timer/stop')

/** When the lines were made of which one has started what the Stop of a line ends (epoch ms), its own first: it may log. */
export const startsOf = (line: Line, all: Line[]) => {
  const waiting = all.filter((one) => waits(one) && one.id <= line.id)
  const started = waiting.slice(waiting.findLastIndex(isStop) + 1).filter(isStart)
  return started.map(({ made }) => made).reverse()
}

/** The Stop of what a line has started. That of a typed line names its time first, then those of the lines before. */
export const stopOf = (line: Line, all: Line[]) => {
  const names = (one: Line) => new URLSearchParams(one.body).get('made')?.split(',')[0] === `${line.made}`
  if (line.url.startsWith('/sessions/entry')) return all.find((one) => isStop(one) && names(one))
  const next = isStart(line) && all.find((one) => one.id > line.id && (isStart(one) || isStop(one)))
  return next && isStop(next) ? next : undefined
}

/** The most keys that the server takes (functions/lib/api/kept-lines.ts). */
const mostReplaced = 20

/** Keys that a line names which comes in the place of another one: that was perhaps sent, unless it was refused. */
export const formerKeys = (line: Line) =>
  [...(line.replaces ?? []), ...(waits(line) ? [line.key] : [])].slice(-mostReplaced)

interface Schema extends DBSchema {
  lines: { key: number; value: Line }
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
export const addLine = async (line: Omit<Line, 'id'>) => {
  const { store, done } = await writing()
  const id = await store.add(line as Line)
  await done
  return id
}

/**
 * Puts `next` in the place of a line, or drops it without one; a function makes it of the line as it is now. False where
 * it has gone or was changed since.
 */
export const replaceLine = async ({ id, key }: Line, next?: Line | ((now: Line) => Line)) => {
  const { store, done } = await writing()
  const now = await store.get(id)
  const isThere = now?.key === key
  if (now && isThere) await (next ? store.put(typeof next === 'function' ? next(now) : next) : store.delete(id))
  await done
  return isThere
}

/** Keeps a line again that was dropped, as it was: in its place, with its time and its key. */
export const putBack = async (line: Line) => (await open()).put('lines', line)

/** All lines in their order, those of a person if one is named. */
export const linesOf = async (person?: string) => {
  const all = await (await open()).getAll('lines')
  return all.filter((line) => person === undefined || line.person === person)
}
