import { rowIdPattern } from '../../functions/lib/http/path-to'
import type { DataOf, EntityType } from '../../functions/programs/sync/core/protocol'

/** A row read from a tracker. Its id is the same in every run. */
export type FoundRow<Type extends EntityType = EntityType> = {
  type: Type
  id: string
  data: DataOf[Type]
  /** When the tracker last changed the row (epoch ms). */
  updated_at: number
}

/** A fault with its file and line; line 0 if it concerns no line. */
export type FileFault = { file: string; line: number; message: string }

/** Rows, faults and notes from files. A note tells how the import interpreted something. */
export type FoundData = {
  plans: FoundRow<'plan'>[]
  sessions: FoundRow<'session'>[]
  cards: FoundRow<'card'>[]
  faults: FileFault[]
  notes: string[]
}

export const emptyFound = (): FoundData => ({ plans: [], sessions: [], cards: [], faults: [], notes: [] })

export const faultText = ({ file, line, message }: FileFault) => `${file}${line > 0 ? `:${line}` : ''}: ${message}`

/** True for an id that the server accepts. */
export const isRowId = (id: string) => rowIdPattern.test(id)
