export const recoverableDays = 30

/** Rows deleted after this instant (epoch ms) can be restored. */
export const recoverableSince = (now: number) => now - recoverableDays * 24 * 60 * 60 * 1000
