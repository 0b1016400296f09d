import { visitGapMs } from './queries'
import { forgetVisits, noteVisit } from './writes'

/**
 * Notes that a page was visited while a timer runs, at most once a minute: the end of the last stretch of visits before a
 * long absence says when the person went. What can say nothing any more is forgotten.
 * @param now epoch ms
 */
export const visited = async (db: D1Database, userId: string, now: number) => {
  const { meta } = await noteVisit(db, userId, now, visitGapMs).run()
  if (meta.changes > 0) await forgetVisits(db, userId).run()
}
