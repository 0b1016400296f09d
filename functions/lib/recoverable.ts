/** For how many days a person can restore what they deleted. */
export const recoverableDays = 30

/** What was deleted after this instant (epoch ms) can still be restored. */
export const recoverableSince = (now: number) => now - recoverableDays * 24 * 60 * 60 * 1000
