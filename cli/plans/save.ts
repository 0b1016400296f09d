import { readUploadedPlan } from '../../functions/learning/plans/document'
import { Failure } from '../failure'
import type { Store } from '../store/open'
import { visibleRow } from '../sync/visible-row'
import { queueWrite } from '../sync/write'
import { faultLines, type OpenPlan, planData } from './plans'

/** Faults of a document that would replace a plan's document. */
export const documentFaults = (plan: OpenPlan, content: string) => {
  const read = readUploadedPlan(content, null)
  if ('errors' in read) return faultLines(read.errors, plan.id)
  return read.head.id === plan.id ? [] : [`${plan.id}:1: The id of a plan can’t change.`]
}

/** Saves an edited document of an opened plan. @throws Failure if the plan has changed since it was opened */
export const savePlan = ({ db, device }: Store, plan: OpenPlan, content: string, now: number) => {
  const read = readUploadedPlan(content, null)
  if ('errors' in read) throw new Failure('error', faultLines(read.errors, plan.id).join('\n'))
  const data = planData(read, plan.data)
  db.transaction(() => {
    if (visibleRow(device, 'plan', plan.id)?.content !== plan.data.content) {
      throw new Failure('error', `The plan ${plan.id} was changed while you edited it.`, 'Open it again.')
    }
    queueWrite(device, 'plan', plan.id, data, now)
  })
  return { id: plan.id, data, read }
}
