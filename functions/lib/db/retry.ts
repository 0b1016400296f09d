import { ProblemError, problems } from '../http/problem'
import { asPlannedAt, commit, type Head, headOf, isMissingReference, type Outdates } from './sql'

/** The result of an attempt that lost: another write changed what it had read, so nothing was written. */
export const conflict = Symbol('conflict')

type Limits<T> = {
  attempts: number
  /** No attempt begins later than this after the first: whoever waits longer gives up before the answer. */
  patienceMs: number
  /** Time to wait after a lost attempt, which are counted from 0. */
  waitMs: (attempt: number) => number
  /** Answers, or throws, once all attempts lost. */
  otherwise: () => T
}

const longestWaitMs = 500

/** Limits of writes. They wait at random and longer each time, so that many writers do not keep outdating each other. */
const ofWrites: Limits<never> = {
  attempts: 20,
  patienceMs: 10_000,
  waitMs: (attempt) => Math.random() * Math.min(longestWaitMs, 10 * 2 ** attempt),
  otherwise: () => {
    throw new ProblemError(problems.busy)
  },
}

/**
 * Runs an attempt that reads, checks and writes. Where a row that it refers to went in between, it runs once more and
 * finds that out; what still names a missing row then is a mistake. @throws the error of the database
 */
export const askedAgain = <T>(attempt: () => Promise<T>): Promise<T> =>
  attempt().catch((error) => {
    if (!isMissingReference(error)) throw error
    return attempt()
  })

/**
 * Runs an attempt again after a `conflict`, by default one that reads, plans and writes.
 * @throws ProblemError 409 `busy` by default, when 20 attempts lost, or those of 10 seconds; nothing was written then
 */
export const retry = async <T>(
  attempt: () => Promise<T | typeof conflict>,
  { attempts, patienceMs, waitMs, otherwise }: Limits<T> = ofWrites,
): Promise<T> => {
  const start = Date.now()
  for (let count = 0; count < attempts && Date.now() - start < patienceMs; count += 1) {
    const result = await askedAgain(attempt)
    if (result !== conflict) return result
    if (count < attempts - 1) await scheduler.wait(waitMs(count))
  }
  return otherwise()
}

/** Writes planned from what a person has, and the result to return once they are committed. */
export type Planned<T> = { result: T; writes: D1PreparedStatement[]; outdates?: Outdates[] }

/**
 * Plans a write from what a person has and commits it, all or nothing; plans again when anything of theirs was
 * written in between. A plan without writes is returned as it is. @throws ProblemError 409 `busy`
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
