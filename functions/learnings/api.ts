import { z } from 'zod'
import { dateInput, rowJson, rowMembers } from '../lib/api/values'
import { allOrgs } from '../lib/org'
import { resourceApi } from '../lib/resource/api'
import { bodiesOf, tagsInput } from '../lib/resource/members'
import { tagFilter } from '../lib/tags'
import { tagList } from '../lib/text'
import { SearchFilter } from '../search/schema'
import { learningsBefore } from './queries'
import { learningResource } from './resource'
import { filing, LearningRow, type ListedLearning, learningFields, learningSource, learningType } from './schema'

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

const learningJson = ({
  project_name,
  project_color,
  plan_title,
  organization_name,
  meeting_title,
  ...row
}: ListedLearning) => ({
  ...rowJson(row),
  tags: tagList(row.tags),
})

/** `/api/v1/learnings` */
export const learningsApi = resourceApi(learningResource, {
  aName: 'a learning',
  tag: 'Learnings',
  schema: LearningJson,
  json: (rows) => rows.map(learningJson),
  ...bodiesOf({
    id: 'Learning',
    fields: { ...learningFields, date: dateInput.optional(), tags: tagsInput.optional(), ...filing.members },
    examples: { create: { title: 'CTEs can be materialized', tags: ['sql'] }, patch: { type: 'concept' } },
  }),
  filter: {
    type: learningType.optional(),
    source: learningSource.optional(),
    tag: tagFilter,
    ...filing.filters,
    from: dateInput.optional(),
    to: dateInput.optional(),
    q: SearchFilter,
  },
  list: (db, userId, { org = allOrgs, ...filter }, limit) => learningsBefore(db, userId, org, filter, limit),
})
