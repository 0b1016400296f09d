import { rowIdPattern } from '../../functions/lib/http/path-to'
import type { DataOf, EntityType } from '../../functions/programs/sync/core/protocol'

/** A row of a tracker, with an id that is the same in every run. */
export type FoundRow<Type extends EntityType = EntityType> = {
  type: Type
  id: string
  data: DataOf[Type]
  /** Epoch ms, when the tracker changed it last. */
  updated_at: number
}

/** A fault by file and line; 0 where it is about no line. */
export type FileFault = { file: string; line: number; message: string }

/** Rows, faults and notes from files. Notes tell how something was understood. */
export type Found = {
  plans: FoundRow<'plan'>[]
  sessions: FoundRow<'session'>[]
  cards: FoundRow<'card'>[]
  faults: FileFault[]
  notes: string[]
}

export const nothing = (): Found => ({ plans: [], sessions: [], cards: [], faults: [], notes: [] })

export const faultText = ({ file, line, message }: FileFault) => `${file}${line > 0 ? `:${line}` : ''}: ${message}`

/** True for an id that the server takes. */
export const isRowId = (id: string) => rowIdPattern.test(id)
