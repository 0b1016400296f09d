import { z } from 'zod'
import { dateInput, Instant, idInput, iso, seqInput, withLength } from '../lib/api/values'
import { TagList } from '../lib/tags'
import { tagList, tagText } from '../lib/text'
import { content, contentLimit, type LearningRow, learningSource, learningType, title, titleLimit } from './schema'

const LocalDate = z.string().meta({ format: 'date', example: '2026-11-21' })

export const LearningJson = z
  .object({
    id: z.string(),
    title: z.string(),
    content: z.string().meta({ description: 'Markdown.' }),
    type: learningType,
    source: learningSource,
    date: LocalDate.meta({ description: 'The local date on which it was learned.' }),
    tags: z.array(z.string()),
    project_id: z.string().nullable(),
    plan_id: z.string().nullable(),
    organization_id: z.string().nullable(),
    seq: z.int().meta({ description: 'The version; an edit may send it to detect conflicts.' }),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'Learning' })

export const learningJson = (row: LearningRow) => ({
  id: row.id,
  title: row.title,
  content: row.content,
  type: row.type,
  source: row.source,
  date: row.date,
  tags: tagList(row.tags),
  project_id: row.project_id,
  plan_id: row.plan_id,
  organization_id: row.organization_id,
  seq: row.seq,
  created_at: iso(row.created_at),
  updated_at: iso(row.updated_at),
})

const fields = {
  title: withLength(title, { minLength: 1, maxLength: titleLimit }),
  content: withLength(content, { maxLength: contentLimit }).optional(),
  type: learningType.optional(),
  source: learningSource.optional(),
  date: dateInput.optional(),
  tags: TagList.transform(tagText).optional(),
  project_id: idInput.nullable().optional(),
  plan_id: idInput.nullable().optional(),
  organization_id: idInput.nullable().optional(),
}

export const NewLearningBody = z
  .strictObject(fields)
  .meta({ id: 'NewLearning', example: { title: 'CTEs can be materialized', tags: ['sql'] } })

export const LearningPatch = z
  .strictObject({ ...fields, title: fields.title.optional(), seq: seqInput })
  .meta({ id: 'LearningPatch', example: { type: 'concept' } })
