import { visitGapMs } from './queries'
import { deleteOldVisits, insertVisit } from './writes'

/**
 * Notes that a page was visited while a timer runs, at most once a minute: the end of the last stretch of visits before a
 * long absence says when the person went. With a new one, what can say nothing any more is forgotten.
 * @param now epoch ms
 */
export const recordVisit = async (db: D1Database, userId: string, now: number) => {
  const noted = await insertVisit(db, userId, now, visitGapMs).first<{ started_at: number }>()
  if (noted?.started_at === now) await deleteOldVisits(db, userId).run()
}
