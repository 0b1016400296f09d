import { z } from 'zod'
import { dateInput } from '../lib/api/values'
import { resourceApi } from '../lib/resource/api'
import { cleanText } from '../lib/text'
import { matchExpression } from '../search/match'
import { searchLimit } from '../search/schema'
import { LearningJson, LearningPatch, learningJson, NewLearningBody } from './json'
import { oneTag } from './list'
import { learningsBefore } from './queries'
import { learningResource } from './resource'
import { learningSource, learningType } from './schema'

const short = (description: string) =>
  z.string().max(100, 'At most 100 characters').optional().meta({ maxLength: 100, description })

/** `/api/v1/learnings` */
export const learningsApi = resourceApi(learningResource, {
  aName: 'a learning',
  tag: 'Learnings',
  schema: LearningJson,
  json: (rows) => rows.map(learningJson),
  create: NewLearningBody,
  patch: LearningPatch,
  filter: {
    type: learningType.optional(),
    source: learningSource.optional(),
    tag: short('With this tag.'),
    project_id: short('Of this project.'),
    plan_id: short('Of this plan.'),
    organization_id: short('Of this organization.'),
    from: dateInput.optional(),
    to: dateInput.optional(),
    q: z
      .string()
      .transform(cleanText)
      .pipe(z.string().max(searchLimit, `A search has at most ${searchLimit} characters`))
      .optional()
      .meta({ maxLength: searchLimit, description: 'Words and "phrases" in title, content and tags.' }),
  },
  list: async (db, userId, { q = '', tag, project_id, plan_id, organization_id, ...input }, limit) => {
    const match = q === '' ? undefined : matchExpression(q, { userId, kind: 'learning' })
    if (q !== '' && match === undefined) return []
    const links = { project: project_id, plan: plan_id, organization: organization_id }
    return learningsBefore(db, userId, { ...input, ...links, tag: tag && oneTag(tag), match }, limit)
  },
})
