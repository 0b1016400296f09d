import { type CaptureKind, namedIn } from '../functions/data/capture/first-words'
import { startsFocus } from '../functions/line/focus'
import type { Line } from './service-worker/line'

/** Icon and verb of each kind that a line of capture adds. */
const looks: Record<CaptureKind, [icon: string, does: string]> = {
  task: ['tasks', 'added'],
  meeting: ['meetings', 'meeting added'],
  action: ['tasks', 'action item added'],
  feedback: ['feedback', 'feedback added'],
  learning: ['learnings', 'learning added'],
  energy: ['energy', 'checked in'],
  goal: ['goals', 'goal added'],
  session: ['clock', 'entered'],
}

const weekday = '(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?'
const month = '(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)\\w*'

/** Words that put a task on another day than today. */
const otherDay = new RegExp(
  `\\b(?:tomorrow|yesterday|someday|next|weekend|${weekday})\\b|\\bin \\S+ (?:day|week|month|year)|\\b${month}\\s*\\d|\\d\\S*\\s*${month}\\b|\\d[./-]\\d`,
  'i',
)

/** Reads the kind of a line of capture. Its name has no word that says the kind, but for a check-in, which is all figures. */
export const capturedOf = (entry: string, chosen?: string | null) => {
  const asked = chosen && chosen in looks ? (chosen as CaptureKind) : undefined
  const { named, rest } = namedIn(entry.trim().split(/\s+/), asked)
  // A line that begins with a time may be a session.
  const isSession = /^\d/.test(rest) || startsFocus(rest.split(/\s+/))
  const kind = asked ?? named ?? (isSession ? 'session' : 'task')
  const [icon, does] = looks[kind]
  // The server refuses a check-in without both levels.
  const isWhole = kind !== 'energy' || /\d\D+\d/.test(rest)
  return { kind, icon, does: isWhole ? does : 'entered', name: kind === 'energy' || !rest ? entry : rest }
}

/** True for a line that adds a task for today, as far as the device reads it. */
export const addsToToday = ({ url, body }: Pick<Line, 'url' | 'body'>) => {
  const text = new URLSearchParams(body)
  if (/^\/tasks\/quick/.test(url)) return !/[?&](owner|date)=/.test(url) && !otherDay.test(text.get('line') ?? '')
  if (!/^\/capture/.test(url)) return false
  const chosen = new URLSearchParams(url.split('?')[1]).get('kind') ?? text.get('kind')
  const { kind, name } = capturedOf(text.get('entry') ?? '', chosen)
  return kind === 'task' && !otherDay.test(name)
}
