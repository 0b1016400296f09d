import { history } from '../scripts/history/heavy'
import { writeHistory } from '../scripts/history/write'

type Options = { years: number; now?: number; seed?: number }

/**
 * Gives a person years of tracked time that ends now (epoch ms), through the application's own writers: 1,500 sessions
 * and 30 goals a year, ten projects. Gives what it wrote.
 */
export const seedHistory = async (db: D1Database, userId: string, { years, now = Date.now(), seed = 1 }: Options) => {
  const written = history({ years, now, seed })
  await writeHistory(db, userId, written, now)
  return written
}
