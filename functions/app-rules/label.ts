import { knownLabel } from './known-apps'
import type { AppRules } from './queries'

/** Name of an app: from the catalogue, the person, an admin, or our own list; else its package name. */
export const appLabel = (rules: AppRules | undefined, packageName: string) =>
  rules?.app?.label ?? rules?.own?.label ?? rules?.admin?.label ?? knownLabel(packageName) ?? packageName
