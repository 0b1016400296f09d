import type { ListPreview } from '../../views/whitelists/import'
import { formatAppList, type ListRule, type PastedList } from '../app-rules/list-lines'
import { type AppStatus, appLabel } from '../app-rules/queries'
import { ruleThat } from '../app-rules/schema'
import { grouped, plural } from '../lib/format'
import { refusalWords } from './messages'
import { planRules, type RuleEdit } from './rules'

const noRules = { rules: 0, earned: 0 }

/** @param rule for apps without a word behind their name */
export const editsOfList = (apps: PastedList['apps'], rule: ListRule): RuleEdit[] =>
  apps.map(({ package_name, is_whitelisted }) => ({ package_name, rule: ruleThat(is_whitelisted ?? rule === 'allow') }))

const allowedWord = (isAllowed: boolean) => (isAllowed ? 'allowed' : 'blocked')

/** @param wasEarned the change drops an unlock condition */
const changeWords = (was: boolean, is: boolean, wasEarned: boolean) => {
  if (wasEarned) return `${allowedWord(is)}, no longer unlocks with time`
  return was === is ? `stays ${allowedWord(is)} (your rule)` : `${allowedWord(was)} → ${allowedWord(is)}`
}

const confirmLabel = (changes: { is_whitelisted: boolean }[]) => {
  const allowed = changes.filter(({ is_whitelisted }) => is_whitelisted).length
  const blocked = changes.length - allowed
  if (blocked === 0) return `Allow ${plural(allowed, 'app')}`
  return allowed === 0 ? `Block ${plural(blocked, 'app')}` : `Allow ${grouped(allowed)}, block ${grouped(blocked)}`
}

type ReadList = PastedList & { unknown: string[] }

export const previewPaste = (
  { apps, repeats, skipped, unknown }: ReadList,
  rule: ListRule,
  statuses: Map<string, AppStatus>,
): ListPreview => {
  const edits = editsOfList(apps, rule)
  const { changes, refused } = planRules(edits, { rules: statuses, counts: noRules, now: 0, newId: () => '' })
  const planned = changes.map(({ package_name, after, before }) => {
    const status = statuses.get(package_name)
    const is_whitelisted = after?.is_whitelisted === 1
    const was = status?.effective.is_whitelisted ?? false
    const words = changeWords(was, is_whitelisted, before !== null && before.after_subject !== null)
    return { package_name, label: appLabel(status, package_name), is_whitelisted, words }
  })
  const kept = refused.map(({ why, ...app }) => ({ ...app, words: refusalWords[why] }))
  return {
    groups: [
      { id: 'changes', title: 'To change', about: 'your rules', apps: planned },
      { id: 'kept', title: 'Managed by an admin', about: 'locked, or an admin’s rule', apps: kept },
    ],
    unchanged: edits.length - changes.length - refused.length,
    repeats: repeats > 0 ? `${plural(repeats, 'duplicate')} ignored` : undefined,
    skipped,
    unknown,
    confirm:
      planned.length > 0 ? { label: confirmLabel(planned), fields: { list: formatAppList(planned), rule } } : null,
  }
}
