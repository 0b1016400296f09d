import { z } from 'zod'
import { grouped } from '../text/format'

/** A part of a file that its import leaves out. */
export const LeftOut = z
  .object({
    line: z.int().meta({ description: 'Where it starts in the file, from 1; 0 for all of the file.' }),
    what: z.string().meta({ description: 'Such as a row, a column, a part of a rule, a picture or a tag.' }),
    reason: z.string(),
  })
  .meta({ id: 'LeftOut' })
export type LeftOut = z.infer<typeof LeftOut>

/** Maximum number of left-out entries listed in a response. `left_out_count` counts all of them. */
export const leftOutListLimit = 1_000

/** Members of an import's response about left-out entries. */
export const skippedMembers = {
  left_out: z
    .array(LeftOut)
    .meta({ description: `What the import leaves out: the first ${grouped(leftOutListLimit)}, by line.` }),
  left_out_count: z.int(),
}

/** Left-out entries as warnings of a document. */
export const skippedFaults = (leftOut: LeftOut[]) =>
  leftOut.map(({ line, what, reason }) => ({ line, message: `${what}: ${reason}` }))

export const skippedJson = (leftOut: LeftOut[]) => ({
  left_out: leftOut.toSorted((a, b) => a.line - b.line).slice(0, leftOutListLimit),
  left_out_count: leftOut.length,
})
