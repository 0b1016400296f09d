/** Versions of a person's data after a commit, as sent to open pages. */
export type LiveVersions = { stats: number; whitelist: number; timer: number; seq: number }

/** A row of `change_heads` after a commit. */
export type CommittedHead = { stats_seq: number; whitelist_seq: number; timer_seq: number; seq: number }

export const liveVersions = ({ stats_seq, whitelist_seq, timer_seq, seq }: CommittedHead): LiveVersions => ({
  stats: stats_seq,
  whitelist: whitelist_seq,
  timer: timer_seq,
  seq,
})

type Pages = {
  tell: (userId: string, versions: LiveVersions) => void
  close: (userId: string) => void
  remind: (userId: string) => void
}

const requests = new WeakMap<D1Database, Pages>()

/** Sets the connection to open pages for a request, by its database. */
export const connectPages = (db: D1Database, pages: Pages) => requests.set(db, pages)

/** Sends the new versions of a commit to the person's open pages. */
export const notifyPages = (db: D1Database, userId: string, head: CommittedHead) =>
  requests.get(db)?.tell(userId, liveVersions(head))

/** Closes a person's sockets after a sign-in ended. Pages with other sign-ins reconnect. */
export const closeSockets = (db: D1Database, userId: string) => requests.get(db)?.close(userId)

/** Checks a person's reminders now, because settings changed or a reminder was postponed. */
export const checkReminders = (db: D1Database, userId: string) => requests.get(db)?.remind(userId)
