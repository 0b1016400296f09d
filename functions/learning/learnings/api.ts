import { z } from 'zod'
import { dateInput, LocalDate, rowMembers, SearchFilter } from '../../lib/api/values'
import { resourceApi } from '../../lib/resource/api'
import { bodiesOf, tagsInput } from '../../lib/resource/members'
import { tagFilter } from '../../lib/tags'
import { tagList } from '../../lib/text'
import { learningResource } from './resource'
import { filing, LearningRow, learningFields, learningSource, learnings, learningType } from './schema'

const LearningJson = LearningRow.extend({
  content: z.string().meta({ description: 'Markdown.' }),
  date: LocalDate.meta({ description: 'The local date on which it was learned.' }),
  tags: z.array(z.string()),
  ...rowMembers,
}).meta({ id: 'Learning' })

export const learningBodies = bodiesOf({
  id: 'Learning',
  fields: { ...learningFields, date: dateInput.optional(), tags: tagsInput.optional(), ...filing.members },
  examples: { create: { title: 'CTEs can be materialized', tags: ['sql'] }, patch: { type: 'concept' } },
})

/** `/api/v1/learnings` */
export const learningsApi = resourceApi(learningResource, {
  aName: 'a learning',
  tag: 'Learnings',
  schema: LearningJson,
  json: (rows) => rows.map((row) => ({ ...row, tags: tagList(row.tags) })),
  ...learningBodies,
  filter: {
    type: learningType.optional(),
    source: learningSource.optional(),
    tag: tagFilter,
    ...filing.filters,
    from: dateInput.optional(),
    to: dateInput.optional(),
    q: SearchFilter,
  },
  list: learnings,
})
