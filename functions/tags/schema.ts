import { z } from 'zod'
import { cleanLine } from '../lib/text'
import { tagLimit } from '../sessions/schema'

/** A tag, with how many sessions have it: exact text, so that `Deep` and `deep` are two. */
export const TagRow = z.object({
  tag: z.string(),
  session_count: z.int(),
  /** 1 when it is not offered any more. */
  inactive: z.literal([0, 1]),
})
export type TagRow = z.infer<typeof TagRow>

/** As many as the list shows at once, and so as many as can be ticked. */
export const pageSize = 50

const anyTag = z.string().max(tagLimit).catch('')

export const TagsView = z.object({
  q: z.string().transform(cleanLine).pipe(z.string().max(tagLimit)).catch(''),
  /** The last tag on the page before. */
  after: anyTag,
})
export type TagsView = z.infer<typeof TagsView>

/** Where tags are typed: what the field holds now. */
export const SuggestionsView = z.object({ tags: z.string().max(2_000).catch('') })

/** The name that tags are to have. A comma would make it two in the field of a session. */
export const TagName = z
  .string('Write the tag as text')
  .transform((typed) => cleanLine(cleanLine(typed).replace(/^#+/, '')))
  .pipe(
    z
      .string()
      .min(1, 'Give the tag a name')
      .max(tagLimit, `A tag has at most ${tagLimit} characters`)
      .refine((tag) => !tag.includes(','), 'A tag has no comma: commas part tags from each other'),
  )
