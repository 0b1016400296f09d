import { z } from 'zod'
import { ImportList, ImportPreview, type ListKind } from '../../../views/apps/whitelists/import'
import { importPages } from '../../imports/pages'
import type { UploadDraft } from '../../imports/read'
import { submittedFields } from '../../lib/http/form'
import { grouped, plural } from '../../lib/text/format'
import { type AppStatus, appLabel } from '../app-rules/app-status'
import {
  appsOfList,
  formatAppList,
  type ListPreview,
  type ListRule,
  type PastedList,
  resolveList,
} from '../app-rules/list-lines'
import { appStatuses } from '../app-rules/queries'
import { makeRule } from '../app-rules/schema'
import { toastOf, whitelistsPath } from './fragments'
import { outcomeMessage, pasteMessage, refusalWords } from './messages'
import { planRules, type RuleEdit, setRules } from './rules'
import { ConfirmForm, PasteForm, pasteLimit } from './schema'

const noRules = { rules: 0, earned: 0 }

/** @param rule for apps without a decision after their name */
const editsOfList = (apps: PastedList['apps'], rule: ListRule): RuleEdit[] =>
  apps.map(({ package_name, is_whitelisted }) => ({ package_name, rule: makeRule(is_whitelisted ?? rule === 'allow') }))

const allowedWord = (isAllowed: boolean) => (isAllowed ? 'allowed' : 'blocked')

/** Describes a change. @param wasEarned true if the change removes an unlock condition */
const changeWords = (was: boolean, is: boolean, wasEarned: boolean) => {
  if (wasEarned) return `${allowedWord(is)}, no longer unlocks with time`
  return was === is ? `stays ${allowedWord(is)}, as your own rule` : `${allowedWord(was)} → ${allowedWord(is)}`
}

const confirmLabel = (changes: { is_whitelisted: boolean }[]) => {
  const allowed = changes.filter(({ is_whitelisted }) => is_whitelisted).length
  const blocked = changes.length - allowed
  if (blocked === 0) return `Allow ${plural(allowed, 'app')}`
  return allowed === 0 ? `Block ${plural(blocked, 'app')}` : `Allow ${grouped(allowed)}, block ${grouped(blocked)}`
}

type ReadList = PastedList & { unknown: string[] }

const previewPaste = (
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
    unchanged: edits.length - planned.length - refused.length,
    repeats: repeats > 0 ? `${plural(repeats, 'duplicate')} ignored` : undefined,
    skipped,
    unknown,
    confirm:
      planned.length > 0 ? { label: confirmLabel(planned), fields: { list: formatAppList(planned), rule } } : null,
  }
}

const listKind: ListKind = {
  title: 'Paste a list of apps',
  path: '/whitelists/paste',
  back: whitelistsPath,
  field: 'list',
  label: 'Apps',
  hint: `One app per line: its name or package name, then allow or block. At most ${grouped(pasteLimit)}.`,
  placeholder: 'Firefox allow\ncom.google.android.youtube block',
  knows: 'list or report',
}

type Pasted = z.output<typeof PasteForm> & { values: UploadDraft['values'] }

/** `/whitelists/paste`: sets one's own rules from a list of apps. */
export const pasteList = importPages<Pasted>({
  path: listKind.path,
  title: listKind.title,
  back: { href: listKind.back, name: 'Apps' },
  uploads: null,
  start: (_, draft) => <ImportList kind={listKind} draft={draft} />,
  read: async (c, { fields: values }) => {
    const { data, error } = (c.req.path === listKind.path ? PasteForm : ConfirmForm).safeParse(await submittedFields(c))
    return data ? { kept: { ...data, values } } : { errors: z.flattenError(error).fieldErrors }
  },
  preview: async (c, { list: lines, rule, values }, { confirm }) => {
    const { DB } = c.env
    const { user, head } = c.var
    const list = await resolveList(DB, { userId: user.id, withUse: true }, lines)
    const names = list.apps.map(({ package_name }) => package_name)
    const preview = previewPaste(list, rule, await appStatuses(DB, user, names, head))
    return { content: <ImportPreview kind={listKind} action={confirm} {...preview} />, keep: null, again: values }
  },
  confirm: async (c, { list, rule }) => {
    const edits = editsOfList(appsOfList(list).apps, rule)
    const result = await setRules(c.env.DB, c.var.user, edits, Date.now())
    const message = outcomeMessage(result, pasteMessage(edits, result.changed))
    return { page: whitelistsPath, ...toastOf({ message, changeId: result.changeId }) }
  },
})
