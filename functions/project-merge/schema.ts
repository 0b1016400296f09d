import { z } from 'zod'

/** Tracked time of a project, with its first and last day. */
export type Sum = {
  id: string
  total_seconds: number
  session_count: number
  first_date: string
  last_date: string
}

export type Pair = { from: string; into: string }

/** Query of the merge page: the target by id, or by a part of its name. */
export const MergeView = z.object({
  into: z.string().max(100).catch(''),
  name: z.string().trim().max(300).catch(''),
})
export type MergeView = z.infer<typeof MergeView>

export const MergeForm = z.object({ into: z.string('Choose a project from the list').max(100) })
export type MergeForm = z.infer<typeof MergeForm>
