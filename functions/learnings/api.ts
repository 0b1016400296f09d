import { z } from 'zod'
import { dateInput, rowJson, rowMembers } from '../lib/api/values'
import { allOrgs } from '../lib/org'
import { resourceApi } from '../lib/resource/api'
import { filingFilters, filingMembers } from '../lib/resource/filing'
import { bodiesOf } from '../lib/resource/members'
import { TagList } from '../lib/tags'
import { tagList, tagText } from '../lib/text'
import { SearchFilter } from '../search/schema'
import { oneTag } from './list'
import { learningsBefore } from './queries'
import { learningResource } from './resource'
import { LearningRow, type ListedLearning, learningFields, learningSource, learningType } from './schema'

const LearningJson = LearningRow.extend({
  content: z.string().meta({ description: 'Markdown.' }),
  date: z.string().meta({
    format: 'date',
    example: '2026-11-21',
    description: 'The local date on which it was learned.',
  }),
  tags: z.array(z.string()),
  ...rowMembers,
}).meta({ id: 'Learning' })

const learningJson = ({ project_name, project_color, plan_title, organization_name, ...row }: ListedLearning) => ({
  ...rowJson(row),
  tags: tagList(row.tags),
})

const { project_id, plan_id, organization_id } = filingMembers

/** `/api/v1/learnings` */
export const learningsApi = resourceApi(learningResource, {
  aName: 'a learning',
  tag: 'Learnings',
  schema: LearningJson,
  json: (rows) => rows.map(learningJson),
  ...bodiesOf({
    id: 'Learning',
    fields: {
      ...learningFields,
      date: dateInput.optional(),
      tags: TagList.transform(tagText).optional(),
      ...{ project_id, plan_id, organization_id },
    },
    examples: { create: { title: 'CTEs can be materialized', tags: ['sql'] }, patch: { type: 'concept' } },
  }),
  filter: {
    type: learningType.optional(),
    source: learningSource.optional(),
    tag: z
      .string()
      .max(100, 'At most 100 characters')
      .optional()
      .meta({ maxLength: 100, description: 'With this tag.' }),
    project_id: filingFilters.project_id,
    plan_id: filingFilters.plan_id,
    organization_id: filingFilters.organization_id,
    org: filingFilters.org,
    from: dateInput.optional(),
    to: dateInput.optional(),
    q: SearchFilter,
  },
  list: (
    db,
    userId,
    { tag, org = allOrgs, project_id: project, plan_id: plan, organization_id: organization, ...filter },
    limit,
  ) => learningsBefore(db, userId, org, { ...filter, project, plan, organization, tag: tag && oneTag(tag) }, limit),
})
