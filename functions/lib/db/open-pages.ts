/** A person's versions after a commit: all that open pages are sent. */
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

/** Lets the code of a request reach open pages, by its database. */
export const reachPages = (db: D1Database, pages: Pages) => requests.set(db, pages)

/** Tells a person's open pages the versions of a commit. */
export const tellPages = (db: D1Database, userId: string, head: CommittedHead) =>
  requests.get(db)?.tell(userId, liveVersions(head))

/** Closes a person's sockets after one of their sign-ins ended. The other sign-ins reconnect. */
export const closeSockets = (db: D1Database, userId: string) => requests.get(db)?.close(userId)

/** Looks at a person's reminders now: their settings changed, or one was put off. */
export const lookAtReminders = (db: D1Database, userId: string) => requests.get(db)?.remind(userId)
