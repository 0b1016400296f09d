import type { Context } from 'hono'
import { FeedbackItemPage, FeedbackList, FeedbackPage } from '../../../views/people/feedback/page'
import { FeedbackItem } from '../../../views/people/feedback/row'
import { type App, todayOf } from '../../lib/env'
import { excerptOf } from '../../lib/markdown'
import { kindPages } from '../../lib/resource/plain'
import { itemsOfSource } from '../../tasks/tasks/queries'
import { FeedbackView, feedbackPage, feedbackResource } from './list'
import { feedbackKind } from './schema'

const itemsOf = (c: Context<App>, id: string) => itemsOfSource(c.env.DB, c.var.user.id, { type: 'feedback', id })

const { pages, routes } = kindPages(feedbackKind, feedbackResource, {
  titleOf: ({ content }) => excerptOf(content),
  read: (c, query) => feedbackPage(c.env.DB, c.var.user.id, c.var.org, FeedbackView.parse(query), todayOf(c)),
  view: (page) => <FeedbackPage {...page} />,
  list: (page) => <FeedbackList {...page} oob />,
  item: (row, c) => <FeedbackItem feedback={row} today={todayOf(c)} />,
  page: async (c, row) => <FeedbackItemPage feedback={row} items={await itemsOf(c, row.id)} today={todayOf(c)} />,
})

export const feedbackPages = pages

/** `/feedback` */
export const feedback = routes
