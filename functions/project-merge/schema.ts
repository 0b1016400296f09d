import { z } from 'zod'

/** What a project has been tracked on. */
export type Sum = {
  id: string
  total_seconds: number
  session_count: number
  first_date: string
  last_date: string
}

/** Two projects of which the first goes into the second. */
export type Pair = { from: string; into: string }

/** What the page is asked for: the target by its id, or by what was typed of its name. */
export const MergeView = z.object({
  into: z.string().max(100).catch(''),
  name: z.string().trim().max(300).catch(''),
})
export type MergeView = z.infer<typeof MergeView>

export const MergeForm = z.object({ into: z.string('Choose a project from the list').max(100) })
export type MergeForm = z.infer<typeof MergeForm>
