import { readPlan } from '../../functions/learning/plans/markdown/read'
import { duration } from '../../functions/lib/time/duration'
import type { PlanData } from '../../functions/programs/sync/core/protocol'
import type { Run } from '../context'
import { formatTable, meter } from '../output/table'
import type { Terminal } from '../output/terminal'
import { sanitizeLine } from '../output/text'
import { progressOf, trackedSeconds } from '../plans/plans'
import { planRows } from '../store/queries'

const meterWidth = 10
/** Minimum width of a terminal, in columns, for progress bars. */
const leastForMeters = 80

const progressText = ({ paint, width }: Terminal, share: number) => {
  const percent = `${Math.floor(share * 100)} %`
  return width < leastForMeters ? percent : `${paint('cyan', meter(share, meterWidth))} ${percent}`
}

/** Names the owner of a shared plan and the permission; empty for an own plan. */
const from = ({ owner, permission }: PlanData) =>
  owner ? `${sanitizeLine(owner)}, ${permission === 'edit' ? 'can edit' : 'can read'}` : ''

/** Lists plans with their progress and tracked time. */
export const listPlans: Run = async ({ store, options, terminal }) => {
  const { db } = store()
  const tracked = trackedSeconds(db)
  const listed = planRows(db)
    .filter(({ data }) => options.all || data.status !== 'archived')
    .map(({ id, data }) => {
      const read = readPlan(data.content)
      const progress = 'errors' in read ? { completed: 0, counted: 0, share: 0 } : progressOf(read)
      return { id, data, progress, seconds: tracked.get(id) ?? 0 }
    })
  const isAnyShared = listed.some(({ data }) => data.owner)
  const rows = listed.map(({ id, data, progress, seconds }) => [
    terminal.paint('bold', id),
    sanitizeLine(data.title),
    ...(isAnyShared ? [from(data)] : []),
    data.status,
    progressText(terminal, progress.share),
    seconds > 0 ? duration(seconds) : '',
  ])
  const columns = [
    { head: 'Plan' },
    { head: 'Title', isFlexible: true },
    ...(isAnyShared ? [{ head: 'From' }] : []),
    { head: 'Status' },
    { head: 'Progress' },
    { head: 'Tracked', isNumber: true },
  ]
  const none = ['No plans yet. Import one with daymark import PATH, or sync.']
  return {
    json: {
      plans: listed.map(({ id, data, progress, seconds }) => ({
        id,
        title: data.title,
        owner: data.owner ?? null,
        permission: data.permission ?? null,
        status: data.status,
        tags: data.tags,
        progress_percentage: Math.floor(progress.share * 100),
        chunk_count: progress.counted,
        completed_count: progress.completed,
        tracked_seconds: seconds,
      })),
    },
    text: rows.length > 0 ? formatTable(columns, rows, terminal.width, (head) => terminal.paint('dim', head)) : none,
  }
}
