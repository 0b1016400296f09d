import type { AppRules } from './queries'

/** Name of an app: from the catalogue, else from the person, else from an admin, else its package name. */
export const appLabel = (rules: AppRules | undefined, packageName: string) =>
  rules?.app?.label ?? rules?.own?.label ?? rules?.admin?.label ?? packageName
