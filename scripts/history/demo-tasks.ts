import { addDays, dayOf, wallTime, type Zone } from '../../functions/lib/time/days'
import type { NewSession } from '../../functions/time/sessions/schema'
import { seededRandom } from './random'
import { type HistoryTask, positioned } from './tasks'

type DemoTask = {
  title: string
  /** Days from today; null for someday. */
  day: number | null
  minutes?: number
  priority?: HistoryTask['priority']
  repeat?: HistoryTask['repeat']
  /** Key in demo-work.ts. */
  project?: string
  /** Done at this time today. */
  doneAt?: string
}

const planned: DemoTask[] = [
  {
    title: 'Send the two readers the figures they asked for',
    day: -2,
    minutes: 30,
    priority: 'high',
    project: 'thesis',
  },
  { title: 'Renew the library books', day: -1, minutes: 15 },
  { title: 'Sensitivity: rerun with the new ages', day: 0, minutes: 120, priority: 'high', project: 'thesis' },
  { title: 'Booking site: fix the calendar on small screens', day: 0, minutes: 90, project: 'booking' },
  { title: 'Portuguese: one chapter', day: 0, minutes: 45, repeat: 'weekdays', project: 'portuguese' },
  { title: 'Call the clinic about the go-live', day: 0, minutes: 15, project: 'booking' },
  { title: 'Answer the editor of the coast guide', day: 0, priority: 'low', project: 'typesetting' },
  { title: 'Water the plants', day: 0, minutes: 10, doneAt: '07:40' },
  { title: 'Slides for the group meeting', day: 1, minutes: 60, project: 'thesis' },
  { title: 'Hand in problem set 5', day: 2, minutes: 90, priority: 'high', project: 'course' },
  { title: 'Plan the week', day: 4, minutes: 30, repeat: 'weekly' },
  { title: 'Send the invoices', day: 6, minutes: 45, repeat: 'monthly', project: 'admin' },
  { title: 'Try the new plotting library', day: null, minutes: 60, project: 'thesis' },
  { title: 'Sort the photos of the field days', day: null },
  { title: 'Ask Rui for a rowing lesson', day: null, priority: 'low' },
]

type Context = { now: number; zone: Zone; projectIds: Map<string, string> }

const plannedOn = ({ now, zone, projectIds }: Context, random: ReturnType<typeof seededRandom>) => {
  const today = dayOf(now, zone)
  return planned.map((task, index): HistoryTask => {
    const made = Math.min(now, wallTime(addDays(today, Math.min(-1, task.day ?? -9)), '08:30', zone)) + index
    const date = task.day === null ? null : addDays(today, task.day)
    const done = task.doneAt ? Math.min(now, wallTime(today, task.doneAt, zone)) : null
    return {
      id: random.id(made),
      title: task.title,
      priority: task.priority ?? 'medium',
      status: done === null ? 'todo' : 'done',
      date,
      position: 0,
      estimated_minutes: task.minutes ?? null,
      goal_id: null,
      project_id: (task.project && projectIds.get(task.project)) ?? null,
      repeat: task.repeat ?? 'none',
      repeat_from: task.repeat ? date : null,
      repeats: null,
      completed_at: done,
      completed_on: done === null ? null : today,
      created_at: made,
    }
  })
}

/** Days before today whose work was planned as tasks. */
const plannedDays = 28

/** The tasks that sessions of the last weeks were on: one for each day and title. */
const workedOn = (sessions: NewSession[], { now, zone }: Context, random: ReturnType<typeof seededRandom>) => {
  const today = dayOf(now, zone)
  const dated = sessions.map((session) => ({ session, date: dayOf(session.started_at, zone) }))
  const recent = dated.filter(
    ({ session, date }) => session.title !== '' && date < today && date >= addDays(today, -plannedDays),
  )
  const groups = [...Map.groupBy(recent, ({ session, date }) => `${date} ${session.title}`).values()]
  return groups.flatMap((group) => {
    const [first] = group
    if (!first || !random.chance(0.6)) return []
    const { session, date } = first
    const done = Math.max(...group.map((one) => one.session.ended_at))
    const minutes = group.reduce((sum, one) => sum + one.session.duration_seconds, 0) / 60
    const made = wallTime(date, '08:00', zone)
    const task: HistoryTask = {
      id: random.id(made),
      title: session.title,
      priority: random.pick(['medium', 'medium', 'high'] as const),
      status: 'done',
      date,
      position: 0,
      estimated_minutes: Math.max(15, Math.round((minutes * (0.7 + random.next() * 0.5)) / 15) * 15),
      goal_id: session.goal_id,
      project_id: session.project_id,
      repeat: 'none',
      repeat_from: null,
      repeats: null,
      completed_at: done,
      completed_on: dayOf(done, zone),
      created_at: made,
    }
    return [{ task, sessionIds: group.map((one) => one.session.id) }]
  })
}

/** The demo person's tasks, and their sessions with the tasks that they were on. */
export const withTasks = (sessions: NewSession[], context: Context) => {
  const random = seededRandom(26)
  const worked = workedOn(sessions, context, random)
  const taskOf = new Map(worked.flatMap(({ task, sessionIds }) => sessionIds.map((id) => [id, task.id] as const)))
  return {
    tasks: positioned([...worked.map(({ task }) => task), ...plannedOn(context, random)]),
    sessions: sessions.map((session) => ({ ...session, task_id: taskOf.get(session.id) ?? null })),
  }
}
