import type { z } from 'zod'
import { andInOrg } from '../../lib/kinds'
import { choiceInView, isFiltered } from '../../lib/list-view'
import { allOrgs, type Org } from '../../lib/org'
import { personChoices } from '../../lib/resource/choices'
import { resourceOf, rowsOf } from '../../lib/resource/kind'
import { lastWritten, readsOf } from '../../lib/resource/reads'
import { allRows, part, sql } from '../../lib/sql'
import {
  type FeedbackCategory,
  feedbackCategory,
  feedbackKind,
  type ListedFeedback,
  type NewFeedbackValues,
} from './schema'

/** Characters of the content that a list reads. */
const beginning = 300

export const {
  find: feedbackOf,
  list: allFeedback,
  page: pageOfFeedback,
} = readsOf({
  ...feedbackKind.reads,
  schema: feedbackKind.Listed,
  shortColumns: feedbackKind.columnsWith({ content: part`substr(feedback.content, 1, ${beginning})` }),
  order: ({ q }) => (q ? lastWritten : { columns: ['feedback.date', 'feedback.id'], isDescending: true }),
})

export const feedbackRows = rowsOf<ListedFeedback, NewFeedbackValues>(feedbackKind)

/** The writes that the pages and the API of feedback share. */
export const feedbackResource = resourceOf(feedbackKind, feedbackOf, feedbackRows)

/** The most feedback that the page of a person lists. */
const shownFeedback = 6

/** The latest feedback from a person. */
export const feedbackOfPerson = (db: D1Database, userId: string, from_person_id: string) =>
  pageOfFeedback(db, userId, allOrgs, { from_person_id }, shownFeedback)

export type FeedbackOfPerson = Awaited<ReturnType<typeof feedbackOfPerson>>

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
export const FeedbackView = feedbackKind.View.extend({ by: choiceInView(['theme']) })
export type FeedbackView = z.infer<typeof FeedbackView>

const noRows: Awaited<ReturnType<typeof pageOfFeedback>> = { rows: [], next: undefined }

/** True for the page of themes: a search or a filter lists by date. */
const isByTheme = ({ by, after, ...filters }: FeedbackView) => by === 'theme' && after === '' && !isFiltered(filters)

export const feedbackPage = async (db: D1Database, userId: string, org: Org, view: FeedbackView, today: string) => {
  const themed = isByTheme(view)
  const { by: _, ...filters } = view
  const filter = feedbackKind.filterOf(filters)
  const [{ rows, next }, themes, people] = await Promise.all([
    themed ? noRows : pageOfFeedback(db, userId, org, filter, pageSize),
    themed ? feedbackThemes(db, userId, org) : null,
    personChoices(db, userId, org, filter.from_person_id ?? ''),
  ])
  return { view, rows, next, themes, people, today }
}

export type FeedbackPage = Awaited<ReturnType<typeof feedbackPage>>
