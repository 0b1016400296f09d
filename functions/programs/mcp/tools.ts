import type { Context } from 'hono'
import { z } from 'zod'
import { SearchQuery } from '../../data/search/api'
import { ExplainApiQuery } from '../../figures/stats/explain/api'
import { division, StatsApiQuery } from '../../figures/stats/query'
import { GoalFilter } from '../../goals/goals/api'
import { NewTick } from '../../goals/goals/ticks/api'
import { learningBodies } from '../../learning/learnings/schema'
import { PlansQuery } from '../../learning/plans/api'
import { idInput, listQuery, seqInput } from '../../lib/api/values'
import type { App, RecordWrite } from '../../lib/env'
import { filterNames } from '../../lib/filter'
import { dispatch } from '../../lib/http/dispatch'
import { isJson } from '../../lib/http/respond'
import { TaskFilter, taskBodies } from '../../tasks/tasks/api'
import { NewSessionBody, SessionsQuery } from '../../time/sessions/api/json'
import { NoteBody } from '../../time/sessions/api/notes'
import { StartBody, StopBody } from '../../time/timer/api'
import { toolChanges } from './changes'

export type ToolRequest = { method: 'GET' | 'POST' | 'PATCH'; path: string; body?: object }

/** Response of an API route. `detail` is the reason of a refusal. */
export type ToolResponse = { json: object } | { text: string } | { refused: number; detail: string }

const detailIn = (body: unknown) => {
  const { detail, title } = (body ?? {}) as { detail?: unknown; title?: unknown }
  return (
    [detail, title].find((one) => typeof one === 'string' && one !== '') ?? 'That did not work. Nothing was changed.'
  )
}

/** Requests an API route with the token of the current request, so that all rules of the API apply. */
export const callRoute = async (
  c: Context<App>,
  asked: ToolRequest,
  recordWrite?: RecordWrite,
): Promise<ToolResponse> => {
  const { method, path, body } = asked
  const headers = {
    Authorization: c.req.header('Authorization') ?? '',
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
  }
  const answer = await dispatch(c, path, { method, headers, body: body && JSON.stringify(body) }, { recordWrite })
  const text = await answer.text()
  const json: unknown = isJson(answer.headers.get('Content-Type') ?? '') ? JSON.parse(text) : null
  if (!answer.ok) return { refused: answer.status, detail: String(detailIn(json)) }
  return typeof json === 'object' && json !== null ? { json } : { text }
}

/** A tool that calls an API route. Its arguments are the parameters in the path, the query and the body. */
export type Tool = {
  name: string
  title: string
  description: string
  method: ToolRequest['method']
  path: string | ((args: Record<string, unknown>) => string)
  input: z.ZodRawShape
  /** Members of the body with fixed values. */
  body?: object
  /** Name of an argument that defaults to the id of the running session. */
  running?: string
}

const aTask = idInput.meta({ description: 'The id of the task.' })
const aGoal = idInput.meta({ description: 'The id of the goal.' })

const { source: _, ...newSession } = NewSessionBody.shape
const { id: __, ...newTick } = NewTick.shape

/** Query parameters of a tool. Its filter is the parameter `subject` only. */
const withSubject = ({ in: { shape } }: { in: z.ZodObject }) =>
  Object.fromEntries(
    Object.entries(shape).filter(([name]) => name === 'subject' || !filterNames.some((one) => one === name)),
  )

/** Tools that assistants may call. Tools for reading come first. No tool deletes or imports. */
export const tools: Tool[] = [
  {
    name: 'search',
    title: 'Search',
    description: 'Finds goals, tasks, sessions, plans, learnings and everything else by words in them.',
    method: 'GET',
    path: '/api/v1/search',
    input: SearchQuery.shape,
  },
  {
    name: 'list_goals',
    title: 'List goals',
    description:
      'Lists goals with their progress towards the target (in the current period for a repeating goal), what is missing, and how much that is per remaining day. Time is in seconds.',
    method: 'GET',
    path: '/api/v1/goals',
    input: { ...listQuery, ...GoalFilter },
  },
  {
    name: 'read_goal',
    title: 'Read a goal',
    description: 'Reads one goal, with the same members as list_goals.',
    method: 'GET',
    path: '/api/v1/goals/:id',
    input: { id: aGoal },
  },
  {
    name: 'list_tasks',
    title: 'List tasks',
    description: 'Lists tasks by date, status, goal, project or words.',
    method: 'GET',
    path: '/api/v1/tasks',
    input: { ...listQuery, ...TaskFilter },
  },
  {
    name: 'read_task',
    title: 'Read a task',
    description: 'Reads one task with its description.',
    method: 'GET',
    path: '/api/v1/tasks/:id',
    input: { id: aTask },
  },
  {
    name: 'list_sessions',
    title: 'List sessions',
    description: 'Lists tracked time; the status active finds the running timer.',
    method: 'GET',
    path: '/api/v1/sessions',
    input: withSubject(SessionsQuery),
  },
  {
    name: 'read_session',
    title: 'Read a session',
    description: 'Reads one session with its notes.',
    method: 'GET',
    path: '/api/v1/sessions/:id',
    input: { id: idInput.meta({ description: 'The id of the session.' }) },
  },
  {
    name: 'statistics',
    title: 'Statistics',
    description: 'Adds up the tracked time of a range by day, week or month, or by project, tag and more (`by`).',
    method: 'GET',
    path: ({ by }) => (by === undefined ? '/api/v1/stats' : '/api/v1/stats/breakdown'),
    input: {
      ...withSubject(StatsApiQuery),
      by: division.optional().meta({ description: 'What to break the time down by, instead of listing periods.' }),
    },
  },
  {
    name: 'explain',
    title: 'Explain a figure',
    description: 'Lists the sessions behind a total of tracked time; they add up to it.',
    method: 'GET',
    path: '/api/v1/stats/explain',
    input: withSubject(ExplainApiQuery),
  },
  {
    name: 'list_plans',
    title: 'List plans',
    description: 'Lists learning plans with their chunks.',
    method: 'GET',
    path: '/api/v1/plans',
    input: PlansQuery.shape,
  },
  {
    name: 'read_plan',
    title: 'Read a plan',
    description: 'Reads one plan with its chunks and its markdown.',
    method: 'GET',
    path: '/api/v1/plans/:id',
    input: { id: idInput.meta({ description: 'The id of the plan.' }) },
  },
  {
    name: 'add_task',
    title: 'Add a task',
    description: 'Adds a task, for a day or for someday.',
    method: 'POST',
    path: '/api/v1/tasks',
    input: taskBodies.create.shape,
  },
  {
    name: 'complete_task',
    title: 'Complete a task',
    description: 'Marks a task as done. A repeating task creates its next one.',
    method: 'PATCH',
    path: '/api/v1/tasks/:id',
    input: { id: aTask, seq: seqInput },
    body: { status: 'done' },
  },
  {
    name: 'tick_goal',
    title: 'Tick a goal',
    description:
      'Ticks a goal that counts ticks, or records the value of one that measures a value. Other goals take no ticks.',
    method: 'POST',
    path: '/api/v1/goals/:id/ticks',
    input: { id: aGoal, ...newTick },
  },
  {
    name: 'start_timer',
    title: 'Start the timer',
    description: 'Starts tracking time. A running timer stops at that moment.',
    method: 'POST',
    path: '/api/v1/timer/start',
    input: StartBody.shape,
  },
  {
    name: 'stop_timer',
    title: 'Stop the timer',
    description: 'Stops the running timer.',
    method: 'POST',
    path: '/api/v1/timer/stop',
    input: StopBody.shape,
  },
  {
    name: 'log_time',
    title: 'Log time',
    description: 'Adds a finished session by its start and its end or duration.',
    method: 'POST',
    path: '/api/v1/sessions',
    input: newSession,
  },
  {
    name: 'add_learning',
    title: 'Add a learning',
    description: 'Adds one thing that the person learned.',
    method: 'POST',
    path: '/api/v1/learnings',
    input: learningBodies.create.shape,
  },
  {
    name: 'note',
    title: 'Add a note',
    description: 'Adds a line to the notes of a session; defaults to the running one.',
    method: 'POST',
    path: '/api/v1/sessions/:session_id/notes',
    input: {
      ...NoteBody.shape,
      session_id: idInput.optional().meta({ description: 'The id of the session; defaults to the running one.' }),
    },
    running: 'session_id',
  },
]

export const toolNamed = (name: string) => tools.find((tool) => tool.name === name)

export const pathOf = ({ path }: Tool, args: Record<string, unknown> = {}) =>
  typeof path === 'string' ? path : path(args)

export const changeOf = (name: string) => Object.entries(toolChanges).find(([tool]) => tool === name)?.[1]

const schemas = new Map<string, Record<string, unknown>>()

/** JSON schema for the arguments of a tool. */
export const inputSchemaOf = ({ name, input }: Tool) => {
  const known = schemas.get(name)
  if (known) return known
  const { $schema: _, ...schema } = z.toJSONSchema(z.strictObject(input), { io: 'input', unrepresentable: 'any' })
  schemas.set(name, schema)
  return schema
}
