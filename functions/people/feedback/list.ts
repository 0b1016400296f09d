import { z } from 'zod'
import { columnsAre, dateIsIn, hasTag, joined } from '../../lib/conditions'
import { andInOrg } from '../../lib/kinds'
import { choiceInView, idInView, isFiltered, listView } from '../../lib/list-view'
import type { Org } from '../../lib/org'
import { personChoices } from '../../lib/resource/choices'
import { columnsOf, lastWritten, readsOf } from '../../lib/resource/reads'
import { allRows, part, type SqlPart, sql } from '../../lib/sql'
import { tagInView } from '../../lib/tags'
import {
  type FeedbackCategory,
  FeedbackRow,
  feedbackCategory,
  feedbackSentiment,
  filing,
  ListedFeedback,
} from './schema'

/** Characters of the content that a list reads. */
const beginning = 300

const columnsWith = (computed?: { content: SqlPart }) =>
  part`${columnsOf('feedback', FeedbackRow, computed)}, ${filing.selectedNames}`

/** Empty members filter nothing. Dates are inclusive. */
type FeedbackFilter = Partial<
  Record<'category' | 'sentiment' | 'tag' | 'from' | 'to' | (typeof filing.ids)[number], string>
>

export const {
  find: feedbackOf,
  list: allFeedback,
  page: pageOfFeedback,
} = readsOf({
  kind: 'feedback',
  schema: ListedFeedback,
  columns: columnsWith(),
  shortColumns: columnsWith({ content: part`substr(feedback.content, 1, ${beginning})` }),
  joins: filing.withNames,
  where: ({ tag, from, to, ...columns }: FeedbackFilter) =>
    joined([columnsAre('feedback', columns), hasTag('feedback.tags', tag), dateIsIn('feedback.date', { from, to })]),
  order: ({ q }) => (q ? lastWritten : { columns: ['feedback.date', 'feedback.id'], isDescending: true }),
})

/** Tags that the page of themes lists, those with the most feedback first, and the rows of each theme. */
const tagsListed = 6
const rowsListed = 3

/** `count` is how much feedback has the tag; null for a category, whose feedback is not counted. */
export type Theme = { tag: string; category: FeedbackCategory | ''; count: number | null; rows: ListedFeedback[] }

/** Feedback by its tags and its categories: the latest of each. */
const feedbackThemes = async (db: D1Database, userId: string, org: Org): Promise<Theme[]> => {
  const tags = await allRows<{ tag: string; count: number }>(sql(db)`
    SELECT tags.value AS tag, count(*) AS count
    FROM feedback, json_each(feedback.tags) AS tags
    WHERE feedback.user_id = ${userId} AND feedback.deleted_at IS NULL ${andInOrg(userId, org, 'feedback')}
    GROUP BY tag
    ORDER BY count DESC, tag
    LIMIT ${tagsListed}`)
  const themes = await Promise.all(
    [
      ...tags.map((tag) => ({ ...tag, category: '' as const })),
      ...feedbackCategory.options.map((category) => ({ tag: '', category, count: null })),
    ].map(async (theme) => {
      const { tag, category } = theme
      return { ...theme, rows: (await pageOfFeedback(db, userId, org, { tag, category }, rowsListed)).rows }
    }),
  )
  return themes.filter(({ rows }) => rows.length > 0)
}

const pageSize = 20

/** Query of `/feedback`. An invalid value counts as none. */
export const FeedbackView = z.object({
  ...listView,
  by: choiceInView(['theme']),
  sentiment: choiceInView(feedbackSentiment.options),
  category: choiceInView(feedbackCategory.options),
  tag: tagInView,
  person: idInView,
})
export type FeedbackView = z.infer<typeof FeedbackView>

const noRows: Awaited<ReturnType<typeof pageOfFeedback>> = { rows: [], next: undefined }

/** True for the page of themes: a search or a filter lists by date. */
const isByTheme = ({ by, after, ...filters }: FeedbackView) => by === 'theme' && after === '' && !isFiltered(filters)

export const feedbackPage = async (db: D1Database, userId: string, org: Org, view: FeedbackView, today: string) => {
  const themed = isByTheme(view)
  const { by: _, person: from_person_id, ...filter } = view
  const [{ rows, next }, themes, people] = await Promise.all([
    themed ? noRows : pageOfFeedback(db, userId, org, { ...filter, from_person_id }, pageSize),
    themed ? feedbackThemes(db, userId, org) : null,
    personChoices(db, userId, org, view.person),
  ])
  return { view, rows, next, themes, people, today }
}

export type FeedbackPage = Awaited<ReturnType<typeof feedbackPage>>
