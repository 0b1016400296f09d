import { goalStatus, statusNames as goalStatusNames } from '../../../goals/goals/fields'
import type { GoalStatus } from '../../../goals/goals/schema'
import { duration, grouped, plural, rangeText } from '../../../lib/text/format'
import { escapeMarkdown } from '../../../lib/text/text'
import { addDays, isoWeekOf, weekStartOf } from '../../../lib/time/days'
import { sessionTitle } from '../../../time/sessions/title'

export type ReportMilestone = {
  description: string
  target_date: string | null
  completed_on: string | null
  reached: boolean
}

export type ReportGoal = {
  title: string
  /** Whole number from 0 to 100. */
  percent: number
  seconds: number
  target_date: string | null
  completed_on: string | null
  milestones: ReportMilestone[]
}

type ReportProject = { label: string; client: string; seconds: number; session_count: number }

type ReportPlan = {
  title: string
  status: string
  chunk_count: number
  completed_count: number
  skipped_count: number
  seconds: number
}

type ReportTask = { title: string; status: string; date: string | null; completed_on: string | null }

/** A week with tracked time. `from` is its Monday. */
export type ReportWeek = { from: string; projects: Omit<ReportProject, 'session_count'>[] }

/** `date` is the session's first day, `time` its start on the clock. */
export type ReportSession = {
  date: string
  time: string
  title: string
  project: string | null
  seconds: number
  tags: string[]
}

export type Report = {
  username: string
  today: string
  total: { seconds: number; session_count: number; from: string; to: string } | null
  goals: (status: GoalStatus) => AsyncIterable<ReportGoal[]>
  projects: ReportProject[]
  plans: AsyncIterable<ReportPlan[]>
  tasks: AsyncIterable<ReportTask[]>
  learnings: AsyncIterable<{ title: string; date: string }[]>
  /** Oldest first, like the sessions. */
  weeks: ReportWeek[]
  sessions: AsyncIterable<ReportSession[]>
}

const strong = (text: string) => `**${escapeMarkdown(text) || 'No title'}**`

const facts = (parts: (string | false | null)[]) => parts.filter(Boolean).join(', ')

const item = (title: string, parts: (string | false | null)[]) =>
  `- ${strong(title)}${parts.some(Boolean) ? `: ${facts(parts)}` : ''}\n`

const row = (cells: string[]) => `| ${cells.join(' | ')} |\n`

const projectName = ({ label, client }: Pick<ReportProject, 'label' | 'client'>) =>
  escapeMarkdown(client ? `${label} (${client})` : label)

const milestoneLine = ({ description, target_date, completed_on, reached }: ReportMilestone) =>
  `  ${item(description, [reached ? `reached${completed_on ? ` ${completed_on}` : ''}` : target_date && `due ${target_date}`])}`

const goalLines = ({ title, percent, seconds, target_date, completed_on, milestones }: ReportGoal) =>
  item(title, [
    `${percent}%`,
    seconds > 0 && duration(seconds),
    completed_on ? `completed ${completed_on}` : target_date && `due ${target_date}`,
  ]) + milestones.map(milestoneLine).join('')

const planLine = ({ title, status, chunk_count, completed_count, skipped_count, seconds }: ReportPlan) =>
  item(title, [
    status.replaceAll('_', ' '),
    chunk_count > skipped_count && `${completed_count} of ${plural(chunk_count - skipped_count, 'chunk')}`,
    seconds > 0 && duration(seconds),
  ])

const taskLine = ({ title, status, date, completed_on }: ReportTask) =>
  item(title, [status.replaceAll('_', ' '), completed_on ?? (date && `for ${date}`)])

const sessionLine = ({ date, time, title, project, seconds, tags }: ReportSession) => {
  const tagWords = tags.map((tag) => escapeMarkdown(`#${tag}`)).join(' ')
  return `- ${date} ${time}, ${duration(seconds)}: ${[title && strong(title), project && escapeMarkdown(project), tagWords].filter(Boolean).join(', ') || sessionTitle({ title, focus_ends_at: null })}\n`
}

/** A section with a heading; nothing if it has no rows. */
async function* section<Row>(heading: string, pages: AsyncIterable<Row[]>, line: (row: Row) => string) {
  let isFirst = true
  for await (const page of pages) {
    if (page.length === 0) continue
    yield `${isFirst ? `\n${heading}\n\n` : ''}${page.map(line).join('')}`
    isFirst = false
  }
}

async function* goalSections(goals: Report['goals']) {
  let isFirst = true
  for (const status of goalStatus.options) {
    for await (const text of section(`### ${goalStatusNames[status]}`, goals(status), goalLines)) {
      yield isFirst ? `\n## Goals\n${text}` : text
      isFirst = false
    }
  }
}

const projectTable = (projects: ReportProject[]) => {
  if (projects.length === 0) return ''
  const head = row(['Project', 'Time', 'Sessions']) + row(['---', '---:', '---:'])
  const rows = projects.map((project) =>
    row([projectName(project), duration(project.seconds), grouped(project.session_count)]),
  )
  return `\n## Projects\n\n${head}${rows.join('')}`
}

const weekHead = ({ from, projects }: ReportWeek, today: string) => {
  const total = projects.reduce((sum, { seconds }) => sum + seconds, 0)
  const head = row(['Project', 'Time']) + row(['---', '---:'])
  const rows = projects.map((project) => row([projectName(project), duration(project.seconds)]))
  const title = `### ${isoWeekOf(from)}: ${duration(total)}\n\n${rangeText(from, addDays(from, 6), today)}`
  return `\n${title}\n${projects.length > 0 ? `\n${head}${rows.join('')}` : ''}\n`
}

/** Weeks in order, each followed by the sessions whose first day is in it. */
async function* weekSections({ weeks, sessions, today }: Report) {
  if (weeks.length > 0) yield '\n## Sessions by week\n'
  let next = 0
  let current = ''
  /** Headings of the weeks up to the week that starts on `monday`. */
  const headsUpTo = (monday: string) => {
    let text = ''
    for (let week = weeks[next]; week && week.from <= monday; week = weeks[next]) {
      text += weekHead(week, today)
      current = week.from
      next += 1
    }
    if (current === monday) return text
    current = monday
    // This week's sessions were added after the sums were read.
    return text + weekHead({ from: monday, projects: [] }, today)
  }
  for await (const page of sessions) {
    let text = ''
    for (const session of page) {
      const monday = weekStartOf(session.date, 1)
      if (monday !== current) text += headsUpTo(monday)
      text += sessionLine(session)
    }
    yield text
  }
  for (const week of weeks.slice(next)) yield weekHead(week, today)
}

const periodLine = ({ total }: Report) =>
  total
    ? `${duration(total.seconds)} in ${plural(total.session_count, 'session')}, from ${total.from} to ${total.to}.`
    : 'No sessions yet.'

/** Streams the report as markdown. The person's text is escaped and kept on one line. */
export async function* reportDocument(report: Report) {
  yield `# Daymark report\n\n${escapeMarkdown(report.username)}, ${report.today}\n\n${periodLine(report)}\n`
  yield* goalSections(report.goals)
  yield projectTable(report.projects)
  yield* section('## Plans', report.plans, planLine)
  yield* section('## Tasks', report.tasks, taskLine)
  yield* section('## Learnings', report.learnings, ({ title, date }) => item(title, [date]))
  yield* weekSections(report)
}
