import { editChunk, editHead } from '../../functions/learning/plans/markdown/edit'
import { readPlan } from '../../functions/learning/plans/markdown/read'
import type { PlanStatus } from '../../functions/learning/plans/schema'
import type { Context, Run } from '../context'
import { Failure } from '../failure'
import { askYesNo } from '../output/prompt'
import { meter } from '../output/table'
import { sanitizeLine } from '../output/text'
import { type OpenPlan, progressOf, resolvePlan } from '../plans/plans'
import { savePlan } from '../plans/save'

const garbled = (id: string) => new Failure('error', `The plan ${id} can’t be edited here.`, 'Use daymark plan edit.')

const withChunkDone = ({ id, read }: OpenPlan, chunkId: string, now: number) => {
  const text = editChunk(read, chunkId, { status: 'completed' }, now)
  if (text === null || text === 'garbled') throw garbled(id)
  return text
}

const withStatus = (id: string, content: string, status: PlanStatus, now: number) => {
  const read = readPlan(content)
  const text = 'errors' in read ? 'garbled' : editHead(read, { status }, now)
  if (text === 'garbled') throw garbled(id)
  return text
}

const completesPlan = async (context: Context, { data }: OpenPlan) => {
  if (context.options.plan) return true
  const canAsk = context.terminal.isInteractive && !context.isJson
  return canAsk && askYesNo(context, `All chunks are done. Complete the plan “${sanitizeLine(data.title)}”, too?`)
}

/** Completes a chunk. After the last chunk, completes the plan if the person agrees. */
export const chunkDone: Run = async (context) => {
  const { store, args, now, terminal } = context
  const opened = store()
  const { plan, chunkId } = resolvePlan(opened.db, args.join(' '))
  const chunk = plan.read.chunks.find(({ id }) => id === chunkId)
  if (!chunk) throw new Failure('usage', 'Add a chunk, as in learn-knots/bowline.', `See daymark plan show ${plan.id}.`)
  const at = now()
  const content = chunk.status === 'completed' ? plan.data.content : withChunkDone(plan, chunk.id, at)
  const after = readPlan(content)
  const progress = progressOf('errors' in after ? plan.read : after)
  const isLast = progress.completed === progress.counted && plan.read.head.status !== 'completed'
  const isPlanDone = isLast && (await completesPlan(context, plan))
  const final = isPlanDone ? withStatus(plan.id, content, 'completed', at) : content
  if (final !== plan.data.content) savePlan(opened, plan, final, at)
  const done = chunk.status === 'completed' ? 'was completed already' : 'is completed'
  const hint = isLast && !isPlanDone ? ['All chunks are done. Complete the plan with --plan.'] : []
  return {
    json: { plan_id: plan.id, chunk_id: chunk.id, ...progress, plan_completed: isPlanDone },
    text: [
      `${terminal.paint('green', '✓')} ${terminal.paint('bold', sanitizeLine(chunk.title))} ${done}.`,
      `${terminal.paint('cyan', meter(progress.share, 20))} ${progress.completed} of ${progress.counted} chunks`,
      ...(isPlanDone ? ['The plan is completed.'] : hint),
    ],
    hasWritten: final !== plan.data.content,
  }
}
