import { type Context, Hono } from 'hono'
import { LearningList, LearningPage } from '../../../views/learning/learnings/by-month'
import { LearningFields, LearningsPage } from '../../../views/learning/learnings/page'
import { LearningRow } from '../../../views/learning/learnings/row'
import { type App, localNow, todayOf } from '../../lib/env'
import { allOrgs } from '../../lib/org'
import { linkedTo } from '../../lib/resource/added'
import { describedFiling, filingChoices } from '../../lib/resource/choices'
import { listedPages } from '../../lib/resource/listed'
import { LearningsView, learningsPage } from './page-data'
import { answerPreview, rendered } from './preview'
import { learningResource } from './resource'
import { filing, LearningForm, NewLearningForm, sourceNames, typeNames } from './schema'

const choicesOf = (c: Context<App>, org = c.var.org) => filingChoices(c.env.DB, c.var.user.id, org, filing.ids)

const { pages, routes } = listedPages(learningResource, {
  path: '/learnings',
  title: 'Learnings',
  titleOf: ({ title }) => title,
  create: NewLearningForm,
  edit: LearningForm,
  read: (c, query) =>
    learningsPage(c.env.DB, c.var.user.id, c.var.org, LearningsView.parse(query), localNow(c.var.user)),
  view: (page) => <LearningsPage {...page} />,
  list: (page) => <LearningList {...page} oob />,
  item: (row, c) => <LearningRow learning={row} today={todayOf(c)} />,
  page: async (c, row) => <LearningPage learning={row} content={await rendered(row.content)} today={todayOf(c)} />,
  fields: async (c, props) => (
    <LearningFields
      {...props}
      linked={linkedTo(c)}
      choices={await choicesOf(c)}
      today={todayOf(c)}
      preview={props.draft?.values.content && (await rendered(props.draft.values.content))}
    />
  ),
  described: async (c, saved) => ({
    title: ['Title'],
    content: ['Content'],
    type: ['Type', (type) => typeNames[type]],
    source: ['Source', (source) => sourceNames[source]],
    date: ['Date'],
    tags: ['Tags'],
    ...describedFiling(await choicesOf(c, allOrgs), saved, filing.ids),
  }),
})

export const learningPages = pages

/** `/learnings` */
export const learnings = new Hono<App>().post('/preview', (c) => answerPreview(c, pages)).route('/', routes)
