import { parseTime } from '../lib/time/typed-time'

/** True for `3M` and `1H`, which are names, and for `25:00`, which is no valid time. */
export const isNoLength = (text: string) => /^\d+[HM]$|^(?:2[4-9]|[3-9]\d):\d\d$/.test(text)

/** True if a colon and two digits, am, pm or Uhr say the time. Before 5:00 without a zero or am it is a length, as is 7h30. */
const isClockAlone = (text: string) =>
  /^\d{1,2}(?::\d\d)? ?(?:[ap]\.?m\.?|uhr)$/.test(text) || /^(?:\d\d|[5-9]):\d\d$|^(?:1[3-9]|2\d)h\d\d$/.test(text)

/** `HH:MM` of a time such as `9:45`, `9am`, `14h30`, `at 9`, `at 9.30`; null for anything else. */
export const clockAhead = (typed: string) => {
  const text = typed.toLowerCase().replace(/[,;]$/, '')
  if (text === 'at noon') return '12:00'
  const [, behind] = /^(?:at|um|@) (\d.*)$/.exec(text) ?? []
  const isTime =
    behind === undefined ? isClockAlone(text) : /^\d{1,2}(?:[:.h]\d\d|h)?(?: ?[ap]\.?m?\.?| ?uhr)?$/.test(behind)
  return isTime ? parseTime(behind ?? text) : null
}
