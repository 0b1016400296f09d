import { readUploadedPlan } from '../../functions/learning/plans/document'
import { planData } from '../plans/plans'
import { type FileFault, type FoundRow, isRowId } from './found'
import { instantOf } from './instants'

type PlanFile = {
  row: FoundRow<'plan'> | null
  chunks: Map<number, string>
  faults: FileFault[]
  warnings: FileFault[]
}

/** Reads a plan's document. @param changedAt epoch ms, used if the document does not say when it was written */
export const readPlanFile = (file: string, content: string, changedAt: number): PlanFile => {
  const read = readUploadedPlan(content)
  if ('errors' in read) {
    return { row: null, chunks: new Map(), faults: read.errors.map((fault) => ({ file, ...fault })), warnings: [] }
  }
  const { head } = read
  const updated = instantOf(head.updated) ?? changedAt
  const created = instantOf(head.created) ?? updated
  const faults = isRowId(head.id) ? [] : [{ file, line: 1, message: 'The id of this plan can’t be synced.' }]
  return {
    row:
      faults.length > 0
        ? null
        : {
            type: 'plan',
            id: head.id,
            data: planData(read, { created_at: created }),
            updated_at: Math.max(updated, created),
          },
    chunks: new Map(read.chunks.map(({ number, id }) => [number, id])),
    faults,
    warnings: read.warnings.map((fault) => ({ file, ...fault })),
  }
}
