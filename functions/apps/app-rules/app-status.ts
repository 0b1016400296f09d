import type { RuleOutcome } from './effective-rule'
import { knownLabel } from './known-apps'
import type { AppRow, RuleRow } from './schema'

/** An admin's rule with the admin's name; the name is null if the account is deleted. */
type AdminRuleRow = RuleRow & { admin_name: string | null }

export type AppRules = { app: AppRow | null; admin: AdminRuleRow | null; own: RuleRow | null }

export const ruleSetBy = (setBy: RuleRow['set_by'], { admin, own }: AppRules): RuleRow | null =>
  setBy === 'admin' ? admin : own

/** Name of an app: from the catalogue, the person, an admin, or our own list; else its package name. */
export const appLabel = (rules: AppRules | undefined, packageName: string) =>
  rules?.app?.label ?? rules?.own?.label ?? rules?.admin?.label ?? knownLabel(packageName) ?? packageName

export type AppStatus = AppRules & RuleOutcome
