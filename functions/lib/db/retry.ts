import { ProblemError, problems } from '../http/problem'
import { asPlannedAt, commit, type Head, headOf, isMissingReference, type Outdates } from './sql'

/** Result of an attempt that wrote nothing, because another write changed the rows it had read. */
export const conflict = Symbol('conflict')

/** Deadline for starting another attempt of a write (ms). Callers give up soon after it. */
const patienceMs = 10_000
const maxAttempts = 20

/** Waits at random and longer each time, so that many writers do not keep outdating each other. */
const wait = (attempt: number) => scheduler.wait(Math.random() * Math.min(500, 10 * 2 ** attempt))

/**
 * Runs an attempt that reads, checks and writes. Where a row that it refers to went in between, it runs once more and
 * finds that out; what still names a missing row then is a mistake. @throws the error of the database
 */
export const retryOnce = <T>(attempt: () => Promise<T>): Promise<T> =>
  attempt().catch((error) => {
    if (!isMissingReference(error)) throw error
    return attempt()
  })

/**
 * Repeats an attempt while it returns `conflict`.
 * @throws ProblemError 409 `busy` after 20 attempts or 10 seconds; nothing was written then
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

/** Writes planned from a person's rows, and the result to return after the commit. */
export type Planned<T> = { result: T; writes: D1PreparedStatement[]; outdates?: Outdates[] }

/**
 * Plans a write from a person's rows and commits it, all or nothing. If any of their rows was written in between, it plans
 * again. A plan without writes only returns its result. @throws ProblemError 409 `busy`
 */
export const commitPlanned = <T>(
  db: D1Database,
  userId: string,
  outdates: Outdates[],
  plan: (head: Head) => Promise<Planned<T> | typeof conflict>,
): Promise<T> =>
  retry(async () => {
    const head = await headOf(db, userId)
    const planned = await plan(head)
    if (planned === conflict) return conflict
    const { result, writes, outdates: more = [] } = planned
    if (writes.length === 0) return result
    const done = await commit(db, userId, [...outdates, ...more], [asPlannedAt(db, userId, head.seq), ...writes])
    return done ? result : conflict
  })
