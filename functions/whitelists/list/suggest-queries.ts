import { sql } from '../../lib/sql'

/** An app to choose, and what it is called. */
export type Suggestion = { package_name: string; label: string | null }

/** After every text that begins as given. */
const behind = (prefix: string) => `${prefix}\u{10FFFF}`

/** The apps that a person used last; those that nobody decided about come first. */
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

/** Apps of the catalogue with a word that begins as given. */
export const appsByWord = async (db: D1Database, word: string, limit: number) =>
  (
    await sql(db)`
      SELECT apps.package_name, apps.label
      FROM app_words JOIN apps ON apps.package_name = app_words.package_name
      WHERE app_words.word >= ${word} AND app_words.word < ${behind(word)}
      ORDER BY app_words.word, app_words.package_name
      LIMIT ${limit}`.all<Suggestion>()
  ).results
