import type { Line } from './service-worker/database'

/** How a line that waits is shown. `field` is the one that a person changes where it was refused. */
export type Kept = { icon: string; name: string; field?: string; does: string }

/** True for a line that says how long something took, or from when to when. */
const hasTime = (text: string) =>
  /(^|\s)((\d+([.,]\d+)?\s?h)?\s?\d+\s?m(in)?|\d+([.,]\d+)?\s?h)(?=\s|$)|\d[\d:.]*\s?(am|pm)?\s?[-–]\s?\d/i.test(text)

/** Minutes of a length at the end of a line: `25m`, `1h 30m`. */
const minutesAtEnd = (text: string) => {
  const [, hours = '0', minutes = '0'] = /(?:^|\s)(?:(\d+)h)?\s?(?:(\d+)m)?$/.exec(text.trim()) ?? []
  return Number(hours) * 60 + Number(minutes)
}

/** True for a line of any page that starts the timer. */
const starts = ({ url, body }: Pick<Line, 'url' | 'body'>) =>
  url.startsWith('/timer/start') ||
  (url.startsWith('/sessions/entry') && !hasTime(new URLSearchParams(body).get('entry') ?? ''))

const table: [RegExp, (text: URLSearchParams, line: Line) => Kept][] = [
  [
    /^\/sessions\/entry/,
    (text, line) => {
      const name = text.get('entry') ?? ''
      const isStart = starts(line)
      return { icon: isStart ? 'play' : 'clock', name, field: 'entry', does: isStart ? 'starts the timer' : 'logged' }
    },
  ],
  [
    /^\/timer\/start/,
    (text, { title }) => ({
      icon: 'play',
      name: text.get('entry') || text.get('title') || title || 'Start',
      field: text.has('entry') ? 'entry' : undefined,
      does: 'starts the timer',
    }),
  ],
  [/^\/timer\/stop/, () => ({ icon: 'stop', name: 'Stop', does: 'stops the timer' })],
  [/^\/capture/, (text) => ({ icon: 'tasks', name: text.get('entry') ?? '', field: 'entry', does: 'added' })],
  [/\/complete$/, (_, { title = 'Task' }) => ({ icon: 'check', name: title, does: 'done' })],
  [/\/reopen/, (_, { title = 'Task' }) => ({ icon: 'undo', name: title, does: 'reopened' })],
  [
    /\/ticks$/,
    (text, { title = 'Goal' }) => ({
      icon: 'goals',
      name: title,
      does: `ticked${text.get('amount') ? `, ${text.get('amount')}` : ''}`,
    }),
  ],
  [/^\/review/, () => ({ icon: 'cards', name: 'Card', does: 'answered' })],
  [/^\/energy/, () => ({ icon: 'energy', name: 'Check-in', does: 'checked in' })],
  [/^\/plan\/close/, () => ({ icon: 'today', name: 'Close the day', does: 'closed' })],
]

export const kindOf = (line: Line): Kept => {
  const found = table.find(([path]) => path.test(line.url))
  return found?.[1](new URLSearchParams(line.body), line) ?? { icon: 'clock', name: line.url, does: 'made' }
}

/** `logs 13:31–13:46`, `starts the timer at 14:00`. */
export const wordsOf = (line: Line, clock: (at: number) => string) => {
  const { name, does } = kindOf(line)
  const minutes = does === 'logged' ? minutesAtEnd(name) : 0
  if (minutes > 0) return `logs ${clock(line.made - minutes * 60_000)}–${clock(line.made)}`
  return `${does} at ${clock(line.made)}`
}

/** The line that runs the timer on this device, null for one that was stopped; undefined where none says anything of it. */
export const runsOffline = (lines: Line[]): Line | null | undefined => {
  const last = lines.findLast((line) => line.url.startsWith('/timer/stop') || starts(line))
  if (!last) return undefined
  return last.url.startsWith('/timer/stop') ? null : last
}
