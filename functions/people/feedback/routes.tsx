import type { Context } from 'hono'
import type { z } from 'zod'
import {
  FeedbackHead,
  FeedbackItemPage,
  FeedbackList,
  FeedbackPage,
  type FeedbackTheme,
} from '../../../views/people/feedback/page'
import { FeedbackItem } from '../../../views/people/feedback/row'
import { selectedKind } from '../../changes/selected'
import { allRows, sql } from '../../lib/db/sql'
import { type App, todayOf } from '../../lib/env'
import { choiceParameter, isFiltered } from '../../lib/http/list-view'
import { andInOrg } from '../../lib/kinds'
import type { Org } from '../../lib/org'
import { personChoices } from '../../lib/resource/filing-choices'
import { kindApi } from '../../lib/resource/kind-api'
import { kindPages } from '../../lib/resource/kind-pages'
import { excerptOf } from '../../lib/text/markdown'
import { itemsOfSource } from '../../tasks/tasks/queries'
import { allFeedback, feedbackCategory, feedbackKind, feedbackResource, pageOfFeedback } from './schema'

/** Number of tags on the page of themes, those with the most feedback first, and number of rows per theme. */
const tagsListed = 6
const rowsListed = 3

/** The latest feedback of each tag and of each category. */
const feedbackThemes = async (db: D1Database, userId: string, org: Org): Promise<FeedbackTheme[]> => {
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

/** Query of `/feedback`. Invalid values are ignored. */
const FeedbackView = feedbackKind.View.extend({ by: choiceParameter(['theme']) })
type FeedbackView = z.infer<typeof FeedbackView>

const noRows: Awaited<ReturnType<typeof pageOfFeedback>> = { rows: [], next: undefined }

/** True for the page of themes. A search or a filter lists by date instead. */
const isByTheme = ({ by, after, ...filters }: FeedbackView) => by === 'theme' && after === '' && !isFiltered(filters)

const feedbackPage = async (db: D1Database, userId: string, org: Org, view: FeedbackView, today: string) => {
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

const itemsOf = (c: Context<App>, id: string) => itemsOfSource(c.env.DB, c.var.user.id, { type: 'feedback', id })

const listed = kindPages(feedbackKind, feedbackResource, {
  titleOf: ({ content }) => excerptOf(content),
  read: (c, query) => feedbackPage(c.env.DB, c.var.user.id, c.var.org, FeedbackView.parse(query), todayOf(c)),
  view: (page) => <FeedbackPage {...page} />,
  list: (page) => <FeedbackList {...page} oob />,
  item: (row, c) => <FeedbackItem feedback={row} today={todayOf(c)} />,
  head: (c, row) => <FeedbackHead feedback={row} today={todayOf(c)} />,
  page: async (c, row) => <FeedbackItemPage feedback={row} items={await itemsOf(c, row.id)} today={todayOf(c)} />,
})

export const feedbackPages = listed.pages

/** `/feedback` */
export const feedback = selectedKind(feedbackKind, listed)

/** `/api/v1/feedback` */
export const feedbackApi = kindApi(feedbackKind, feedbackResource, {
  ...feedbackKind.bodies({
    create: { content: 'Clear slides', sentiment: 'positive', tags: ['talks'] },
    patch: { category: 'technical' },
  }),
  list: allFeedback,
})
