import { z } from 'zod'
import { tagLimit } from '../lib/tags'
import { cleanLine } from '../lib/text'

/** A tag is exact text: `Deep` and `deep` are two. */
export const TagRow = z.object({
  tag: z.string(),
  session_count: z.int(),
  /** 1 if it is no longer suggested. */
  inactive: z.literal([0, 1]),
})
export type TagRow = z.infer<typeof TagRow>

export const pageSize = 50

const anyTag = z.string().max(tagLimit).catch('')

export const TagsView = z.object({
  q: z.string().transform(cleanLine).pipe(z.string().max(tagLimit)).catch(''),
  after: anyTag,
})
export type TagsView = z.infer<typeof TagsView>

export const SuggestionsView = z.object({ tags: z.string().max(2_000).catch('') })

/** A tag's new name. A comma would split it in a session's field. */
export const TagName = z
  .string('Enter the tag as text')
  .transform((typed) => cleanLine(cleanLine(typed).replace(/^#+/, '')))
  .pipe(
    z
      .string()
      .min(1, 'Enter a name')
      .max(tagLimit, `Use at most ${tagLimit} characters for the tag`)
      .refine((tag) => !tag.includes(','), 'Tags can’t contain commas: tags are separated by commas'),
  )
