import { visitGapMs } from './queries'
import { deleteOldVisits, insertVisit } from './writes'

/**
 * Records a page view, at most once a minute, while a timer runs. The end of the last visit before a long absence
 * suggests when the person left. A new visit deletes those that are too old for that.
 * @param now epoch ms
 */
export const recordVisit = async (db: D1Database, userId: string, now: number) => {
  const visit = await insertVisit(db, userId, now, visitGapMs).first<{ started_at: number }>()
  if (visit?.started_at === now) await deleteOldVisits(db, userId).run()
}
