import { columnsAre, dateIsIn, hasTag, joined } from '../lib/conditions'
import { lastWritten, readsOf } from '../lib/resource/reads'
import { constant, part } from '../lib/sql'
import { markEnd, markStart } from '../search/marks'
import { filing, ListedLearning } from './schema'

/** Characters of the content that a list reads, and words around the first match in it. */
const beginning = 400
const snippetWords = 16

const columnsWith = (content: string) => part`
      learnings.id, learnings.title, ${constant(content)} AS content, learnings.type, learnings.source, learnings.date,
      learnings.tags, learnings.project_id, learnings.plan_id, learnings.organization_id, learnings.meeting_id, learnings.seq,
      learnings.created_at, learnings.updated_at, projects.color AS project_color, ${filing.selectedNames}`

/** Empty members filter nothing. Dates are inclusive. */
type LearningFilter = Partial<Record<'type' | 'source' | 'tag' | 'from' | 'to' | (typeof filing.ids)[number], string>>

export const {
  find: learning,
  list: learnings,
  page: pageOfLearnings,
} = readsOf({
  kind: 'learning',
  schema: ListedLearning,
  columns: columnsWith('learnings.content'),
  shortColumns: columnsWith(`substr(learnings.content, 1, ${beginning})`),
  foundColumns: part`
      highlight(search_index, 1, ${markStart}, ${markEnd}) AS marked_title,
      snippet(search_index, 2, ${markStart}, ${markEnd}, '…', ${snippetWords}) AS marked_content,
      highlight(search_index, 3, ${markStart}, ${markEnd}) AS marked_tags`,
  joins: filing.withNames,
  where: ({ tag, from, to, ...columns }: LearningFilter) =>
    joined([columnsAre('learnings', columns), hasTag('learnings.tags', tag), dateIsIn('learnings.date', { from, to })]),
  order: ({ q }) => (q ? lastWritten : { columns: ['learnings.date', 'learnings.id'], isDescending: true }),
})
