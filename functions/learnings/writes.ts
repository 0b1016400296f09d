import { orStale, sql } from '../lib/sql'
import { tagList } from '../lib/text'
import type { LearningRow, NewLearningValues } from './schema'

const tagsJson = (tags: string) => JSON.stringify(tagList(tags))

/** @param today the person's local date. @param now epoch ms */
export const addLearning = (
  db: D1Database,
  userId: string,
  id: string,
  values: NewLearningValues,
  today: string,
  now: number,
) => [
  sql(db)`
    INSERT INTO learnings (user_id, id, title, content, type, source, date, tags, project_id, plan_id, organization_id,
      seq, created_at, updated_at)
    SELECT ${userId}, ${id}, ${values.title}, ${values.content ?? ''}, ${values.type ?? 'insight'},
      ${values.source ?? 'self_study'}, ${values.date ?? today}, ${tagsJson(values.tags ?? '')},
      ${values.project_id ?? null}, ${values.plan_id ?? null}, ${values.organization_id ?? null}, seq, ${now}, ${now}
    FROM change_heads
    WHERE user_id = ${userId}`,
]

/** Saves a learning over version `seq`. @param now epoch ms */
export const updateLearning = (db: D1Database, userId: string, values: LearningRow, now: number) => [
  sql(db)`
    UPDATE learnings
    SET title = ${values.title}, content = ${values.content}, type = ${values.type}, source = ${values.source},
        date = ${values.date}, tags = ${tagsJson(values.tags)}, project_id = ${values.project_id},
        plan_id = ${values.plan_id}, organization_id = ${values.organization_id}, updated_at = ${now},
        seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${values.id} AND deleted_at IS NULL AND seq = ${values.seq}`,
  orStale(db),
]
