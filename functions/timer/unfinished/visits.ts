import { visitGapMs } from './queries'
import { deleteOldVisits, insertVisit } from './writes'

/** Records when the person last looked while a timer runs, as an end to suggest. `now` in epoch ms. */
export const recordVisit = async (db: D1Database, userId: string, now: number) => {
  const visit = await insertVisit(db, userId, now, visitGapMs).first<{ started_at: number }>()
  if (visit?.started_at === now) await deleteOldVisits(db, userId).run()
}
