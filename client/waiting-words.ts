import { beforeFocus, isFocusLength, takeFocus } from '../functions/line/focus'
import { goesOn } from '../functions/line/words'
import { roundName } from '../functions/time/timer/focus/words'
import type { Line } from './service-worker/line'
import { capturedOf } from './waiting-captured'

/**
 * How a line that waits is shown. A person can change its `field`, whose `text` is its name where it is not given, or its
 * `levels` from 1 to 5, by their names.
 */
export type Kept = {
  icon: string
  name: string
  field?: string
  text?: string
  levels?: Record<string, string>
  does: string
}

/**
 * A session that lines make: `to` is null while it runs, undefined where only the server can tell its times (epoch ms).
 * `endsOther` where another one ended as it began.
 */
export type WaitingSession = {
  name: string
  from: number
  to: number | null | undefined
  lines: Line[]
  endsOther?: boolean
}

const length = String.raw`(?:(?<h>\d{1,2})\s?h(?:\s?(?<m>\d{1,2})\s?m(?:in)?)?|(?<min>\d{1,3})\s?m(?:in)?)`
const clock = (name: string) => String.raw`(?<${name}H>\d{1,2}):(?<${name}M>\d\d)`
const time = String.raw`(?:${length}|${clock('a')}\s?[-–]\s?${clock('b')})`
const atStart = new RegExp(`^${time}\\s+(?<title>.+)$`)
const atEnd = new RegExp(`^(?<title>.+?)\\s+${time}$`)

const unit = String.raw`(?:h|hrs?|hours?|m|min|mins|minutes?|minuten?|s|secs?|seconds?|std|stunden?|uhr|[ap]\.?m)`

const some = String.raw`(?:\d+|\d+[.,]\d+)\s?(?:h|hrs?|hours?|m|min|minutes?)`

const month = String.raw`(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)\w*`

/** Words that only the server can read: another length or time, and what dates, tasks and planned ends are made of. */
const hasMore = [
  new RegExp(String.raw`\d\s?${unit}(?![\p{L}\d])|\d(?:st|nd|rd|th)\b`, 'iu'),
  /\d\s?([^\s\p{L}\p{N}]|to|till|until|bis)\s?\d|\d\.(\s|$)|[^\P{Nd}0-9]/u,
  // A number in front is a length, but for one digit, which counts things, and a year.
  /^(\d+|\d{2,3}[,;:]*\s.*|\d*[.,]\d.*)$/,
  /(^|\s)(at|um|@|since|seit|from|for|until|till|bis|ab|by|in|on|to|after|due)\s\W?\d/i,
  new RegExp(String.raw`\b${month}\b.*\d|\d.*\b${month}\b`, 'i'),
  /\b(to(day|morrow|night)|yesterday|someday|noon|due|focus|pomodoro|every|each|(dai|week|fortnight|month|quarter|year|annual)ly|annually|p[1-3]|ago|from now|weekends?|weekdays?|workdays?)(?!\w)/i,
  /\b(mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun|(mon|tues|wednes|thurs|fri|satur|sun)days?)\b/i,
  /\b(next|this|last|end|start|beginning)\b.*\b(day|week|month|year)\b|\b(in|other|after)\b.*\b(days?|weeks?|months?|years?|done|completion)[,;]?$/i,
]

const isMore = (words: string) => hasMore.some((one) => one.test(words))

/** A length at one end, which logs; without a unit it stands in front. */
const longer = new RegExp(
  String.raw`^(?:\d{2,3}|${some})\s(?<behind>(?!(?:uhr|${month})\b)\p{L}.*)$|^(?<before>(?!\d).*\p{L})\s${some}$`,
  'iu',
)

const lengthAlone = new RegExp(`^${some}$`, 'i')

/** True for a line of which only the length is more than this device reads, or that is nothing else. */
const logs = (plain: string) => {
  if (lengthAlone.test(plain)) return true
  const { behind, before } = longer.exec(plain)?.groups ?? {}
  const title = behind ?? before
  const isWhole = before === undefined || !goesOn.test(before.split(/\s/).at(-1) ?? '')
  return title !== undefined && isWhole && !isMore(title)
}

/** A day at the end, which plans a task on Today. */
const day = /^(?:[^\d\s].*\s)?(\p{L}{4,}) (?:to(?:day|morrow)|due \p{L}+day|every (?:day|week|month|year))$/iu

const plans = (plain: string) => {
  const before = day.exec(plain)?.[1]
  return before !== undefined && !goesOn.test(before) && !/^every$/i.test(before)
}

const marked = /(^|\s)[@#!%^](?="|\S*[\p{L}\p{N}])("[^"]*"|\S+)/gu

type Parts = Record<string, string | undefined>

/** Seconds from an instant (epoch ms) until a clock time comes next. */
const secondsUntil = (hours: number, minutes: number, made: number) => {
  const end = new Date(made)
  end.setHours(hours, minutes, 0, 0)
  if (end.getTime() <= made) end.setDate(end.getDate() + 1)
  return (end.getTime() - Math.floor(made / 1000) * 1000) / 1000
}

/**
 * Reads a line that starts a focus: seconds of that, null for the length of the settings. Lines with a day or another time
 * are read by the server alone, and so are those that it refuses.
 */
const focusIn = (plain: string, made: number, isHome: boolean) => {
  if (/["\\“]/.test(plain)) return
  const words = plain.split(/\s+/)
  const taken = takeFocus(words)
  const rest = taken?.rest ?? beforeFocus(words)
  const title = rest?.join(' ') ?? ''
  const isWord = goesOn.test(rest?.at(-1) ?? '')
  if (!rest || isWord || isMore(title) || (taken && 'wrong' in taken)) return
  if (!taken) return { title, focus: null }
  if ('seconds' in taken) return { title, focus: taken.seconds }
  const [hours = 0, minutes = 0] = taken.until.split(':').map(Number)
  const focus = isHome ? secondsUntil(hours, minutes, made) : 0
  return isFocusLength(focus) ? { title, focus } : undefined
}

const timesIn = ({ h, m, min, aH, aM, bH, bM }: Parts, made: number, isHome: boolean) => {
  if (aH === undefined) {
    const minutes = Number(h ?? 0) * 60 + Number(m ?? min ?? 0)
    const to = Math.floor(made / 1000) * 1000
    return minutes > 0 && minutes < 24 * 60 ? { from: to - minutes * 60_000, to } : null
  }
  const at = (hours: string | undefined, minutes: string | undefined) =>
    new Date(made).setHours(Number(hours), Number(minutes), 0, 0)
  const [from, to] = [at(aH, aM), at(bH, bM)]
  const isClock = [aH, bH].every((hour) => Number(hour) < 24) && [aM, bM].every((minute) => Number(minute) < 60)
  return isHome && isClock && from < to ? { from, to } : null
}

/**
 * Reads the common forms of an entry line: a title, with `25m`, `1h 30m` or `9:00-10:30` at one end. Says of the others,
 * which the server reads, whether they may start the timer, and `ahead` the times of one that ends in the future.
 * @param isHome the zone of the device is that of the person
 * @param isToday the line is that of Today, which adds tasks, too
 */
export const readLine = (text: string, made: number, { isHome = true, isToday = false } = {}) => {
  const name = text.trim()
  // Names stand behind a time, too: `Figures 10m @Thesis`.
  const [tail = ''] = /(\s+[@#!%^]("[^"]*"|\S+))*$/.exec(name) ?? []
  const first = atStart.exec(name)?.groups
  const last = first ? undefined : atEnd.exec(name.slice(0, name.length - tail.length))?.groups
  const groups = first ?? last
  const title = (groups?.title ?? name) + (last ? tail : '')
  const plain = title.replace(marked, ' ').trim()
  // A time belongs to a word such as `until` beside it.
  const beside = plain.split(/\s/).at(first ? 0 : -1) ?? ''
  const signs = name.match(/(?<=^|\s)[@#!%^](?=\S)/g) ?? []
  const isTwice = tail !== '' && new Set(signs).size < signs.length
  const focus = new Set(signs).size < signs.length ? undefined : focusIn(name.replace(marked, ' ').trim(), made, isHome)
  if (focus) {
    const named = [focus.title, ...(name.match(marked) ?? [])]
      .map((part) => part.trim())
      .filter(Boolean)
      .join(' ')
    return { name: named || 'Focus', does: 'starts a focus' as const, focus: focus.focus }
  }
  const isOfTitle = groups && (goesOn.test(beside) || (first ? /^\d/.test(plain) : isTwice || /^\d+\s/.test(plain)))
  if (isOfTitle || isMore(plain)) {
    const isOther = logs(plain) || (isToday && !groups && plans(plain))
    const mayStart = isOfTitle || isTwice || !isOther || /^[@#!%^]/.test(name)
    return { name, does: 'entered' as const, mayStart }
  }
  if (!groups) return { name, does: 'starts the timer' as const }
  const times = timesIn(groups, made, isHome)
  if (times && times.to <= made) return { name: title, does: 'logged' as const, times }
  return { name, does: 'entered' as const, mayStart: false, ahead: times ?? undefined }
}

const entryOf = ({ body }: Pick<Line, 'body'>) => new URLSearchParams(body).get('entry') ?? ''

/** The answer about an end in the future. */
const futureOf = ({ body }: Pick<Line, 'body'>) => new URLSearchParams(body).get('future')

/** Reads the line of an entry form, on the page where it was typed. */
const readEntry = ({ body, made, headers }: Line, isHome = true) => {
  const page = headers.find(([name]) => /^(hx-current-url|referer)$/i.test(name))?.[1] ?? ''
  const isToday = URL.parse(page)?.pathname === '/'
  return readLine(entryOf({ body }), made, { isHome, isToday })
}

const isEntry = ({ url }: Line) => url.startsWith('/sessions/entry')

const isFocus = ({ url }: Line) => url.startsWith('/timer/focus')

/** A line of any page that starts the timer: its name, and the length of its focus as in `readLine`. */
const startOf = (line: Line): { name: string; focus?: number | null } | undefined => {
  const entry = entryOf(line)
  if (!entry && isFocus(line)) return { name: 'Focus', focus: null }
  if (!entry && line.url.startsWith('/timer/start')) return { name: kindOf(line).name }
  const read = readEntry(line)
  if (read.does === 'starts a focus') return read
  if (read.does === 'starts the timer' && isFocus(line)) return { name: read.name, focus: null }
  const isStart = read.does === 'starts the timer' ? /^\/(timer\/start|sessions\/entry)/ : /^\/timer\/start/
  return isStart.test(line.url) ? { name: kindOf(line).name } : undefined
}

/** True for a line of which only the server can tell whether it starts the timer. */
const mayStart = (line: Line) => {
  const read = isEntry(line) ? readEntry(line) : undefined
  return read?.does === 'entered' && read.mayStart
}

/** A way to send a line: the words of its button, and the values that it puts into the line. */
export type Choice = { words: string; values: [string, string][] }

/** Ways to log a line that ends in the future, as the server offers them (views/time/entry/choices.tsx). */
export const choicesAhead = (line: Line, clockOf: (at: number) => string, isHome = true): Choice[] => {
  const read = isEntry(line) ? readEntry(line, isHome) : undefined
  const ahead = read?.does === 'entered' ? read.ahead : undefined
  if (!ahead || futureOf(line)) return []
  const [from, to, now] = [ahead.from, ahead.to, line.made].map(clockOf)
  const past =
    ahead.from < line.made ? ['now', `Log until now, ${from}–${now}`] : ['yesterday', `Log yesterday, ${from}–${to}`]
  return [past, ['planned', `Plan ${from}–${to}`]].map(([answer = '', words = '']) => ({
    words,
    values: [
      ['asked', entryOf(line)],
      ['future', answer],
    ],
  }))
}

const stops = ({ url }: Line) => url.startsWith('/timer/stop')

const answered: Record<string, string> = { now: 'logged', yesterday: 'logged for yesterday', planned: 'planned' }

const icons = { logged: 'clock', entered: 'offline', 'starts the timer': 'play', 'starts a focus': 'play' }

const table: [RegExp, (text: URLSearchParams, line: Line) => Kept][] = [
  [
    /^\/sessions\/entry/,
    (text, line) => {
      const { does } = readEntry(line)
      return {
        icon: icons[does],
        name: text.get('entry') ?? '',
        field: 'entry',
        does: answered[futureOf(line) ?? ''] ?? does,
      }
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
  [
    /^\/timer\/focus/,
    (text) => ({
      icon: 'play',
      name: text.get('entry') || 'Focus',
      field: text.get('entry') ? 'entry' : undefined,
      does: 'starts a focus',
    }),
  ],
  [/^\/timer\/stop/, () => ({ icon: 'stop', name: 'Stop', does: 'stops the timer' })],
  [
    /^\/capture/,
    (text) => ({
      ...capturedOf(text.get('entry') ?? '', text.get('kind')),
      text: text.get('entry') ?? '',
      field: 'entry',
    }),
  ],
  [/^\/tasks\/quick/, (text) => ({ icon: 'tasks', name: text.get('line') ?? '', field: 'line', does: 'added' })],
  [/\/reach$/, (_, { title = 'Milestone' }) => ({ icon: 'check', name: title, does: 'reached' })],
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
  [
    /^\/review/,
    (text, { title = 'Card' }) => ({
      icon: 'cards',
      name: title,
      does: `answered ${['again', 'hard', 'good', 'easy'][Number(text.get('rating')) - 1]}`,
    }),
  ],
  [
    /^\/energy/,
    (text) => ({
      icon: 'energy',
      name: 'Check-in',
      levels: { energy_level: 'Energy', engagement_level: 'Engagement' },
      does: `checked in, energy ${text.get('energy_level')}, engagement ${text.get('engagement_level')}`,
    }),
  ],
  [/^\/plan\/close/, () => ({ icon: 'today', name: 'Close the day', does: 'closed' })],
]

export const kindOf = (line: Line): Kept => {
  const found = table.find(([path]) => path.test(line.url))
  return found?.[1](new URLSearchParams(line.body), line) ?? { icon: 'clock', name: line.url, does: 'made' }
}

/** `logged at 13:46`, `starts the timer at 14:00`, `entered at 14:05, may start the timer`. */
export const wordsOf = (line: Line, clockOf: (at: number) => string) =>
  `${kindOf(line).does} at ${clockOf(line.made)}${mayStart(line) ? ', may start the timer' : ''}`

/**
 * Sessions that lines make, in their order, as the server will have them.
 * @param running the timer as the server has it
 */
export const sessionsOf = (
  lines: Line[],
  running: { name: string; from: number } | null,
  isHome = true,
): WaitingSession[] => {
  const made: WaitingSession[] = []
  let open: WaitingSession | null = running && { ...running, to: null, lines: [] }
  const close = (at: number, line?: Line) => {
    if (open?.lines.length === 0) made.push(open)
    if (open) Object.assign(open, { to: Math.max(at, open.from), lines: line ? [...open.lines, line] : open.lines })
    open = null
  }
  for (const line of lines) {
    const at = Math.floor(line.made / 1000) * 1000
    const start = startOf(line)
    if (stops(line)) close(at, line)
    // The button plans the end of what runs.
    else if (open && isFocus(line)) continue
    else if (start) {
      const endsOther = open !== null
      close(at)
      open = { name: start.name, from: at, to: null, lines: [line], endsOther }
      made.push(open)
    } else if (isEntry(line)) {
      const { name, times } = { times: { from: at, to: undefined }, ...readEntry(line, isHome) }
      made.push({ name, ...times, lines: [line] })
    }
  }
  return made
}

/** A planned end (epoch ms), its length in seconds, and words for it. */
type PlannedEnd = { ends: number; length: number; phase: string }

/** The timer as this device knows it; `isUnsure` where only the server can tell whether it runs. */
export type KnownTimer = { name: string; from: number; focus?: PlannedEnd; isUnsure?: boolean; note?: string }

/**
 * The timer that lines make, null for one that was stopped; undefined where no line says anything of it.
 * @param usual the focus of the settings: its length in seconds, and its rounds
 */
export const timerOf = (lines: Line[], running: KnownTimer | null, usual = { length: 0, rounds: 0 }) => {
  let timer: KnownTimer | null | undefined
  for (const line of lines) {
    const from = Math.floor(line.made / 1000) * 1000
    const known: KnownTimer | null = timer === undefined ? running : timer
    const start = startOf(line)
    if (stops(line)) timer = null
    else if (mayStart(line)) {
      const { name } = kindOf(line)
      const since = known && !known.isUnsure && { ...known, note: `may have been replaced by “${name}”` }
      timer = since || { name, from, isUnsure: true, note: 'may have started, not sent yet' }
    } else if (start || (known && isFocus(line))) {
      // Where something runs, the button plans its end, whatever the line says.
      const own = known && isFocus(line) ? undefined : start?.focus
      const length = own ?? (own === undefined && !isFocus(line) ? 0 : usual.length)
      const phase = roundName(1, isFocus(line) && typeof own !== 'number' ? usual.rounds : 0)
      const goesOn = known?.focus && known.focus.ends > from ? known.focus : undefined
      const focus = length > 0 ? { ends: from + length * 1000, length, phase } : goesOn
      timer = { ...(known && isFocus(line) ? known : { name: start?.name ?? '', from }), focus }
    }
  }
  return timer
}
