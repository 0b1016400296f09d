import { kindApi } from '../../lib/resource/api'
import { allFeedback, feedbackResource } from './list'
import { feedbackKind } from './schema'

/** `/api/v1/feedback` */
export const feedbackApi = kindApi(feedbackKind, feedbackResource, {
  ...feedbackKind.bodies({
    create: { content: 'Clear slides', sentiment: 'positive', tags: ['talks'] },
    patch: { category: 'technical' },
  }),
  list: allFeedback,
})
