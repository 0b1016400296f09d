import { parseTime } from '../lib/time/typed-time'

/** True for text that is no duration: `3M` and `1H` are names, and `25:00` is an invalid time. */
export const isNotDuration = (text: string) => /^\d+[HM]$|^(?:2[4-9]|[3-9]\d):\d\d$/.test(text)

/** True for a clock time by its form: a colon and minutes, am, pm or Uhr. `4:30` and `7h30` are durations. */
const isClockAlone = (text: string) =>
  /^\d{1,2}(?::\d\d)? ?(?:[ap]\.?m\.?|uhr)$/.test(text) || /^(?:\d\d|[5-9]):\d\d$|^(?:1[3-9]|2\d)h\d\d$/.test(text)

/** Parses a time such as `9:45`, `9am`, `14h30`, `at 9`, `at 9.30` to `HH:MM`. Null for anything else. */
export const parseClock = (typed: string) => {
  const text = typed.toLowerCase().replace(/[,;]$/, '')
  if (text === 'at noon') return '12:00'
  const [, behind] = /^(?:at|um|@) (\d.*)$/.exec(text) ?? []
  const isTime =
    behind === undefined ? isClockAlone(text) : /^\d{1,2}(?:[:.h]\d\d|h)?(?: ?[ap]\.?m?\.?| ?uhr)?$/.test(behind)
  return isTime ? parseTime(behind ?? text) : null
}
