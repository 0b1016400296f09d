import { z } from 'zod'
import { markEnd, markStart } from '../../data/search/marks'
import { columnsAre, dateIsIn, hasTag, joined } from '../../lib/conditions'
import {
  choiceOf,
  dateMember,
  filedUnder,
  rowColumns,
  seenVersion,
  tagsColumn,
  tagsMember,
  textMember,
  titleMember,
} from '../../lib/resource/members'
import { columnsOf, lastWritten, readsOf } from '../../lib/resource/reads'
import { plainWords } from '../../lib/search/match'
import { part, type SqlPart } from '../../lib/sql'

/** In characters. */
export const titleLimit = 200
export const contentLimit = 10_000

export const typeNames = { aha_moment: 'Aha moment', concept: 'Concept', insight: 'Insight' }
export const learningType = choiceOf(typeNames, 'Choose an aha moment, a concept or an insight')

export const sourceNames = { meeting: 'Meeting', self_study: 'Self-study', project: 'Project' }
export const learningSource = choiceOf(sourceNames, 'Choose a meeting, self-study or a project')

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

const marked = z.string().transform(plainWords).optional()

/**
 * A learning with the names of what it belongs to. In lists `content` is only its beginning. Texts that a search found
 * have `markStart` before and `markEnd` after each match.
 */
export const ListedLearning = LearningRow.extend({
  ...{ ...filing.names, project_color: z.string().nullable() },
  ...{ marked_title: marked, marked_content: marked, marked_tags: marked },
})
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

export const newLearning = {
  ...{ title: '', content: '', type: 'insight', source: 'self_study', date: '', tags: '' },
  ...filing.none,
}

export const NewLearningForm = z.object(learningFields)
export type NewLearningValues = z.output<typeof NewLearningForm>
export const LearningForm = z.object({ ...learningFields, seq: seenVersion('learning') })

/** Characters of the content that a list reads, and words around the first match in it. */
const beginning = 400
const snippetWords = 16

const columnsWith = (computed?: { content: SqlPart }) => part`
      ${columnsOf('learnings', LearningRow, computed)}, projects.color AS project_color, ${filing.selectedNames}`

/** Empty members filter nothing. Dates are inclusive. */
type LearningFilter = Partial<Record<'type' | 'source' | 'tag' | 'from' | 'to' | (typeof filing.ids)[number], string>>

export const {
  find: learning,
  list: learnings,
  page: pageOfLearnings,
} = readsOf({
  kind: 'learning',
  schema: ListedLearning,
  columns: columnsWith(),
  shortColumns: columnsWith({ content: part`substr(learnings.content, 1, ${beginning})` }),
  foundColumns: part`
      highlight(search_index, 1, ${markStart}, ${markEnd}) AS marked_title,
      snippet(search_index, 2, ${markStart}, ${markEnd}, '…', ${snippetWords}) AS marked_content,
      highlight(search_index, 3, ${markStart}, ${markEnd}) AS marked_tags`,
  joins: filing.withNames,
  where: ({ tag, from, to, ...columns }: LearningFilter) =>
    joined([columnsAre('learnings', columns), hasTag('learnings.tags', tag), dateIsIn('learnings.date', { from, to })]),
  order: ({ q }) => (q ? lastWritten : { columns: ['learnings.date', 'learnings.id'], isDescending: true }),
})
