import { allRows, sql } from '../../lib/sql'

export type Suggestion = { package_name: string; label: string | null }

/** Upper bound of the texts that begin with a prefix. */
const behind = (prefix: string) => `${prefix}\u{10FFFF}`

/** Recently used apps, undecided ones first. */
export const usedApps = async (db: D1Database, userId: string, limit: number) => {
  const [unlisted, listed] = await db.batch<Suggestion>([
    sql(db)`
      SELECT package_name, NULL AS label
      FROM used_apps
      WHERE user_id = ${userId} AND is_listed = 0
      ORDER BY last_date DESC, package_name
      LIMIT ${limit}`,
    sql(db)`
      WITH recent AS MATERIALIZED (
        SELECT package_name, last_date, is_listed
        FROM used_apps
        WHERE user_id = ${userId}
        ORDER BY last_date DESC
        LIMIT ${limit})
      SELECT recent.package_name, coalesce(apps.label, own.label) AS label
      FROM recent
        LEFT JOIN apps ON apps.package_name = recent.package_name
        LEFT JOIN user_apps AS own
          ON own.user_id = ${userId} AND own.package_name = recent.package_name AND own.set_by = 'user'
      WHERE recent.is_listed = 1
      ORDER BY recent.last_date DESC, recent.package_name`,
  ])
  return [...(unlisted?.results ?? []), ...(listed?.results ?? [])]
}

export const appsByWord = (db: D1Database, word: string, limit: number) =>
  allRows<Suggestion>(sql(db)`
    SELECT apps.package_name, apps.label
    FROM app_words JOIN apps ON apps.package_name = app_words.package_name
    WHERE app_words.word >= ${word} AND app_words.word < ${behind(word)}
    ORDER BY app_words.word, app_words.package_name
    LIMIT ${limit}`)
