import { ProblemError, problems } from '../http/problem'
import {
  type CommitOptions,
  commitUnique,
  guardSeq,
  isMissingReference,
  type Outdates,
  type PersonVersions,
  readVersions,
} from './sql'

/** Result of an attempt that wrote nothing, because another write changed the rows it had read. */
export const conflict = Symbol('conflict')

/** Time in ms after which no further attempt is started. Callers give up soon after it. */
const patienceMs = 10_000
const maxAttempts = 20

/** Waits a random and increasing time, so that concurrent writers do not keep conflicting. */
const wait = (attempt: number) => scheduler.wait(Math.random() * Math.min(500, 10 * 2 ** attempt))

/**
 * Runs an attempt that reads, checks and writes. If a referenced row was deleted in between, runs it once more, so that
 * its check finds the missing row. A second failure is a bug. @throws the error of the database
 */
export const retryOnce = <T>(attempt: () => Promise<T>): Promise<T> =>
  attempt().catch((error) => {
    if (!isMissingReference(error)) throw error
    return attempt()
  })

/**
 * Repeats an attempt while it returns `conflict`.
 * @throws ProblemError 409 `busy` after 20 attempts or 10 seconds, with nothing written
 */
export const retry = async <T>(attempt: () => Promise<T | typeof conflict>): Promise<T> => {
  const start = Date.now()
  for (let count = 0; count < maxAttempts && Date.now() - start < patienceMs; count += 1) {
    const result = await retryOnce(attempt)
    if (result !== conflict) return result
    if (count < maxAttempts - 1) await wait(count)
  }
  throw new ProblemError(problems.busy)
}

/**
 * Edits the latest version of a row. If another write came first, reads the row again and repeats the edit. Null if the
 * row is gone.
 * @param edit returns `conflict` if it wrote nothing
 */
export const retryEdit = <Row, T>(
  row: Row | null,
  readAgain: () => Promise<Row | null>,
  edit: (row: Row) => Promise<T | typeof conflict>,
): Promise<T | null> => {
  let latest = row
  return retry(async () => {
    if (latest === null) return null
    const result = await edit(latest)
    if (result === conflict) latest = await readAgain()
    return result
  })
}

/** A planned write, and the result to return after its commit. */
export type PlannedWrite<T> = CommitOptions & {
  result: T
  writes?: D1PreparedStatement[]
  outdates?: Outdates[]
  /** Unique index that may be violated, because another row took the value first. */
  unique?: string | RegExp
  /** Returns the result if a guard or the unique index failed. By default, the write is planned again. */
  otherwise?: (reason: 'stale' | 'taken') => Promise<T | typeof conflict>
}

type Plan<T> = () => Promise<PlannedWrite<T> | typeof conflict>

/** Plans a write and runs it. If a guard fails, plans again. A plan without writes only returns its result. */
export const retryPlan = <T>(
  plan: Plan<T>,
  write: (writes: D1PreparedStatement[], planned: PlannedWrite<T>) => Promise<'done' | 'stale' | 'taken'>,
): Promise<T> =>
  retry(async () => {
    const planned = await plan()
    if (planned === conflict) return conflict
    const { result, writes = [], otherwise = async () => conflict } = planned
    const outcome = writes.length === 0 ? 'done' : await write(writes, planned)
    return outcome === 'done' ? result : otherwise(outcome)
  })

/**
 * Plans a write that has its own guards, and commits it as a whole. If a guard fails, plans again.
 * @throws ProblemError 409 `busy`
 */
export const commitGuarded = <T>(db: D1Database, userId: string, outdates: Outdates[], plan: Plan<T>): Promise<T> =>
  retryPlan(plan, (writes, { unique, outdates: more = [], ...options }) =>
    commitUnique(unique, db, userId, [...outdates, ...more], writes, options),
  )

/** Like `commitGuarded`, with a guard that fails if the person wrote anything in between. */
export const commitPlanned = <T>(
  db: D1Database,
  userId: string,
  outdates: Outdates[],
  plan: (head: PersonVersions) => Promise<PlannedWrite<T>>,
): Promise<T> =>
  commitGuarded(db, userId, outdates, async () => {
    const head = await readVersions(db, userId)
    const { writes = [], ...planned } = await plan(head)
    return { ...planned, writes: writes.length > 0 ? [guardSeq(db, userId, head.seq), ...writes] : [] }
  })
