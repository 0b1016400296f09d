import { Hono } from 'hono'
import { LearningsPage } from '../../views/learnings/page'
import type { App } from '../lib/env'
import { listedPages } from '../lib/resource/pages'
import { learningPages, readLearnings } from './pages'
import { answerPreview } from './preview'
import { learningResource } from './resource'

/** `/learnings` */
export const learnings = new Hono<App>().post('/preview', answerPreview).route(
  '/',
  listedPages(learningResource, learningPages, {
    title: 'Learnings',
    read: readLearnings,
    view: (page) => <LearningsPage {...page} />,
  }),
)
