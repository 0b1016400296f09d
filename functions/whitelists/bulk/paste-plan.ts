import { type AppStatus, appLabel } from '../../app-rules/queries'
import { planRules, type RefusedRule, type RuleEdit } from '../rules/plan'
import type { PastedApp } from './paste'

export type PlannedApp = {
  package_name: string
  label: string
  was_whitelisted: boolean
  is_whitelisted: boolean
  /** The change would drop an unlock condition. */
  was_earned: boolean
}

export type PastePlan = {
  changes: PlannedApp[]
  unchanged: number
  refused: (RefusedRule & { label: string })[]
}

type Choice = 'allow' | 'block'

/** @param rule for apps without a word behind their name */
export const editsOfList = (apps: Pick<PastedApp, 'package_name' | 'is_whitelisted'>[], rule: Choice): RuleEdit[] =>
  apps.map(({ package_name, is_whitelisted }) => ({
    package_name,
    rule: { is_whitelisted: (is_whitelisted ?? rule === 'allow') ? 1 : 0, after: null },
  }))

export const planPaste = (edits: RuleEdit[], statuses: Map<string, AppStatus>): PastePlan => {
  const room = { rules: 0, earned: 0 }
  const { changes, refused } = planRules(edits, { rules: statuses, counts: room, now: 0, newId: () => '' })
  return {
    changes: changes.map(({ package_name, after, before }) => {
      const status = statuses.get(package_name)
      return {
        package_name,
        label: appLabel(status, package_name),
        was_whitelisted: status?.effective.is_whitelisted ?? false,
        is_whitelisted: after?.is_whitelisted === 1,
        was_earned: before !== null && before.after_subject !== null,
      }
    }),
    unchanged: edits.length - changes.length - refused.length,
    refused: refused.map((one) => ({ ...one, label: appLabel(statuses.get(one.package_name), one.package_name) })),
  }
}
