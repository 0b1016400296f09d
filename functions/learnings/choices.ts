import { z } from 'zod'
import { allRows, sql } from '../lib/sql'

const Choice = z.object({ kind: z.enum(['project', 'plan', 'organization']), id: z.string(), name: z.string() })
export type Choice = z.output<typeof Choice>

/** Choices of each kind. */
const choicesLimit = 200

/** Choices of a learning's form: active projects, the plans written last, and organizations. */
export const learningChoices = async (db: D1Database, userId: string) =>
  z.array(Choice).parse(
    await allRows(sql(db)`
      SELECT * FROM (
        SELECT 'project' AS kind, id, name FROM projects
        WHERE user_id = ${userId} AND deleted_at IS NULL AND status = 'active'
        ORDER BY name_key LIMIT ${choicesLimit})
      UNION ALL
      SELECT * FROM (
        SELECT 'plan', id, title FROM plans
        WHERE user_id = ${userId} AND deleted_at IS NULL
        ORDER BY updated_at DESC LIMIT ${choicesLimit})
      UNION ALL
      SELECT * FROM (
        SELECT 'organization', id, name FROM organizations
        WHERE user_id = ${userId} AND deleted_at IS NULL
        ORDER BY name_key LIMIT ${choicesLimit})`),
  )
