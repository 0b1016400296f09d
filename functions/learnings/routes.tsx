import { Hono } from 'hono'
import { LearningsPage } from '../../views/learnings/page'
import type { App } from '../lib/env'
import { submittedText } from '../lib/form'
import { resourcePages } from '../lib/resource/pages'
import { LearningsView } from './list'
import { answerPreview, learningPages, readLearnings } from './pages'
import { learning } from './queries'
import { learningResource } from './resource'

/** `/learnings` */
export const learnings = new Hono<App>()
  .get('/', async (c) => {
    const page = await readLearnings(c, LearningsView.parse(c.req.query()))
    return c.render(<LearningsPage {...page} />, { title: 'Learnings' })
  })
  .post('/preview', async (c) => {
    const { of = '', ...values } = await submittedText(c)
    const row = of ? await learning(c.env.DB, c.var.user.id, of) : null
    return of && !row ? c.notFound() : answerPreview(c, values, row)
  })
  .route('/', resourcePages(learningResource, learningPages))
