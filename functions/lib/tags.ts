import { z } from 'zod'
import { cleanLine, countCharacters, hasNoMark, markMessage, withoutMarks } from './text/text'

/** In characters. */
export const tagLimit = 50
/** A tag that the markdown of a plan has may be longer; above this it is not in the list of tags. */
export const listedTagLimit = 200
/** Tags on one thing. */
export const tagsLimit = 20

/** Normalises tags: one line each, no `#`, unique regardless of case. */
export const tidyTags = (texts: string[]) => {
  const tags = texts.map((tag) => cleanLine(cleanLine(tag).replace(/^#+/, '')))
  return [...new Map(tags.filter(Boolean).map((tag) => [tag.toLowerCase(), tag])).values()]
}

/** `tidyTags` of a file, a line or a device, without invisible marks of direction, which forms and the API refuse. */
export const cleanTags = (texts: string[]) => tidyTags(texts.map(withoutMarks))

/** A tag as a filter has it; empty if nothing is left. */
export const oneTag = (typed: string) => tidyTags([typed])[0] ?? ''

const tagKey = (tag: string) => tag.toLowerCase()

/** Takes tags away and adds others, whatever their case. */
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

/** Divides typed tags at commas, and at spaces before a `#`. */
export const splitTags = (typed: string) => typed.split(/[,\n]|(?:^|\s)(?=#)/)

/** Typed tags, separated by commas, or by spaces before a `#`. */
export const Tags = z
  .string('Enter the tags as text, separated by commas')
  .refine(hasNoMark, markMessage)
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
  .refine((tags) => tags.every(hasNoMark), markMessage)
  .transform(tidyTags)
  .pipe(keptTags)
  .meta({ maxItems: tagsLimit })

/** `TagList` of a device or a file. */
export const SentTagList = listed.transform(cleanTags).pipe(keptTags).meta({ maxItems: tagsLimit })

/** Filter of a list in the API by a tag. */
export const tagFilter = z
  .string()
  .max(100, 'At most 100 characters')
  .transform(oneTag)
  .optional()
  .meta({ maxLength: 100, description: 'With this tag.' })

/** Filter of a page by a tag; an invalid one counts as none. */
export const tagInView = z.string().max(100).catch('').transform(oneTag)

/** Errors of tags that a line has. */
export const tagErrors = (tags: string[]) => [
  ...(tags.length > tagsLimit ? [`At most ${tagsLimit} tags`] : []),
  ...(tags.some((tag) => countCharacters(tag) > tagLimit) ? [`A tag has at most ${tagLimit} characters`] : []),
]
