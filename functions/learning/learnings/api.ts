import { kindApi } from '../../lib/resource/api'
import { learningKind, learningResource, learnings } from './schema'

export const learningBodies = learningKind.bodies({
  create: { title: 'CTEs can be materialized', tags: ['sql'] },
  patch: { type: 'concept' },
})

/** `/api/v1/learnings` */
export const learningsApi = kindApi(learningKind, learningResource, { ...learningBodies, list: learnings })
