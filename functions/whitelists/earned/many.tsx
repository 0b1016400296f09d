import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { earnedPath } from '../../../views/whitelists/earned/apps'
import { EarnMany } from '../../../views/whitelists/earned/many'
import { appLabel } from '../../app-rules/label'
import { readAppRules } from '../../app-rules/queries'
import type { App } from '../../lib/env'
import { type Draft, submittedAll, submittedText } from '../../lib/form'
import { plural } from '../../lib/format'
import { nothingChanged, redirectChanged } from '../fragments'
import { outcomeMessage } from '../messages'
import { earnedRuleLimit } from '../rules/plan'
import { conditionFields, conditionWords, readCondition } from '../rules/unlock-condition'
import { setRules } from '../rules/write'
import { pickedApps } from '../schema'
import { conditionChoices } from './condition-choices'
import { findSubject } from './condition-subjects'
import { checkMinutes } from './schema'

const title = 'Unlock with time'

const ConditionForm = z.object(conditionFields).superRefine(checkMinutes)
type ConditionForm = z.output<typeof ConditionForm>

const Picked = z
  .array(z.string())
  .max(earnedRuleLimit, `Up to ${earnedRuleLimit} apps can unlock with time. Select fewer.`)
  .pipe(pickedApps)

const picked = async (c: Context<App>) => {
  const read = Picked.safeParse(await submittedAll(c, 'package_name'))
  if (!read.success) throw nothingChanged(read.error.issues[0]?.message ?? '')
  return read.data
}

const formPage = async (c: Context<App>, names: string[], draft?: Draft<ConditionForm>) => {
  const { DB } = c.env
  const [{ rules }, choices] = await Promise.all([
    readAppRules(DB, c.var.user.id, names),
    conditionChoices(DB, c.var.user),
  ])
  const apps = names.map((package_name) => ({ package_name, label: appLabel(rules.get(package_name), package_name) }))
  if (draft) c.status(422)
  return c.render(<EarnMany apps={apps} draft={draft} choices={choices} />, { title })
}

/** `/whitelists/earned/many`: one unlock condition for the selected apps; the form first, then its answer. */
export const earnedMany = new Hono<App>().post('/', async (c) => {
  const { DB } = c.env
  const { id } = c.var.user
  const names = await picked(c)
  const values = await submittedText(c)
  if (values.save === undefined) return formPage(c, names)
  const read = ConditionForm.safeParse(values)
  if (!read.success) return formPage(c, names, { values, errors: z.flattenError(read.error).fieldErrors })
  const after = readCondition(read.data)
  const subject = await findSubject(DB, id, after)
  if (!subject) return formPage(c, names, { values, errors: { after_subject: ['Choose from the list'] } })
  const edits = names.map((package_name) => ({ package_name, rule: { is_whitelisted: 1 as const, after } }))
  const result = await setRules(DB, c.var.user, edits, Date.now())
  const { rules } = await readAppRules(DB, id, names)
  const verb = result.changed === 1 ? 'unlocks' : 'unlock'
  const done = `${plural(result.changed, 'app')} ${verb} ${conditionWords(after, subject.name)}`
  const message = outcomeMessage(result, done, (name) => appLabel(rules.get(name), name))
  return redirectChanged(c, earnedPath, { message, changeId: result.changeId })
})
