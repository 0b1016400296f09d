export const captureKinds = ['task', 'meeting', 'action', 'feedback', 'learning', 'energy', 'goal', 'session'] as const
export type CaptureKind = (typeof captureKinds)[number]

/**
 * Words at the start of a line that name its kind, with or without a colon. `energy` is separate: it needs a number
 * after it.
 */
const firstWords: [RegExp, CaptureKind][] = [
  [/^(?:todo|to-do|task):?$/i, 'task'],
  [/^(?:meet|meeting):?$/i, 'meeting'],
  [/^action:?$/i, 'action'],
  [/^feedback:?$/i, 'feedback'],
  [/^(?:learned|learnt|til):?$/i, 'learning'],
  [/^learning:$/i, 'learning'],
  [/^(?:goal|habit):?$/i, 'goal'],
  [/^session:?$/i, 'session'],
  [/^log:$/i, 'session'],
]

/** Moves leading marks to the end: `@Home todo milk` is read as `todo milk @Home`. */
const marksLast = (words: string[]) => {
  const first = words.findIndex((word) => !/^[@#!%^]\S/.test(word))
  return first < 1 ? words : [...words.slice(first), ...words.slice(0, first)]
}

/** The kind named in a line, and the remaining words. */
export const findKind = (words: string[], chosen?: CaptureKind, logs = true): { named?: CaptureKind; rest: string } => {
  const [first = '', ...others] = marksLast(words)
  const isCheckIn = /^(?:energy|check-?in):?$/i.test(first) && /^\d/.test(others[0] ?? '')
  const word = isCheckIn
    ? 'energy'
    : firstWords.find(([pattern, kind]) => (logs || kind !== 'session') && pattern.test(first))?.[1]
  const named = others.length > 0 || chosen === undefined ? word : undefined
  const isNamed = named !== undefined && (chosen === undefined || chosen === named)
  return { named, rest: (isNamed ? others : words).join(' ') }
}
