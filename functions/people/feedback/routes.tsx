import type { Context } from 'hono'
import { FeedbackFields } from '../../../views/people/feedback/form'
import { FeedbackItemPage, FeedbackList, FeedbackPage } from '../../../views/people/feedback/page'
import { FeedbackItem } from '../../../views/people/feedback/row'
import { type App, todayOf } from '../../lib/env'
import { idInView } from '../../lib/list-view'
import { excerptOf } from '../../lib/markdown'
import { allOrgs } from '../../lib/org'
import { addedTo } from '../../lib/resource/added'
import { describedFiling, filingChoices } from '../../lib/resource/choices'
import { listedPages } from '../../lib/resource/listed'
import { itemsOfSource } from '../../tasks/tasks/queries'
import { FeedbackView, feedbackPage } from './list'
import { feedbackResource } from './resource'
import { categoryNames, FeedbackForm, filing, NewFeedbackForm, sentimentNames } from './schema'

const choicesOf = (c: Context<App>, org = c.var.org) => filingChoices(c.env.DB, c.var.user.id, org, filing.ids)

const itemsOf = (c: Context<App>, id: string) => itemsOfSource(c.env.DB, c.var.user.id, { type: 'feedback', id })

const { pages, routes } = listedPages(feedbackResource, {
  path: '/feedback',
  title: 'Feedback',
  titleOf: ({ content }) => excerptOf(content),
  create: NewFeedbackForm,
  edit: FeedbackForm,
  read: (c, query) => feedbackPage(c.env.DB, c.var.user.id, c.var.org, FeedbackView.parse(query), todayOf(c)),
  view: (page) => <FeedbackPage {...page} />,
  list: (page) => <FeedbackList {...page} oob />,
  item: (row, c) => <FeedbackItem feedback={row} today={todayOf(c)} />,
  page: async (c, row) => <FeedbackItemPage feedback={row} items={await itemsOf(c, row.id)} today={todayOf(c)} />,
  fields: async (c, { row, draft, idPrefix }) => (
    <FeedbackFields
      row={row}
      draft={draft}
      choices={await choicesOf(c)}
      linked={{ person: idInView.parse(c.req.query('person') ?? ''), organization: addedTo(c) ?? '' }}
      today={todayOf(c)}
      idPrefix={idPrefix}
    />
  ),
  described: async (c, saved) => ({
    content: ['Feedback'],
    date: ['Date'],
    sentiment: ['Sentiment', (sentiment) => sentimentNames[sentiment]],
    category: ['Category', (category) => categoryNames[category]],
    tags: ['Tags'],
    ...describedFiling(await choicesOf(c, allOrgs), saved, filing.ids),
  }),
})

export const feedbackPages = pages

/** `/feedback` */
export const feedback = routes
