import { Hono } from 'hono'
import { LearningList, LearningPage, LearningsPage } from '../../../views/learning/learnings/page'
import { Content } from '../../../views/learning/learnings/preview'
import { LearningRow } from '../../../views/learning/learnings/row'
import { type App, localNow, todayOf } from '../../lib/env'
import { kindPages } from '../../lib/resource/plain'
import { LearningsView, learningsPage } from './page-data'
import { answerPreview, rendered } from './preview'
import { learningKind, learningResource } from './schema'

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
