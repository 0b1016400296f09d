import { z } from 'zod'
import { firstYear, isDate, lastYear } from '../lib/days'
import { grouped } from '../lib/format'
import { Tags } from '../lib/tags'
import { cleanLine, cleanText, tagText } from '../lib/text'
import { seenVersion } from '../lib/version'

/** In characters. */
export const titleLimit = 200
export const contentLimit = 10_000

export const learningType = z.enum(
  ['aha_moment', 'concept', 'insight'],
  'Choose an aha moment, a concept or an insight',
)
export type LearningType = z.infer<typeof learningType>

export const learningSource = z.enum(['meeting', 'self_study', 'project'], 'Choose a meeting, self-study or a project')
export type LearningSource = z.infer<typeof learningSource>

export const LearningRow = z.object({
  id: z.string(),
  title: z.string(),
  content: z.string(),
  type: learningType,
  source: learningSource,
  /** Local date. */
  date: z.string(),
  tags: z.string().transform((json) => tagText(z.array(z.string()).parse(JSON.parse(json)))),
  project_id: z.string().nullable(),
  plan_id: z.string().nullable(),
  organization_id: z.string().nullable(),
  seq: z.int(),
  /** Epoch ms, like the one below. */
  created_at: z.int(),
  updated_at: z.int(),
})
export type LearningRow = z.output<typeof LearningRow>

/** A learning with the names of what it belongs to. In lists `content` is only its beginning. */
export const ListedLearning = LearningRow.extend({
  project_name: z.string().nullable(),
  project_color: z.string().nullable(),
  plan_title: z.string().nullable(),
  organization_name: z.string().nullable(),
})
export type ListedLearning = z.output<typeof ListedLearning>

/** A learning that was searched for. Its texts have `markStart` before and `markEnd` after each match. */
export const FoundLearning = ListedLearning.extend({
  number: z.int(),
  marked_title: z.string(),
  marked_content: z.string(),
  marked_tags: z.string(),
})
export type FoundLearning = z.output<typeof FoundLearning>

export const title = z
  .string('Enter a title')
  .transform(cleanLine)
  .pipe(z.string().min(1, 'Enter a title').max(titleLimit, `At most ${titleLimit} characters`))

export const content = z
  .string('Enter the content as text')
  .transform(cleanText)
  .pipe(z.string().max(contentLimit, `At most ${grouped(contentLimit)} characters`))

const choice = (message: string) =>
  z
    .string(message)
    .max(100, message)
    .transform((id) => id || null)

const fields = {
  title,
  content: content.optional(),
  type: learningType.optional(),
  source: learningSource.optional(),
  date: z.string('Enter a date').refine(isDate, `Enter a date from ${firstYear} to ${lastYear}`).optional(),
  tags: Tags.transform(tagText).optional(),
  project_id: choice('Choose a project from the list').optional(),
  plan_id: choice('Choose a plan from the list').optional(),
  organization_id: choice('Choose an organization from the list').optional(),
}

export const NewLearningForm = z.object(fields)

export type NewLearningValues = Pick<LearningRow, 'title'> &
  Partial<Omit<LearningRow, 'id' | 'title' | 'seq' | 'created_at' | 'updated_at'>>

export const LearningForm = z.object({ ...fields, seq: seenVersion('learning') })
