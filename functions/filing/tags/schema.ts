import { z } from 'zod'
import { type Kind, kindNames, taggedKinds } from '../../lib/kinds'
import { listedTagLimit, tagLimit } from '../../lib/tags'
import { cleanLine, directionMarkError, hasNoDirectionMark } from '../../lib/text/text'

/** Number of rows of a kind with a tag; or, for a tag without rows, that it is inactive. */
export const TagUse = z.object({
  tag: z.string(),
  kind: z.enum(kindNames),
  use_count: z.int(),
  /** 1 if the tag is no longer suggested. */
  inactive: z.literal([0, 1]),
})
export type TagUse = z.infer<typeof TagUse>

/** Number of rows by kind; kinds without rows are missing. */
export type TagCounts = Partial<Record<Kind, number>>

/** A tag is exact text: `Deep` and `deep` are two tags. */
export type TagRow = { tag: string; counts: TagCounts; inactive: 0 | 1 }

/** Id of a tag's row, encoded because a tag may contain spaces. */
export const tagId = (tag: string) => `tag-${encodeURIComponent(tag)}`

/** Path of a tag. The `~` distinguishes it from other paths, and the tag `..` from a parent folder. */
export const tagPath = (tag: string) => `/tags/~${encodeURIComponent(tag)}`

/** Counts above 0, sessions first. */
export const kindCounts = (counts: TagCounts): { kind: Kind; count: number }[] =>
  taggedKinds.flatMap((kind) => (counts[kind] ? [{ kind, count: counts[kind] }] : []))

export const useCount = ({ counts }: Pick<TagRow, 'counts'>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

/** Sums the uses of each tag. Tags keep the order of their first use. */
export const tagRows = (uses: TagUse[]): TagRow[] => {
  const rows = new Map<string, TagRow>()
  for (const { tag, kind, use_count, inactive } of uses) {
    const row = rows.get(tag) ?? { tag, counts: {}, inactive: 0 }
    if (use_count > 0) row.counts[kind] = (row.counts[kind] ?? 0) + use_count
    if (inactive === 1) row.inactive = 1
    rows.set(tag, row)
  }
  return [...rows.values()]
}

export const pageSize = 50

const anyTag = z.string().max(listedTagLimit).catch('')

export const TagsView = z.object({
  q: z.string().transform(cleanLine).pipe(z.string().max(tagLimit)).catch(''),
  after: anyTag,
})
export type TagsView = z.infer<typeof TagsView>

const typed = z.string().max(2_000).catch('')

/** Query of tag suggestions: the typed text, under the name of the field. */
export const SuggestionsView = z
  .object({ tags: typed, tag: typed, add_tags: typed, remove_tags: typed })
  .transform(({ tags, tag, add_tags, remove_tags }) => tags || tag || add_tags || remove_tags)

/** Form of a tag's new name. It has no comma, because commas separate tags. */
export const TagName = z
  .string('Enter the tag as text')
  .transform((typed) => cleanLine(cleanLine(typed).replace(/^#+/, '')))
  .pipe(
    z
      .string()
      .min(1, 'Enter a name')
      .max(tagLimit, `Use at most ${tagLimit} characters for the tag`)
      .refine(hasNoDirectionMark, directionMarkError)
      .refine((tag) => !tag.includes(','), 'Tags can’t contain commas: tags are separated by commas'),
  )
