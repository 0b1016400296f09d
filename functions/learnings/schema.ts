import { z } from 'zod'
import { filedUnder } from '../lib/resource/filed-under'
import { dateMember, rowColumns, tagsColumn, tagsMember, textMember, titleMember } from '../lib/resource/members'
import { seenVersion } from '../lib/version'

/** In characters. */
export const titleLimit = 200
export const contentLimit = 10_000

export const learningType = z.enum(
  ['aha_moment', 'concept', 'insight'],
  'Choose an aha moment, a concept or an insight',
)
export type LearningType = z.infer<typeof learningType>

export const typeNames: Record<LearningType, string> = {
  aha_moment: 'Aha moment',
  concept: 'Concept',
  insight: 'Insight',
}

export const learningSource = z.enum(['meeting', 'self_study', 'project'], 'Choose a meeting, self-study or a project')
export type LearningSource = z.infer<typeof learningSource>

export const sourceNames: Record<LearningSource, string> = {
  meeting: 'Meeting',
  self_study: 'Self-study',
  project: 'Project',
}

export const filing = filedUnder('learnings', 'project_id', 'plan_id', 'organization_id', 'meeting_id')

export const LearningRow = z.object({
  ...rowColumns,
  title: z.string(),
  content: z.string(),
  type: learningType,
  source: learningSource,
  /** Local date. */
  date: z.string(),
  tags: tagsColumn,
  ...filing.columns,
})
export type LearningRow = z.output<typeof LearningRow>

/** A learning with the names of what it belongs to. In lists `content` is only its beginning. */
export const ListedLearning = LearningRow.extend({ ...filing.names, project_color: z.string().nullable() })
export type ListedLearning = z.output<typeof ListedLearning>

/** Members of a form and of a JSON body. One that is left out keeps its value or gets its default. */
export const learningFields = {
  title: titleMember(titleLimit),
  content: textMember(contentLimit, { none: 'Enter the content as text', subject: 'The content has' }).optional(),
  type: learningType.optional(),
  source: learningSource.optional(),
  date: dateMember.optional(),
  tags: tagsMember.optional(),
  ...filing.fields,
}

export const NewLearningForm = z.object(learningFields)
export type NewLearningValues = z.output<typeof NewLearningForm>
export const LearningForm = z.object({ ...learningFields, seq: seenVersion('learning') })
