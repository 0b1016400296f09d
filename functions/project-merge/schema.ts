import { z } from 'zod'

export type MergePair = { from: string; into: string }

/** Query of the merge page: the target by id, or by a part of its name. */
export const MergeView = z.object({
  into: z.string().max(100).catch(''),
  name: z.string().trim().max(300).catch(''),
})
export type MergeView = z.infer<typeof MergeView>

export const MergeForm = z.object({ into: z.string('Choose a project from the list').max(100) })
export type MergeForm = z.infer<typeof MergeForm>
