import { type Context, Hono } from 'hono'
import { Content, LearningList, LearningPage, LearningsPage } from '../../../views/learning/learnings/page'
import { LearningRow } from '../../../views/learning/learnings/row'
import { Rendered } from '../../../views/learning/plan-pages/chunk'
import { type App, localNow, todayOf } from '../../lib/env'
import { submittedText } from '../../lib/form'
import { kindApi } from '../../lib/resource/api'
import type { Pages } from '../../lib/resource/pages'
import { kindPages } from '../../lib/resource/plain'
import { wantsFragment } from '../../lib/respond'
import { LearningsView, learningsPage } from './page-data'
import {
  allLearnings,
  type ListedLearning,
  learning,
  learningBodies,
  learningKind,
  learningResource,
  type NewLearningValues,
} from './schema'

/** Markdown as HTML. Loaded when it is needed, because few requests show any. */
const rendered = async (text: string) => (await import('../../lib/markdown')).markdown(text)

type Forms = Pick<Pages<ListedLearning, NewLearningValues>, 'newForm' | 'editForm'>

/** Answers what was typed with its preview: htmx gets the text alone, everyone else the form again. */
const answerPreview = async (c: Context<App>, { newForm, editForm }: Forms) => {
  const { of = '', ...values } = submittedText(c)
  const row = of ? await learning(c.env.DB, c.var.user.id, of) : null
  if (of && !row) return c.notFound()
  if (wantsFragment(c)) return c.render(<Rendered>{await rendered(values.content ?? '')}</Rendered>)
  const draft = { values, errors: {} }
  const [title, form] = row
    ? [`Edit ${row.title}`, await editForm(c, row, draft)]
    : ['New learning', await newForm(c, draft)]
  return c.render(form, { title, heading: true })
}

const { pages, routes } = kindPages(learningKind, learningResource, {
  read: (c, query) =>
    learningsPage(c.env.DB, c.var.user.id, c.var.org, LearningsView.parse(query), localNow(c.var.user)),
  view: (page) => <LearningsPage {...page} />,
  list: (page) => <LearningList {...page} oob />,
  item: (row, c) => <LearningRow learning={row} today={todayOf(c)} />,
  page: async (c, row) => <LearningPage learning={row} content={await rendered(row.content)} today={todayOf(c)} />,
  slots: async (_, { row, draft }) => {
    const preview = draft?.values.content && (await rendered(draft.values.content))
    return { content: (field) => <Content row={row} preview={preview} {...field} /> }
  },
})

export const learningPages = pages

/** `/learnings` */
export const learnings = new Hono<App>().post('/preview', (c) => answerPreview(c, pages)).route('/', routes)

/** `/api/v1/learnings` */
export const learningsApi = kindApi(learningKind, learningResource, { ...learningBodies, list: allLearnings })
