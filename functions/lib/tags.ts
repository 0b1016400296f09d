import { z } from 'zod'
import { cleanLine, countCharacters, directionMarkError, hasNoDirectionMark, removeDirectionMarks } from './text/text'

/** Maximum length of a tag, in characters. */
export const tagLimit = 50
/** Tags in a plan's markdown may be longer than `tagLimit`. Above this length, the list of tags omits them. */
export const listedTagLimit = 200
/** Maximum number of tags of a row. */
export const tagsLimit = 20

/** Normalises tags: one line each, no `#`, unique regardless of case. */
export const tidyTags = (texts: string[]) => {
  const tags = texts.map((tag) => cleanLine(cleanLine(tag).replace(/^#+/, '')))
  return [...new Map(tags.filter(Boolean).map((tag) => [tag.toLowerCase(), tag])).values()]
}

/** `tidyTags` for a file, line or device. Removes invisible direction marks, which forms and the API refuse. */
export const cleanTags = (texts: string[]) => tidyTags(texts.map(removeDirectionMarks))

/** A tag for filtering; empty if the text has no valid tag. */
export const parseTag = (typed: string) => tidyTags([typed])[0] ?? ''

const tagKey = (tag: string) => tag.toLowerCase()

/** Removes and adds tags, ignoring case. */
export const editedTags = (
  tags: string[],
  { add_tags, remove_tags }: { add_tags: string[]; remove_tags: string[] },
) => {
  const removed = new Set(remove_tags.map(tagKey))
  const kept = tags.filter((tag) => !removed.has(tagKey(tag)))
  const keptKeys = new Set(kept.map(tagKey))
  return [...kept, ...add_tags.filter((tag) => !keptKeys.has(tagKey(tag)))]
}

const keptTags = z
  .array(z.string().max(tagLimit, `A tag has at most ${tagLimit} characters`))
  .max(tagsLimit, `At most ${tagsLimit} tags`)

/** Splits tags at commas, and at spaces before a `#`. */
export const splitTags = (typed: string) => typed.split(/[,\n]|(?:^|\s)(?=#)/)

/** Schema of tags in a form, separated by commas, or by spaces before a `#`. */
export const Tags = z
  .string('Enter the tags as text, separated by commas')
  .refine(hasNoDirectionMark, directionMarkError)
  .transform((typed) => cleanTags(splitTags(typed)))
  .pipe(keptTags)

const listed = z.array(
  z
    .string('Enter each tag as text')
    .regex(/^[^,]*$/, 'A tag can’t contain a comma')
    .meta({ maxLength: tagLimit }),
  'Enter the tags as a list of strings',
)

export const TagList = listed
  .refine((tags) => tags.every(hasNoDirectionMark), directionMarkError)
  .transform(tidyTags)
  .pipe(keptTags)
  .meta({ maxItems: tagsLimit })

/** Like `TagList`, for tags from a device or a file. */
export const SentTagList = listed.transform(cleanTags).pipe(keptTags).meta({ maxItems: tagsLimit })

/** Query parameter of API lists: only rows with this tag. */
export const tagFilter = z
  .string()
  .max(100, 'At most 100 characters')
  .transform(parseTag)
  .optional()
  .meta({ maxLength: 100, description: 'With this tag.' })

/** Tag in a page's query. An invalid tag is ignored. */
export const tagParameter = z.string().max(100).catch('').transform(parseTag)

/** Errors in a line's tags. */
export const tagErrors = (tags: string[]) => [
  ...(tags.length > tagsLimit ? [`At most ${tagsLimit} tags`] : []),
  ...(tags.some((tag) => countCharacters(tag) > tagLimit) ? [`A tag has at most ${tagLimit} characters`] : []),
]
