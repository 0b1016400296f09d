import type { RowResult } from '../csv/entry'

/** A record of a JSON file: a session, or why it is none. `line` is its number. */
export type ReadRecord = { line: number; raw: string[]; result: RowResult }
