import { ProblemError } from '../problem'
import { staleProblem } from './stale'

/** How often an edit that names no version is tried when other writes keep coming between. */
const triesAllowed = 50

type Edit<Row> = {
  /** The thing as it was found. */
  row: Row
  /** The version that the request names; without one whichever is there is overwritten. */
  seq: number | undefined
  /** The thing as it is by now; null when it is gone. */
  again: () => Promise<Row | null>
  /** Writes the edit of the thing as it is given. False when that one has moved on, or what the edit refers to has. */
  write: (row: Row) => Promise<boolean>
  json: (row: Row) => object | Promise<object>
}

/**
 * Edits a thing for a program: the version that it names, else the present one, read again for as long as other writes
 * come between. False when the thing is gone.
 * @throws ProblemError 409 with the thing as it is now, when the version named is not the present one
 */
export const edited = async <Row extends { seq: number }>({ row, seq, again, write, json }: Edit<Row>) => {
  let present: Row | null = row
  for (let tried = 0; present && tried < triesAllowed; tried += 1) {
    if (seq !== undefined && seq !== present.seq) throw new ProblemError(staleProblem(await json(present)))
    if (await write(present)) return true
    present = await again()
  }
  if (present) throw new ProblemError(staleProblem(await json(present)))
  return false
}
