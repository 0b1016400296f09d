import { allRows, sql } from '../lib/sql'

/** Names that sessions.csv has of the links of sessions. */
export type Names = {
  projects: Map<string, { name: string; client: string }>
  goals: Map<string, string>
  plans: Map<string, string>
  tasks: Map<string, string>
}

const titlesOf = async (statement: D1PreparedStatement) =>
  new Map((await allRows<{ id: string; title: string }>(statement)).map(({ id, title }) => [id, title]))

export const readNames = async (db: D1Database, userId: string): Promise<Names> => {
  const [projects, goals, plans, tasks] = await Promise.all([
    allRows<{ id: string; name: string; client: string }>(
      sql(db)`SELECT id, name, client FROM projects WHERE user_id = ${userId}`,
    ),
    titlesOf(sql(db)`SELECT id, title FROM goals WHERE user_id = ${userId}`),
    titlesOf(sql(db)`SELECT id, title FROM plans WHERE user_id = ${userId}`),
    titlesOf(sql(db)`
      SELECT id, title FROM tasks
      WHERE user_id = ${userId}
        AND id IN (SELECT task_id FROM session_days WHERE user_id = ${userId})`),
  ])
  return { projects: new Map(projects.map(({ id, name, client }) => [id, { name, client }])), goals, plans, tasks }
}
