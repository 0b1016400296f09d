import { type Problem, ProblemError } from '../problem'
import { conflict, retry } from '../retry'

/** The problem of a write to an old version. @param current the row as it is now */
export const staleProblem = (current: object): Problem => ({
  status: 409,
  code: 'stale',
  title: 'It was changed in the meantime',
  detail: 'It was changed after the version in your request. Nothing was changed. `current` is the current state.',
  more: { current },
})

type Edit<Row> = {
  row: Row
  /** The version that the request names; without one the latest is overwritten. */
  seq: number | undefined
  again: () => Promise<Row | null>
  /** Writes the edit of that version of the row. False when the row, or what the edit refers to, has changed. */
  write: (row: Row) => Promise<boolean>
  json: (row: Row) => object | Promise<object>
}

/** Failed writes of an unchanged row after which what the edit refers to must be gone; its siblings may have moved before. */
const maxFailures = 10

/**
 * Edits a row at the version that the request names, else at the latest. False when the row is gone.
 * @throws ProblemError 409 with the present row, when the named version is stale or the write keeps failing
 */
export const editVersion = <Row extends { seq: number }>(edit: Edit<Row>): Promise<boolean> => {
  let present: Row | null = edit.row
  let failures = 0
  return retry(async () => {
    const { seq } = present ?? edit.row
    if (failures > 0) present = await edit.again()
    if (!present) return false
    if (present.seq !== seq) failures = 0
    const isStale = edit.seq !== undefined && edit.seq !== present.seq
    if (isStale || failures === maxFailures) throw new ProblemError(staleProblem(await edit.json(present)))
    if (await edit.write(present)) return true
    failures += 1
    return conflict
  })
}
