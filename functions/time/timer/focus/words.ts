/** `Round 2 of 4`, or `Focus` without rounds. */
export const roundName = (round: number, rounds: number) => (rounds > 0 ? `Round ${round} of ${rounds}` : 'Focus')

/** `Round 2 is over.` for `Round 2 of 4`. */
export const focusOverText = (name: string) =>
  `${name === 'Focus' ? 'Your focus' : name.replace(/ of .*/, '')} is over.`

/** Text after `focusOverText`. @param endedAt clock time of a focus that ends by itself */
export const afterFocusWords = (endedAt?: string) =>
  endedAt === undefined ? 'It goes on until you choose.' : `It ended at ${endedAt}.`
