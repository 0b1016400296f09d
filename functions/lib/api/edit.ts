import { ProblemError } from '../problem'
import { conflict, retry } from '../retry'
import { staleProblem } from './stale'

type Edit<Row> = {
  row: Row
  /** The version that the request names; without one the latest is overwritten. */
  seq: number | undefined
  /** Reads the row again; null when it is gone. */
  again: () => Promise<Row | null>
  /** Writes the edit of that version of the row. False when the row, or what the edit refers to, has changed. */
  write: (row: Row) => Promise<boolean>
  json: (row: Row) => object | Promise<object>
}

/**
 * Edits a row for a program, at the version that the request names or, without one, at whichever is there. False when
 * the row is gone.
 * @throws ProblemError 409 with the row as it is now, when the named version is not the present one, or when the write
 * failed although the row is unchanged: what the edit refers to is gone
 */
export const editVersion = <Row extends { seq: number }>(edit: Edit<Row>): Promise<boolean> => {
  let tried: Row | null = null
  return retry(async () => {
    const present = tried === null ? edit.row : await edit.again()
    if (!present) return false
    const isStale = edit.seq !== undefined && edit.seq !== present.seq
    if (isStale || present.seq === tried?.seq) throw new ProblemError(staleProblem(await edit.json(present)))
    if (await edit.write(present)) return true
    tried = present
    return conflict
  })
}
