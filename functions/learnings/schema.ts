import { z } from 'zod'
import { firstYear, isDate, lastYear } from '../lib/days'
import { filingFields } from '../lib/resource/filing'
import { rowColumns, textMember, titleMember } from '../lib/resource/members'
import { Tags } from '../lib/tags'
import { tagText } from '../lib/text'
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
  ...rowColumns,
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

/** Members of a form and of a JSON body. One that is left out keeps its value or gets its default. */
export const learningFields = {
  title: titleMember(titleLimit),
  content: textMember(contentLimit, { none: 'Enter the content as text', subject: 'The content has' }).optional(),
  type: learningType.optional(),
  source: learningSource.optional(),
  date: z.string('Enter a date').refine(isDate, `Enter a date from ${firstYear} to ${lastYear}`).optional(),
  tags: Tags.transform(tagText).optional(),
  project_id: filingFields.project_id,
  plan_id: filingFields.plan_id,
  organization_id: filingFields.organization_id,
}

export const NewLearningForm = z.object(learningFields)

export type NewLearningValues = Pick<LearningRow, 'title'> &
  Partial<Omit<LearningRow, 'id' | 'title' | 'seq' | 'created_at' | 'updated_at'>>

export const LearningForm = z.object({ ...learningFields, seq: seenVersion('learning') })
