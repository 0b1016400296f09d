import { z } from 'zod'
import { part, type SqlPart } from '../../lib/db/sql'
import {
  choiceField,
  dateField,
  filingField,
  foldAway,
  tagsField,
  textField,
  titleField,
} from '../../lib/resource/fields'
import { defineKind, resourceOf, rowsOf } from '../../lib/resource/kind'
import { byLastWrite, readsOf } from '../../lib/resource/row-reads'
import { markEnd, markStart } from '../../lib/search/marks'
import { plainWords } from '../../lib/search/match'

/** Maximum length in characters. */
export const learningTitleLimit = 200
export const contentLimit = 10_000

export const typeNames = { aha_moment: 'Aha moment', concept: 'Concept', insight: 'Insight' }
const sourceNames = { meeting: 'Meeting', self_study: 'Self-study', project: 'Project' }

export const learningKind = defineKind('learning', {
  title: titleField(learningTitleLimit, 'What you know now, in a sentence'),
  content: textField(
    'Content',
    contentLimit,
    { none: 'Enter the content as text', subject: 'The content has' },
    { about: 'Markdown.', rows: 5, placeholder: 'How you learned it, and when it applies, in Markdown' },
  ),
  type: foldAway(
    choiceField('Type', typeNames, 'insight', 'Choose an aha moment, a concept or an insight', {
      filter: { all: 'All types' },
    }),
  ),
  source: foldAway(
    choiceField('Source', sourceNames, 'self_study', 'Choose a meeting, self-study or a project', {
      filter: { all: 'All sources' },
    }),
  ),
  date: foldAway(dateField('Date', 'The local date on which it was learned.')),
  tags: tagsField(),
  project_id: filingField('project_id', { filter: { all: 'All projects' } }),
  plan_id: foldAway(filingField('plan_id')),
  organization_id: foldAway(filingField('organization_id')),
  meeting_id: foldAway(filingField('meeting_id')),
})

export type LearningRow = z.output<typeof learningKind.Row>
export type NewLearningValues = z.output<typeof learningKind.NewForm>

export const learningBodies = learningKind.bodies({
  create: { title: 'CTEs can be materialized', tags: ['sql'] },
  patch: { type: 'concept' },
})

const marked = z.string().transform(plainWords).optional()

/**
 * A learning with the names of its project and plan. In lists `content` is truncated. In search results `markStart` and
 * `markEnd` enclose each match.
 */
const ListedLearning = learningKind.Listed.extend({
  project_color: z.string().nullable(),
  marked_title: marked,
  marked_content: marked,
  marked_tags: marked,
})
export type ListedLearning = z.output<typeof ListedLearning>

/** Characters of the content read for lists, and words read around the first search match. */
const beginning = 400
const snippetWords = 16

const columnsWith = (computed?: { content: SqlPart }) =>
  part`${learningKind.columnsWith(computed)}, projects.color AS project_color`

export const {
  find: learning,
  list: allLearnings,
  page: pageOfLearnings,
} = readsOf({
  ...learningKind.reads,
  schema: ListedLearning,
  columns: columnsWith(),
  shortColumns: columnsWith({ content: part`substr(learnings.content, 1, ${beginning})` }),
  foundColumns: part`
      highlight(search_index, 1, ${markStart}, ${markEnd}) AS marked_title,
      snippet(search_index, 2, ${markStart}, ${markEnd}, '…', ${snippetWords}) AS marked_content,
      highlight(search_index, 3, ${markStart}, ${markEnd}) AS marked_tags`,
  order: ({ q }) => (q ? byLastWrite : { columns: ['learnings.date', 'learnings.id'], isDescending: true }),
})

export const learningRows = rowsOf<ListedLearning, NewLearningValues & { date: string }>(learningKind)

/** Writes shared by the pages and the API of learnings. */
export const learningResource = resourceOf<ListedLearning, NewLearningValues>(
  learningKind,
  learning,
  rowsOf<ListedLearning, NewLearningValues>(learningKind),
)
